import { useState } from "preact/hooks";
import { SayShape } from "../more-shapes";
import type { OwnLine, OwnScene } from "../protocol";
import { language } from "../words";
import { more } from "../words/more";
import { no } from "../words/no";
import type { PerformerPage } from "./performer";

/** The open scene first, the others as they come in the day. */
export function inTurn(plan: OwnScene[], open: string | null): OwnScene[] {
  return [...plan.filter(({ id }) => id === open), ...plan.filter(({ id }) => id !== open)];
}

/** What was agreed, scene by scene. What is not listed is not agreed. */
export function Plan({ page }: { page: PerformerPage }) {
  const said = more.plan;
  const { plan, scene } = page.view;
  if (plan.length === 0) return null;
  const scenes = inTurn(plan, scene?.id ?? null);
  return (
    <section class="card agreed">
      <h2>{said.title}</h2>
      {scenes.map((each, nth) => (
        <Scene key={each.id} page={page} scene={each} isOpen={each.id === scene?.id} unfolded={nth === 0} />
      ))}
      <p class="agreed-footer">
        <strong>{said.footer}</strong>
      </p>
    </section>
  );
}

interface SceneProps {
  page: PerformerPage;
  scene: OwnScene;
  isOpen: boolean;
  unfolded: boolean;
}

function Scene({ page, scene, isOpen, unfolded }: SceneProps) {
  const said = more.plan;
  const { id, title, call, kinds, lines, limits } = scene;
  return (
    <details open={unfolded}>
      <summary>
        <span class="agreed-scene">
          <bdi>{id}</bdi> {title && <bdi>{title}</bdi>}
        </span>
        <span class="quiet">
          {[isOpen && said.now, call !== null && said.call(time(call)), ...kinds.map((kind) => said.kinds[kind])]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </summary>
      {lines.length === 0 && <p>{said.nothing}</p>}
      <ul>
        {lines.map((line) => (
          <Line key={line.id} page={page} line={line} />
        ))}
      </ul>
      {limits.length > 0 && (
        <>
          <h3>{said.limits}</h3>
          <ul class="agreed-limits">
            {limits.map((limit) => (
              <li key={limit}>
                <bdi>{limit}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

function Line({ page, line }: { page: PerformerPage; line: OwnLine }) {
  const said = more.plan;
  const [denied, setDenied] = useState("");
  const talk = async () => {
    const answer = await page.do({ kind: "talk", line: line.id });
    setDenied(answer.ok ? "" : no(answer));
  };
  const { who, to, what, say } = line;
  return (
    <li class="agreed-line">
      <div>
        <p class="quiet">
          {who.length > 0 ? <Names of={who} /> : said.everybody}
          {to.length > 0 && (
            <>
              <span class="agreed-arrow" aria-hidden="true">
                {" → "}
              </span>
              <span class="unseen"> {said.to} </span>
              <Names of={to} />
            </>
          )}
        </p>
        <p class="agreed-what">
          <bdi>{what}</bdi>
        </p>
        <p class="agreed-say">
          <SayShape say={say} /> {said.say[say]}
          {line.today && ` · ${said.today}`}
        </p>
      </div>
      {!line.talk && (
        <button type="button" disabled={page.link !== "live"} onClick={talk}>
          {said.talk}
        </button>
      )}
      <p role="status" class="agreed-talk">
        {line.talk ? said.comes : denied}
      </p>
    </li>
  );
}

const Names = ({ of }: { of: string[] }) => (
  <>
    {of.map((name, nth) => (
      <>
        {nth > 0 && ", "}
        <bdi>{name}</bdi>
      </>
    ))}
  </>
);

/** By this phone's clock; the digits are the same ones as on the call sheet. */
function time(at: number): string {
  return new Intl.DateTimeFormat(`${language}-u-nu-latn`, { hour: "2-digit", minute: "2-digit", hour12: false }).format(
    at,
  );
}
