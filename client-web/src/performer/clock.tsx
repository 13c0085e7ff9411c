import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Octagon } from "../shapes";
import { words } from "../words";
import { Broken, isBroken } from "./broken";
import type { Face } from "./performer";
import { Touches } from "./touches";

const twelve = new Intl.DateTimeFormat([], { hour: "numeric" }).resolvedOptions().hour12;

/** The time of day by this phone's own habit of twelve or twenty-four hours. */
function time(): string {
  const now = new Date();
  const hour = twelve ? now.getHours() % 12 || 12 : now.getHours();
  return `${hour}:${String(now.getMinutes()).padStart(2, "0")}`;
}

/** In the scene: a dim clock that is a button, and nothing that means anything to someone who looks over. */
export function Clock({ page, standing, press, leave }: Face & { leave(): void }) {
  const root = useRef<HTMLDivElement>(null);
  const touches = useMemo(() => new Touches({ hold: () => press("hold"), leave }), [press, leave]);
  useEffect(() => () => touches.end(), [touches]);
  useLayoutEffect(() => {
    document.documentElement.classList.add("black");
    return () => document.documentElement.classList.remove("black");
  }, []);

  // Preact's own props would be enough, but a touch that scrolls, zooms or selects must be stopped where it begins.
  useLayoutEffect(() => {
    const element = root.current as HTMLDivElement;
    const down = (event: PointerEvent) => {
      // A touch is stopped at its touchstart: stopped here, Firefox swallows a second finger of the same moment.
      if (event.pointerType !== "touch") event.preventDefault();
      touches.down(event.pointerId, event.clientX, event.clientY, innerWidth, innerHeight);
    };
    const up = (event: PointerEvent) => touches.up(event.pointerId);
    const stop = (event: Event) => event.preventDefault();
    element.addEventListener("pointerdown", down);
    element.addEventListener("touchstart", stop, { passive: false });
    element.addEventListener("contextmenu", stop);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", up);
    return () => {
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("touchstart", stop);
      element.removeEventListener("contextmenu", stop);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", up);
    };
  }, [touches]);

  const { set } = page.view;
  const broken = isBroken(standing);
  const now = time();
  return (
    <div class={broken ? "clock clock-broken" : "clock"} ref={root} data-testid="clock">
      <main class="clock-face">
        <p class="clock-word">
          {set.hold && (
            <>
              <Octagon /> {words.hold}
            </>
          )}
        </p>
        {/* A screen reader's own press comes as a click without a touch. */}
        <button
          type="button"
          class="clock-time"
          aria-label={words.clock.label(now)}
          aria-describedby="clock-mark"
          onClick={({ detail }) => detail === 0 && press("hold")}
        >
          <time dir="ltr">{now}</time>
        </button>
        <p class="clock-mark" id="clock-mark" data-mark={standing.mark}>
          {standing.mark === "dot" && <span class="unseen">{words.clock.seen}</span>}
          {standing.mark === "line" && <span class="unseen">{words.clock.inHand}</span>}
        </p>
        <div class="clock-trouble">
          {broken && (
            <p>
              <Broken standing={standing} />
            </p>
          )}
          {set.stood_down && <p>{words.stoodDown}</p>}
        </div>
      </main>
      <button type="button" class="unseen" onClick={leave}>
        {words.clock.leave}
      </button>
    </div>
  );
}
