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
import { parted } from "./questions";
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
      <Told page={page} locked={locked} />
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

/** For a screen reader: what becomes of a question moves below the plan, and is told from a place that stays. */
function Told({ page, locked }: { page: Face["page"]; locked: boolean }) {
  const said = more.asked;
  const { question, changes } = parted(page.view).over;
  const answers = question?.answer ? [said.youAnswered(said.answers[question.answer])] : [];
  const over = changes.map(({ state }) => (state === "agreed" ? said.agreed : said.notToday));
  return (
    <p class="unseen" role="status" data-told>
      {!locked && [...answers, ...over].join(" ")}
    </p>
  );
}
