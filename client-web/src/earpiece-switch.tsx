import { useEffect, useRef, useState } from "preact/hooks";
import { type Heard, Sound, toHear } from "./earpiece";
import type { Alerted } from "./page";
import { keep, kept } from "./storage";
import "./earpiece.css";

export interface Earpiece {
  on: boolean;
  /** The browser gives no sound before the next touch. */
  waits: boolean;
  flip(): void;
  test(): void;
}

/** Plays what is new among the alerts, once a person has switched it on. */
export function useEarpiece(alerts: Alerted[]): Earpiece {
  const [on, setOn] = useState(kept<boolean>("earpiece") === true);
  const [waits, setWaits] = useState(on);
  const [sound] = useState(() => new Sound());
  const heard = useRef<Heard>(new Map());
  useEffect(() => {
    const next = toHear(heard.current, alerts);
    heard.current = next.heard;
    if (on && next.tone) sound.play(next.tone);
  }, [alerts, on, sound]);
  useEffect(() => {
    if (!on) return;
    const wake = () => {
      sound.wake();
      setTimeout(() => setWaits(!sound.awake), 100);
    };
    document.addEventListener("pointerdown", wake);
    document.addEventListener("keydown", wake);
    return () => {
      document.removeEventListener("pointerdown", wake);
      document.removeEventListener("keydown", wake);
    };
  }, [on, sound]);
  return {
    on,
    waits: on && waits,
    flip: () => {
      keep("earpiece", !on || null);
      setOn(!on);
      if (on) return;
      sound.wake();
      setTimeout(() => setWaits(!sound.awake), 100);
    },
    test: () => {
      sound.wake();
      // A context that has only just woken plays nothing yet.
      setTimeout(() => sound.play("hold"), 60);
      setTimeout(() => sound.play("pause"), 900);
    },
  };
}

export function EarpieceSwitch({ earpiece }: { earpiece: Earpiece }) {
  const { on, waits, flip, test } = earpiece;
  return (
    <div class="earpiece">
      <button type="button" class="earpiece-switch" role="switch" aria-checked={on} onClick={flip}>
        <span class="switch-mark" aria-hidden="true" />
        <span>
          <b>Soft tone for alerts</b>
          <small>Only with an earpiece: in the room it could give somebody away</small>
        </span>
      </button>
      {on && (
        <button type="button" onClick={test}>
          Hear both: hold, then pause
        </button>
      )}
      {waits && <p role="status">Sound waits for a touch on this page.</p>}
    </div>
  );
}
