import { useRef, useState } from "preact/hooks";
import { OVERRIDE, readyNote } from "../floor";
import type { Override, ReadyLine } from "../protocol";
import { hardUnmet, softUnmet } from "./word";
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
  ready: ReadyLine[];
  choose(override: Override): void;
  close(): void;
}

/** Offered after a refused roll: what is missing, and four ready-made words. A hard line can't be lifted. */
export function OverrideChoice({ ready, choose, close }: Props) {
  const hard = hardUnmet(ready);
  const soft = softUnmet(ready);
  return (
    <section class="override" aria-label="Roll anyway">
      <ul>
        {[...hard, ...soft].map((line) => (
          <li key={line.key}>
            {line.text}
            <small>{readyNote(line, false)}</small>
          </li>
        ))}
      </ul>
      {hard.length > 0 ? (
        <p>A roll waits for this; nobody can roll over it.</p>
      ) : (
        <>
          <p>Roll anyway: press one of these for a second. The IC sees it at once, and it is kept.</p>
          <div class="override-words">
            {(Object.keys(OVERRIDE) as Override[]).map((key) => (
              <LongPress key={key} label={OVERRIDE[key]} done={() => choose(key)} />
            ))}
          </div>
        </>
      )}
      <button type="button" onClick={close}>
        {hard.length > 0 ? "All right" : "Don’t roll"}
      </button>
    </section>
  );
}
