import { SetLine } from "../public/set-line";
import { Octagon } from "../shapes";
import { words } from "../words";
import { ChooseLanguage } from "../words/choose";
import { alone } from "./alone";
import { Trouble } from "./broken";
import { useRest } from "./later";
import { OwnSignal } from "./own-signal";
import type { Face } from "./performer";
import { PressBar } from "./press-bar";
import { Reach } from "./reach";
import { waiting } from "./unanswered";
import type { Lock } from "./use-lock";

/** Between takes: who sees a signal, whether it gets through, and hold and pause within the thumb's reach. */
export function Between({ page, standing, press, lock, toClock }: Face & { lock: Lock; toClock(): void }) {
  const said = words.between;
  const { view, you } = page;
  const { set, scene } = view;
  const { rest, failed } = useRest();
  const { locked } = lock;
  const leaving = view.closure && scene?.status !== "rolling";
  return (
    <div class="between">
      <main class="between-page">
        <header class="between-top">
          <h1>
            <bdi>{you.name}</bdi>
          </h1>
          <SetLine scene={scene} set={set} />
        </header>
        <Trouble standing={standing} />
        {set.stood_down && (
          <p class="card trouble" role="alert">
            <strong>{words.stoodDown}</strong> {words.stoodDownStill}
          </p>
        )}
        {set.hold && (
          <p class="card called" role="alert">
            <span>
              <Octagon /> <strong>{words.hold}</strong>
            </span>
            {said.called}
          </p>
        )}
        <OwnSignal page={page} standing={standing} locked={locked} no={rest?.no} />
        {rest && locked && <rest.Gate lock={lock} />}
        {rest && !locked && leaving && view.closure && <rest.Closure page={page} closure={view.closure} />}
        {rest && !locked && !leaving && <rest.Asked page={page} />}
        {failed && (
          <p class="card">
            {said.notAll}
            <button type="button" class="big" onClick={() => location.reload()}>
              {words.entry.again}
            </button>
          </p>
        )}
        <section class="card">
          <button type="button" class="big" onClick={toClock} aria-describedby="to-clock-how">
            {said.toClock}
          </button>
          <p class="quiet" id="to-clock-how">
            {said.toClockHow}
          </p>
        </section>
        {rest && !locked && !leaving && <rest.Below page={page} />}
        <Reach page={page}>
          {alone(page).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Reach>
        {rest && (
          <>
            <rest.PressTest page={page} />
            <rest.Around page={page} />
            {!leaving && <rest.LearnKeys way={view.way} locked={locked} />}
            {!leaving && !locked && <rest.OwnCode lock={lock} />}
          </>
        )}
        <section class="card">
          <ChooseLanguage />
        </section>
      </main>
      <PressBar press={press} waits={locked ? 0 : waiting(view)} />
    </div>
  );
}
