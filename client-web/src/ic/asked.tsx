import { useEffect, useMemo, useState } from "preact/hooks";
import { ANSWER } from "../floor";
import { AnswerShape } from "../more-shapes";
import type { Page } from "../page";
import type { IcChange, IcView } from "../protocol";
import { useAsk } from "../receiver";
import { keep, kept } from "../storage";
import { type GoAndAsk, goAndAsk, ofScene, stillSo, turned, turnedKey } from "./asking";
import { ChangeCard, Replies } from "./change-card";
import { Closures, WANTED } from "./closures";
import { Said } from "./panel-head";
import { Round } from "./round";

export interface Asks {
  /** To be gone to, and not dealt with on this screen. */
  open: GoAndAsk[];
  /** Turned to "not today" by somebody else's word. */
  turned: IcChange[];
  hear(...keys: string[]): void;
}

/** What comes up as "go and ask", until a person here has dealt with it. */
export function useAsks(view: IcView): Asks {
  const [heard, setHeard] = useState<readonly string[]>(() => kept<string[]>("heard", "session") ?? []);
  const asks = useMemo(() => goAndAsk(view), [view]);
  const gone = useMemo(() => turned(view), [view]);
  useEffect(() => {
    // "Not today" is remembered from the tap on, before the view says so.
    const now = [...asks.map(({ key }) => key), ...view.changes.map(turnedKey)];
    setHeard((before) => stillSo(before, now));
  }, [asks, view.changes]);
  useEffect(() => keep("heard", heard, "session"), [heard]);
  return {
    open: asks.filter(({ key }) => !heard.includes(key)),
    turned: gone.filter((change) => !heard.includes(turnedKey(change))),
    hear: (...keys) => setHeard((before) => [...before, ...keys]),
  };
}

/** What was asked: below the signals, calm, never like one. */
export function Asked({ page, asks }: { page: Page<IcView>; asks: Asks }) {
  const { view, link } = page;
  const asking = ofScene(view).filter(({ state }) => state === "asking");
  const ending = view.people.some(({ closure }) => closure);
  if (!view.check_in && !ending && asking.length + asks.open.length + asks.turned.length === 0) return null;
  return (
    <section class="asked" aria-label="Asked">
      <div role="status" class="unseen">
        {asks.open.map((ask) => `Go and ask ${ask.name}: ${WHY[ask.why]}. `)}
      </div>
      {/* Nothing that is published here may be kept and sent minutes later. */}
      <fieldset disabled={link !== "live"}>
        {asks.open.length > 0 && (
          <ul class="go-list">
            {asks.open.map((ask) => (
              <Go key={ask.key} page={page} ask={ask} hear={() => asks.hear(ask.key)} />
            ))}
          </ul>
        )}
        {asks.turned.map((change) => (
          <Turned key={change.id} change={change} seen={() => asks.hear(turnedKey(change))} />
        ))}
        <Closures page={page} />
        {view.check_in && <Round key={view.check_in.id} page={page} round={view.check_in} asks={asks} />}
        {asking.map((change) => (
          <ChangeCard key={change.id} page={page} change={change} asks={asks} />
        ))}
      </fieldset>
    </section>
  );
}

const WHY: Record<GoAndAsk["why"], string> = {
  amber: ANSWER.amber,
  red: ANSWER.red,
  silent: "No answer for a minute",
  word: "Wants a word",
  talk: "Talk to me",
};

const OF: Record<GoAndAsk["of"], string> = { check_in: "", change: "", line: "About the plan", closure: "Closure" };

function Go({ page, ask, hear }: { page: Page<IcView>; ask: GoAndAsk; hear(): void }) {
  const hub = useAsk(page);
  const word = ask.word && ask.word !== "no_thanks" ? WANTED[ask.word] : "";
  return (
    <li class="go">
      <p>
        Go and ask <bdi class="go-name">{ask.name}</bdi>
        <span class="standing">
          {(ask.why === "amber" || ask.why === "red") && <AnswerShape answer={ask.why} />} {WHY[ask.why]}
        </span>
        {(OF[ask.of] || ask.about) && (
          <small>
            {OF[ask.of]}
            {word && ` · ${word}`}
            {OF[ask.of] && ask.about && " · "}
            {ask.about && (
              <>
                “<bdi>{ask.about}</bdi>”
              </>
            )}
          </small>
        )}
      </p>
      <button type="button" onClick={() => (ask.done ? void hub.ask(ask.done) : hear())}>
        {DONE[ask.of]}
        <span class="unseen"> {ask.name}</span>
      </button>
      <Said said={hub.said} />
    </li>
  );
}

const DONE: Record<GoAndAsk["of"], string> = {
  check_in: "I have asked",
  change: "I have asked",
  line: "We have talked",
  closure: "I have spoken with them: done",
};

function Turned({ change, seen }: { change: IcChange; seen(): void }) {
  return (
    <article class="sheet-card">
      <h2>
        Not today: “<bdi>{change.text}</bdi>”
      </h2>
      <p>Production reads “not today”, unnamed. The scene works as planned.</p>
      <Replies change={change} />
      <div class="others">
        <button type="button" onClick={seen}>
          Seen
        </button>
      </div>
    </article>
  );
}
