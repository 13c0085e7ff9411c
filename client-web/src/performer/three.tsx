import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Command } from "../protocol";
import { more } from "../words/more";
import { no } from "../words/no";
import type { PerformerPage } from "./performer";

/** A question that has just come may have moved under a finger that was on its way to something else. */
const JUST_COME_MS = 600;

interface Props<T extends string> {
  page: PerformerPage;
  /** What the three answer, for a screen reader. */
  label: string;
  of: Record<T, string>;
  own: T | undefined;
  shape?(one: T): ComponentChildren;
  say(one: T): void;
}

/** Three answers of one size and one weight. Nothing leads to any of them. */
export function Three<T extends string>({ page, label, of, own, shape, say }: Props<T>) {
  const came = useRef(Date.now());
  const tap = (one: T) => {
    if (Date.now() - came.current > JUST_COME_MS) say(one);
  };
  const live = page.link === "live";
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't be hidden from sight and kept in a grid */}
      <div class="three" role="group" aria-label={label}>
        {(Object.keys(of) as T[]).map((one) => (
          // What is said now must not arrive minutes later, when it may no longer be so.
          <button key={one} type="button" aria-pressed={own === one} disabled={!live} onClick={() => tap(one)}>
            {shape?.(one)}
            {of[one]}
          </button>
        ))}
      </div>
      {!live && <p class="important">{more.asked.notSent}</p>}
    </>
  );
}

/** Sends one answer after the other, and says what became of the last one as long as that is not seen elsewhere. */
export function useSay(page: PerformerPage) {
  const [waits, setWaits] = useState(false);
  const [denied, setDenied] = useState("");
  const say = async (cmd: Command) => {
    setDenied("");
    setWaits(true);
    const answer = await page.do(cmd);
    setWaits(false);
    if (!answer.ok) setDenied(no(answer));
  };
  const status = (
    <>
      {waits && <p class="important">{page.link === "live" ? more.asked.sending : more.asked.kept}</p>}
      {denied && <p class="important">{denied}</p>}
    </>
  );
  return { say, status, waits };
}
