import { useState } from "preact/hooks";
import { clock } from "../floor";
import { SayShape } from "../more-shapes";
import type { Page } from "../page";
import type { IcLine, IcScene, IcView } from "../protocol";
import { useAsk } from "../receiver";
import { Listed } from "../set-access";
import { Said } from "./panel-head";
import { KIND, narrower, SAY, whoToWhom } from "./plan";
import { Rider } from "./rider";

interface Props {
  page: Page<IcView>;
  scene: IcScene;
  open: boolean;
  unfolded: boolean;
}

/** One scene of the plan. */
export function PlanScene({ page, scene, open, unfolded }: Props) {
  const facts = [
    scene.call !== null && `call ${clock(scene.call).slice(0, 5)}`,
    scene.kinds.map((kind) => KIND[kind]).join(", "),
    scene.wrapped && "wrapped",
  ].filter(Boolean);
  return (
    <details class="plan-scene" open={unfolded}>
      <summary>
        <b>
          <bdi>{scene.id}</bdi> {open && <span class="plan-open">open now</span>}
        </b>{" "}
        <bdi>{scene.title}</bdi>
        <small>{facts.join(" · ")}</small>
      </summary>
      {scene.lines.length === 0 && <p class="important">No lines: nothing is agreed, so it is not ready.</p>}
      <ul class="plan-lines">
        {scene.lines.map((line) => (
          <Line key={line.id} page={page} line={line} />
        ))}
      </ul>
      {scene.limits.length > 0 && (
        <>
          <h3>Limits for improvising</h3>
          <ul class="plan-limits">
            {scene.limits.map((limit) => (
              <li key={limit}>
                <bdi>{limit}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {scene.parts.length > 0 && <h3>Performers and riders</h3>}
      <ul class="list">
        {scene.parts.map((part) => (
          <Rider key={part.name} page={page} scene={scene} part={part} />
        ))}
      </ul>
      <Listed list={scene.closed_list} />
    </details>
  );
}

function Line({ page, line }: { page: Page<IcView>; line: IcLine }) {
  const { said, ask } = useAsk(page);
  const [taking, setTaking] = useState(false);
  const to = narrower(line.say);
  return (
    <li class="plan-line" data-say={line.say}>
      <p>
        <bdi class="plan-who">{whoToWhom(line)}</bdi> <bdi>{line.what}</bdi>
        {line.today && <small>came up today, and all said yes</small>}
      </p>
      <div class="plan-say">
        <strong>
          <SayShape say={line.say} /> {SAY[line.say]}
        </strong>
        {to.length > 0 && (
          <button type="button" class="minor" aria-expanded={taking} onClick={() => setTaking(!taking)}>
            {taking ? "Leave it" : "Take back"}
            <span class="unseen">: {line.what}</span>
          </button>
        )}
      </div>
      {taking && to.length > 0 && (
        <div class="plan-taking">
          <p class="quiet">
            At once, unasked and unnamed: the scene’s performers read the new word. Only a change that all say yes to
            brings it back.
          </p>
          <div class="others">
            {to.map((say) => (
              <button
                key={say}
                type="button"
                onClick={async () => {
                  const answer = await ask({ kind: "line", line: line.id, say });
                  if (answer.ok) setTaking(false);
                }}
              >
                <SayShape say={say} /> {SAY[say]}
              </button>
            ))}
          </div>
        </div>
      )}
      <Said said={said} />
    </li>
  );
}
