import { useLayoutEffect, useState } from "preact/hooks";
import type { Level, Way } from "../protocol";
import { words } from "../words";
import { more } from "../words/more";
import { learned } from "./keys";
import { forgetLearned, learn } from "./learn-keys";

/** Nobody may be left believing that the remote is only being learned. */
const LISTENS_MS = 15_000;

/** Teaches this phone the keys of a remote or pedal that types others than the usual ones. */
export function LearnKeys({ way, locked }: { way: Way | null; locked: boolean }) {
  const said = more.learn;
  const [taught, setTaught] = useState(learned);
  const [asks, setAsks] = useState<Level | null>(null);
  const [hint, setHint] = useState("");

  useLayoutEffect(() => {
    if (!asks) return;
    const down = (event: KeyboardEvent) => {
      // Before anything else on the page: a key that is being learned is no signal.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat) return;
      const no = learn(asks, event.key, event.ctrlKey || event.altKey || event.metaKey);
      setHint(no === "needed" ? said.needed : no === "is_hold" ? said.isHold : "");
      if (no) return;
      setTaught(learned());
      setAsks(null);
    };
    const late = setTimeout(() => {
      setAsks(null);
      setHint(said.nothing);
    }, LISTENS_MS);
    addEventListener("keydown", down, { capture: true });
    return () => {
      clearTimeout(late);
      removeEventListener("keydown", down, { capture: true });
    };
  }, [asks, said]);

  const start = (level: Level) => {
    setHint("");
    setAsks(level);
  };
  const forget = () => {
    forgetLearned();
    setTaught({});
    setHint("");
  };
  return (
    <details class="card" open={way === "remote" || taught.hold !== undefined}>
      <summary>{said.title}</summary>
      <p class="quiet">{said.how}</p>
      {(["hold", "pause"] as const).map((level) => {
        const key = taught[level];
        return (
          key && (
            <p key={level}>
              <bdi>{said.own(words[level], key === " " ? said.space : key)}</bdi>
            </p>
          )
        );
      })}
      <p role="status" class="important">
        {hint} {asks && said.now}
      </p>
      {/* Whoever picks up a left phone must not teach it another key. */}
      {!locked && (
        <div class="choices">
          {asks ? (
            <button type="button" class="big" onClick={() => setAsks(null)}>
              {said.stop}
            </button>
          ) : (
            <>
              <button type="button" class="big" onClick={() => start("hold")}>
                {said.learn.hold}
              </button>
              {taught.hold && (
                <button type="button" class="big" onClick={() => start("pause")}>
                  {said.learn.pause}
                </button>
              )}
              {(taught.hold || taught.pause) && (
                <button type="button" class="big" onClick={forget}>
                  {said.forget}
                </button>
              )}
            </>
          )}
        </div>
      )}
    </details>
  );
}
