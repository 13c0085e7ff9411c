import { useRef } from "preact/hooks";
import type { Level } from "../protocol";
import { Octagon, TwoBars } from "../shapes";
import { words } from "../words";

/** A click that follows a touch so soon is the same press. */
const SAME_PRESS_MS = 1000;

/** Always there, always at the thumb. Both act at touch-down. */
export function PressBar({ press, waits }: { press(level: Level): void; waits: number }) {
  const touched = useRef(Number.NEGATIVE_INFINITY);
  const button = (level: Level) => ({
    type: "button" as const,
    onPointerDown: () => {
      touched.current = performance.now();
      press(level);
    },
    // By keyboard or screen reader: a click without a touch.
    onClick: () => {
      if (performance.now() - touched.current > SAME_PRESS_MS) press(level);
    },
  });
  return (
    <section class="press-bar" aria-label={words.between.bar}>
      {/* Words only: nothing else to tap may stand beside hold and pause. */}
      {waits > 0 && <p class="press-hint">{words.between.waits(waits)}</p>}
      <button class="press pause" {...button("pause")}>
        <TwoBars /> {words.pause}
      </button>
      <button class="press hold" {...button("hold")}>
        <Octagon /> {words.hold}
      </button>
    </section>
  );
}
