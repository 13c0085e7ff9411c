import { useEffect, useRef, useState } from "preact/hooks";
import { NO_ROLL, OVERRIDE } from "../floor";
import type { Override } from "../protocol";
import "./override.css";

const PRESS_MS = 1000;

/** A press that has to last: too long for a glove that brushes past. */
export function LongPress({ label, done }: { label: string; done(): void }) {
  const timer = useRef(0);
  const [pressing, setPressing] = useState(false);
  const start = () => {
    if (timer.current) return;
    setPressing(true);
    timer.current = window.setTimeout(() => {
      stop();
      done();
    }, PRESS_MS);
  };
  const stop = () => {
    clearTimeout(timer.current);
    timer.current = 0;
    setPressing(false);
  };
  const isPress = (key: string) => key === "Enter" || key === " ";
  return (
    <button
      type="button"
      class="long-press"
      data-pressing={pressing}
      onPointerDown={start}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onContextMenu={(e) => e.preventDefault()}
      onKeyDown={(e) => {
        if (!isPress(e.key)) return;
        e.preventDefault();
        start();
      }}
      onKeyUp={(e) => isPress(e.key) && stop()}
      onBlur={stop}
    >
      <span>{label}</span>
    </button>
  );
}

interface Props {
  /** What is missing, in sentences. */
  missing: { key: string; text: string; hard: boolean }[];
  /** What is done anyway, and what the way back is called. */
  act: keyof typeof ACTS;
  choose(override: Override): void;
  close(): void;
}

const ACTS = {
  roll: { label: "Roll anyway", go: "Roll anyway", back: "Don’t roll" },
  wrap: { label: "Wrap the scene anyway", go: "Wrap it anyway", back: "Not yet" },
};

/**
 * Offered after a refusal: what is missing, and four ready-made words. A hard line can't be lifted, and stands alone.
 * Closes by itself once nothing is missing.
 */
export function OverrideChoice({ missing, act, choose, close }: Props) {
  const barred = missing.some(({ hard }) => hard);
  const shown = missing.filter(({ hard }) => hard || !barred);
  const words = ACTS[act];
  const over = missing.length === 0;
  useEffect(() => {
    if (over) close();
  }, [over]);
  if (over) return null;
  return (
    <section class="override" aria-label={words.label}>
      <ul>
        {shown.map(({ key, text, hard }) => (
          <li key={key}>
            {text}
            {hard && <small>{NO_ROLL}</small>}
          </li>
        ))}
      </ul>
      {barred ? (
        <p>A roll waits for this; nobody can roll over it.</p>
      ) : (
        <>
          <p>{words.go}: press one of these for a second. The IC sees it at once, and it is kept.</p>
          <div class="override-words">
            {(Object.keys(OVERRIDE) as Override[]).map((key) => (
              <LongPress key={key} label={OVERRIDE[key]} done={() => choose(key)} />
            ))}
          </div>
        </>
      )}
      <button type="button" onClick={close}>
        {barred ? "All right" : words.back}
      </button>
    </section>
  );
}
