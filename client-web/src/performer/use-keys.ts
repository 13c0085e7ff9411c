import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Level } from "../protocol";
import { Keys } from "./keys";

/** Where a person types their own code, a key is a digit. */
const typedInto = (event: KeyboardEvent) => event.target instanceof HTMLInputElement;

/** A remote types, whatever has the focus, except where somebody has walked to a button by keyboard. */
export function useKeys(
  press: (level: Level) => void,
  inScene: boolean,
  mayLeaveNow: boolean,
  leave: () => void,
): void {
  const mayLeave = useRef(false);
  mayLeave.current = mayLeaveNow;
  const keys = useMemo(() => new Keys({ press, leave, mayLeave: () => mayLeave.current }), [press, leave]);
  // Before anything is painted: a key that goes down right after the change belongs to the new face.
  useLayoutEffect(() => {
    const down = (event: KeyboardEvent) => {
      const onButton = (event.key === "Enter" || event.key === " ") && document.activeElement !== document.body;
      if (!inScene && (onButton || (event.key.length === 1 && typedInto(event)))) return;
      if (keys.down(event.key, event.repeat)) event.preventDefault();
    };
    const up = (event: KeyboardEvent) => keys.up(event.key);
    // A tap leaves the focus on its button; the remote's next press must not tap it again.
    const tapped = ({ detail }: MouseEvent) => {
      const { activeElement: at } = document;
      const typing = at instanceof HTMLInputElement || at instanceof HTMLSelectElement;
      if (detail > 0 && at instanceof HTMLElement && !typing) at.blur();
    };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    addEventListener("click", tapped);
    addEventListener("blur", keys.letGo);
    document.addEventListener("visibilitychange", keys.letGo);
    return () => {
      keys.letGo();
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
      removeEventListener("click", tapped);
      removeEventListener("blur", keys.letGo);
      document.removeEventListener("visibilitychange", keys.letGo);
    };
  }, [keys, inScene]);
}
