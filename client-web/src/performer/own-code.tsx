import { useEffect, useState } from "preact/hooks";
import { more } from "../words/more";
import { isCode, removeCode, setCode, tryCode } from "./code";
import type { Lock } from "./use-lock";

/** In front of what is agreed and of the answers. What waits behind it looks the same whatever it is. */
export function Gate({ lock }: { lock: Lock }) {
  const said = more.code;
  const [wrong, setWrong] = useState(false);
  const [waitUntil, setWaitUntil] = useState(0);
  const seconds = useSecondsUntil(waitUntil);
  const open = (digits: string) => {
    const tried = tryCode(digits);
    if (tried.open) {
      lock.open();
      return;
    }
    setWrong(true);
    setWaitUntil(Date.now() + tried.waitMs);
  };
  return (
    <section class="card">
      <h2>{said.title}</h2>
      <p>{said.locked}</p>
      <Digits label={said.enter} go={said.open} disabled={seconds > 0} done={open} />
      <p role="status" class="important">
        {wrong && (seconds > 0 ? said.wait(seconds) : said.wrong)}
      </p>
      <p class="quiet">{said.forgotten}</p>
    </section>
  );
}

/** Sets the code, or takes it away: only by whoever has got past it. */
export function OwnCode({ lock }: { lock: Lock }) {
  const said = more.code;
  const [asks, setAsks] = useState(false);
  const keepIt = (digits: string) => {
    setCode(digits);
    lock.changed();
    setAsks(false);
  };
  const remove = () => {
    removeCode();
    lock.changed();
  };
  return (
    <section class="card">
      <h2>{said.title}</h2>
      <p>{said.how}</p>
      {lock.has && <p class="quiet">{said.isSet}</p>}
      {asks ? (
        <>
          <Digits label={said.fresh} go={said.keepIt} done={keepIt} />
          <button type="button" class="big" onClick={() => setAsks(false)}>
            {said.never}
          </button>
        </>
      ) : (
        <div class="choices">
          <button type="button" class="big" onClick={() => setAsks(true)}>
            {lock.has ? said.change : said.set}
          </button>
          {lock.has && (
            <>
              <button type="button" class="big" onClick={remove}>
                {said.remove}
              </button>
              <button type="button" class="big" onClick={lock.lock}>
                {said.lock}
              </button>
            </>
          )}
        </div>
      )}
    </section>
  );
}

interface DigitsProps {
  label: string;
  go: string;
  disabled?: boolean;
  done(digits: string): void;
}

function Digits({ label, go, disabled = false, done }: DigitsProps) {
  const [digits, setDigits] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isCode(digits) || disabled) return;
    done(digits);
    setDigits("");
  };
  return (
    <form class="digits" onSubmit={submit}>
      <label>
        <span>{label}</span>
        <input
          type="password"
          inputMode="numeric"
          pattern="\d{4}"
          maxLength={4}
          autocomplete="off"
          dir="ltr"
          value={digits}
          onInput={(event) => setDigits(event.currentTarget.value.replace(/\D/g, ""))}
        />
      </label>
      <button type="submit" class="big" disabled={!isCode(digits) || disabled}>
        {go}
      </button>
    </form>
  );
}

function useSecondsUntil(time: number): number {
  const [, tick] = useState(0);
  const seconds = Math.max(0, Math.ceil((time - Date.now()) / 1000));
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => tick((n) => n + 1), 250);
    return () => clearTimeout(timer);
  });
  return seconds;
}
