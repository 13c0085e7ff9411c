import type { Page } from "./page";
import type { SetView } from "./protocol";
import type { useAsk } from "./receiver";
import { Octagon } from "./shapes";

interface Props {
  page: Page<{ set: SetView }>;
  ask: ReturnType<typeof useAsk>["ask"];
}

/** What an IC and a 1st AD may both do for the whole floor. */
export function FloorButtons({ page, ask }: Props) {
  const { set } = page.view;
  return (
    <>
      <button type="button" onClick={() => ask({ kind: "raise", level: "hold" })}>
        <Octagon /> Technical hold
      </button>
      {!set.hold && (
        <button type="button" onClick={() => ask({ kind: "call" })}>
          Call: every screen says HOLD
        </button>
      )}
      {!set.stood_down && (
        <button type="button" onClick={() => ask({ kind: "stand_down", on: true })}>
          Stand down: the agreed word or gesture only
        </button>
      )}
    </>
  );
}
