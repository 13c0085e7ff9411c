import { useState } from "preact/hooks";
import { CHANGE } from "../floor";
import { SayShape } from "../more-shapes";
import type { Page } from "../page";
import type { IcView } from "../protocol";
import { useAsk } from "../receiver";
import type { Asks } from "./asked";
import { isCleared } from "./asking";
import { NotToday, Replies } from "./change-card";
import { PanelHead, Said } from "./panel-head";
import { SAY, whoToWhom } from "./plan";

interface Props {
  page: Page<IcView>;
  asks: Asks;
  close(): void;
}

/** As the hub counts: read at arm's length on a phone. */
const MAX = 160;

/** Each can be answered with green, amber or red. */
const QUESTIONS = [
  "How are you?",
  "Was that as agreed?",
  "Are you ready for the next take?",
  "Is the set as you want it?",
];

/** Where check-ins and changes begin. What became of them stands in the middle, with what is open now. */
export function AskPanel({ page, asks, close }: Props) {
  const rolling = page.view.scene?.status === "rolling";
  return (
    <>
      <section class="box" aria-labelledby="ask-head">
        <PanelHead id="ask-head" title="Check-in" close={close} />
        {rolling && <p class="important">Asked between takes only. Wait for the cut.</p>}
        <StartRound page={page} rolling={rolling} close={close} />
        {!page.view.check_in && <InPerson page={page} />}
      </section>
      <section class="box" aria-labelledby="change-head">
        <h2 id="change-head">A change on the day</h2>
        <AskChange page={page} rolling={rolling} close={close} />
      </section>
      <Changes page={page} asks={asks} />
    </>
  );
}

function StartRound({ page, rolling, close }: { page: Page<IcView>; rolling: boolean; close(): void }) {
  const { said, ask } = useAsk(page);
  const [text, setText] = useState(QUESTIONS[0] ?? "");
  // Null: the cast on set, whoever that is when it is asked.
  const [some, setSome] = useState<string[] | null>(null);
  const on = page.view.people.filter((p) => p.role === "performer" && p.on_set);
  const cast = on.filter((p) => p.in_cast);
  const asked = some ? on.filter((p) => some.includes(p.id)) : cast;
  const flip = (id: string) =>
    setSome((now) => (now?.includes(id) ? now.filter((p) => p !== id) : [...(now ?? []), id]));
  return (
    <form
      class="ask-form"
      onSubmit={async (e) => {
        e.preventDefault();
        const to = some ? asked.map((p) => p.id) : undefined;
        const answer = await ask({ kind: "check_in", to, text: text.trim() || undefined });
        if (answer.ok) close();
      }}
    >
      <div class="chips">
        {QUESTIONS.map((question) => (
          <button key={question} type="button" aria-pressed={text === question} onClick={() => setText(question)}>
            {question}
          </button>
        ))}
      </div>
      <label>
        Or in your own words
        <textarea rows={2} value={text} maxLength={MAX} onInput={(e) => setText(e.currentTarget.value)} />
      </label>
      <label class="check">
        <input type="checkbox" checked={some !== null} onChange={() => setSome(some ? null : cast.map((p) => p.id))} />
        Only some of them
      </label>
      {some && (
        <ul class="list">
          {on.map((p) => (
            <li key={p.id}>
              <label class="check">
                <input type="checkbox" checked={some.includes(p.id)} onChange={() => flip(p.id)} />
                <bdi>{p.name}</bdi>
                {!p.in_cast && <span class="quiet">not in this scene</span>}
              </label>
            </li>
          ))}
        </ul>
      )}
      <button type="submit" class="step" disabled={rolling || asked.length === 0}>
        {asked.length === 0
          ? "Nobody to ask"
          : some
            ? `Ask these ${asked.length}`
            : `Ask the cast on set (${asked.length})`}
      </button>
      <p class="quiet">
        Silent, on their phones. You alone see the answers. Production reads “not yet” until you clear it.
      </p>
      <Said said={said} />
    </form>
  );
}

/** No round, because the IC has been with everybody. */
function InPerson({ page }: { page: Page<IcView> }) {
  const { said, ask } = useAsk(page);
  const clear = isCleared(page.view);
  return (
    <div class="others">
      <button type="button" onClick={() => ask({ kind: "clear", clear: !clear })}>
        {clear ? "Check-in clear: take it back" : "Checked in with everybody in person: clear"}
      </button>
      <Said said={said} />
    </div>
  );
}

function AskChange({ page, rolling, close }: { page: Page<IcView>; rolling: boolean; close(): void }) {
  const { said, ask } = useAsk(page);
  const { scene } = page.view;
  const [text, setText] = useState("");
  const [sensitive, setSensitive] = useState(true);
  if (!scene) return <p class="quiet">Open a scene first.</p>;
  const planned = page.view.plan?.scenes.find(({ id }) => id === scene.id);
  return (
    <form
      class="ask-form"
      onSubmit={async (e) => {
        e.preventDefault();
        const answer = await ask({ kind: "change", scene: scene.id, text: text.trim(), sensitive });
        if (answer.ok) close();
      }}
    >
      <label>
        What would be different in scene <bdi>{scene.id}</bdi>
        <textarea rows={2} value={text} maxLength={MAX} onInput={(e) => setText(e.currentTarget.value)} />
      </label>
      {planned && planned.lines.length > 0 && (
        <details class="tucked">
          <summary>What is agreed already: {planned.lines.length}</summary>
          <ul class="plan-lines">
            {planned.lines.map((line) => (
              <li key={line.id} class="plan-line" data-say={line.say}>
                <bdi class="plan-who">{whoToWhom(line)}</bdi> <bdi>{line.what}</bdi>
                <small>
                  <SayShape say={line.say} /> {SAY[line.say]}
                </small>
              </li>
            ))}
          </ul>
        </details>
      )}
      <label class="check">
        <input type="checkbox" checked={sensitive} onChange={(e) => setSensitive(e.currentTarget.checked)} />
        Nudity or simulated sex: needs the written amendment, too
      </label>
      <button type="submit" class="step" disabled={rolling || !text.trim()}>
        Ask the performers of this scene
      </button>
      <p class="quiet">
        Between takes, robes on. You may publish “not today” at any time, without waiting for a reply.
      </p>
      <Said said={said} />
    </form>
  );
}

function Changes({ page, asks }: { page: Page<IcView>; asks: Asks }) {
  const { changes } = page.view;
  if (changes.length === 0) return null;
  return (
    <section class="box" aria-labelledby="changes-head">
      <h2 id="changes-head">Changes today</h2>
      <ul class="list">
        {changes.map((change) => (
          <li key={change.id} class="change">
            <p>
              <strong>{CHANGE[change.state]}</strong> · “<bdi>{change.text}</bdi>”{" "}
              <span class="quiet">
                scene <bdi>{change.scene}</bdi>
                {change.short_notice && " · short notice"}
              </span>
            </p>
            <Replies change={change} />
            {change.state !== "not_today" && (
              <div class="others">
                <NotToday page={page} change={change} asks={asks} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
