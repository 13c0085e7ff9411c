import { useEffect, useRef, useState } from "preact/hooks";
import { clock } from "../floor";
import type { Page } from "../page";
import type { IcView, Level } from "../protocol";
import { useAsk } from "../receiver";
import { Octagon } from "../shapes";
import { NAMELESS } from "./hiding";
import type { Names } from "./names";
import { type Card, nextStep, tests } from "./open";
import { Said } from "./panel-head";
import { SignalCard } from "./signal-card";

interface Props {
  page: Page<IcView>;
  cards: Card[];
  names: Names;
  /** Nothing else waits for the IC either. */
  quiet: boolean;
}

interface Released {
  level: Level;
  for?: string;
  at: number;
}

/** What is open now. Calm and almost empty when nothing is. */
export function OpenNow({ page, cards, names, quiet }: Props) {
  const [released, setReleased] = useReleased();
  const unanswered = cards.some((card) => nextStep(card) === "acknowledge");
  return (
    <section class="open" data-unanswered={unanswered} aria-label="Open now">
      <div role="alert" class="unseen">
        {cards.filter((card) => nextStep(card) === "acknowledge").map(spoken)}
      </div>
      {page.view.set.hold && (
        <p class="called">
          <Octagon /> Called: every screen says HOLD
        </p>
      )}
      {cards.map((card) => (
        <SignalCard
          key={card.id}
          page={page}
          card={card}
          name={names.hidden ? () => names.name(card.id) : null}
          released={() =>
            setReleased({
              level: card.level,
              for: card.who?.how === "technical" ? undefined : card.who?.id,
              at: page.hubNow(),
            })
          }
        />
      ))}
      {cards.length === 0 && quiet && <p class="nothing">Nothing is open.</p>}
      {released && cards.length === 0 && (
        <ReleasedLine page={page} released={released} done={() => setReleased(null)} />
      )}
      {tests(page.alerts, performance.now()).map(({ alert }) => (
        <p class="test" key={alert.signal}>
          Press-test
          {alert.who && alert.who.name !== NAMELESS && (
            <>
              : <bdi>{alert.who.name}</bdi>’s press is here
            </>
          )}
        </p>
      ))}
    </section>
  );
}

function spoken(card: Card): string {
  return `${card.level === "hold" ? "Hold" : "Pause"}: ${card.who?.name ?? "name follows"}. `;
}

/** Kept for half a minute: long enough to see a slip, short enough to be calm. */
function useReleased() {
  const [released, setReleased] = useState<Released | null>(null);
  const timer = useRef(0);
  useEffect(() => {
    timer.current = window.setTimeout(() => setReleased(null), 30_000);
    return () => clearTimeout(timer.current);
  }, [released]);
  return [released, setReleased] as const;
}

function ReleasedLine({ page, released, done }: { page: Page<IcView>; released: Released; done(): void }) {
  const { said, ask } = useAsk(page);
  const name = page.view.people.find(({ id }) => id === released.for)?.name ?? "";
  const again = async () => {
    const answer = await ask({ kind: "raise", level: released.level, for: released.for });
    if (answer.ok) done();
  };
  return (
    <div class="released">
      <p>
        {clock(released.at)} Released: {released.for ? <bdi>{name}</bdi> : "the technical"}
        {released.for && "’s"} {released.level}.
      </p>
      <button type="button" onClick={again}>
        Raise it again
      </button>
      <Said said={said} />
    </div>
  );
}
