import { useLayoutEffect } from "preact/hooks";
import { ChooseLanguage } from "../words/choose";
import { more } from "../words/more";
import { alone } from "./alone";
import { Around } from "./around";
import { Asked } from "./asked";
import { Closure } from "./closure";
import { LearnKeys } from "./learn";
import { Gate, OwnCode } from "./own-code";
import { OwnSignal } from "./own-signal";
import type { Face } from "./performer";
import { Plan } from "./plan";
import { PressTest } from "./press-test";
import { Reach } from "./reach";
import { waiting } from "./unanswered";
import { useLock } from "./use-lock";

interface Props extends Omit<Face, "press"> {
  /** How many questions wait, to be said beside hold and pause. */
  sayWaits(n: number): void;
  toClock(): void;
}

/** Between takes, all that is above hold and pause. It comes right after them, in one piece: nothing of it pops in. */
export function Cards({ page, standing, sayWaits, toClock }: Props) {
  const { view } = page;
  const lock = useLock();
  const { locked } = lock;
  const waits = locked ? 0 : waiting(view);
  useLayoutEffect(() => sayWaits(waits), [sayWaits, waits]);
  const leaving = view.closure && view.scene?.status !== "rolling";
  return (
    <>
      <OwnSignal page={page} standing={standing} locked={locked} />
      {locked && <Gate lock={lock} />}
      {!locked && leaving && view.closure && <Closure page={page} closure={view.closure} />}
      {!locked && !leaving && <Asked page={page} />}
      <section class="card">
        <button type="button" class="big" onClick={toClock} aria-describedby="to-clock-how">
          {more.between.toClock}
        </button>
        <p class="quiet" id="to-clock-how">
          {more.between.toClockHow}
        </p>
      </section>
      {!locked && !leaving && (
        <>
          {/* To be read in peace: what is agreed, and what was asked and is over. */}
          <Plan page={page} />
          <Asked page={page} which="over" />
        </>
      )}
      <Reach page={page}>
        {alone(page).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Reach>
      <PressTest page={page} />
      <Around page={page} />
      {!leaving && <LearnKeys way={view.way} locked={locked} />}
      {!leaving && !locked && <OwnCode lock={lock} />}
      <section class="card">
        <ChooseLanguage />
      </section>
    </>
  );
}
