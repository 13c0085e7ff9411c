import { useEffect, useState } from "preact/hooks";
import { missingFor } from "../floor";
import type { Page } from "../page";
import type { AdView, Override, SignalId } from "../protocol";
import { inHand, useAsk } from "../receiver";
import { Octagon } from "../shapes";
import { OverrideChoice } from "./override";
import { openForAd, type Word } from "./word";

interface Props {
  page: Page<AdView>;
  word: Word;
  painted(): ReadonlySet<SignalId>;
}

/**
 * ROLL and CUT, always in the same place under the thumb. For a hold, CUT is all there is.
 * Without a link there is no ROLL: it would be kept and sent minutes later, when nothing is as it was.
 */
export function Answers({ page, word, painted }: Props) {
  const { view, alerts } = page;
  const { said, ask, hush } = useAsk(page);
  const [refused, setRefused] = useState(false);
  const rolling = view.scene?.status === "rolling";

  const acknowledge = () => {
    const seen = painted();
    for (const open of openForAd(view, alerts)) {
      if (!open.acknowledged && !open.lost && seen.has(open.id)) void ask(inHand(open.id, alerts));
    }
  };
  const cut = () => {
    setRefused(false);
    acknowledge();
    void ask({ kind: "status", status: "cut" });
  };
  const roll = async (override?: Override) => {
    setRefused(false);
    const answer = await ask({ kind: "status", status: "rolling", override });
    setRefused(!answer.ok && answer.code === "not_ready_to_roll");
  };
  const open = word.kind === "hold" || word.kind === "pause";
  // A sheet is of this list, this scene and this moment; it never stands in front of ROLL and CUT without cause.
  useEffect(() => setRefused(false), [view.scene?.id, rolling]);
  const missing = missingFor("rolling", view, null);
  const choosing = refused && !open && page.link === "live" && missing.length > 0;
  const none = missing.length === 0;
  useEffect(() => {
    if (!none) return;
    setRefused(false);
    hush();
  }, [none]);
  return (
    <footer class="answers" data-answer={word.answer ?? (rolling ? "rolling" : "none")}>
      {said && !choosing && (
        <p class="ad-said" role="status">
          {said}
        </p>
      )}
      {choosing && (
        <OverrideChoice
          missing={missing}
          act="roll"
          choose={roll}
          close={() => {
            setRefused(false);
            hush();
          }}
        />
      )}
      <div class="answer-row" hidden={choosing}>
        {word.answer === "seen" && (
          <button type="button" class="big seen" onClick={acknowledge}>
            SEEN
          </button>
        )}
        {!view.scene && word.kind !== "hold" && (
          <button type="button" class="big to-scene" onClick={toSceneForm}>
            OPEN A SCENE
          </button>
        )}
        {view.scene && !open && !rolling && (
          <button type="button" class="big roll" disabled={page.link !== "live"} onClick={() => roll()}>
            ROLL
          </button>
        )}
        {(word.answer === "cut" || (view.scene && word.kind !== "hold")) && (
          <button type="button" class="big cut" onClick={cut}>
            {word.answer === "cut" && <Octagon />} CUT
          </button>
        )}
        {word.kind === "hold" && word.answer === null && !view.set.hold && (
          <button type="button" class="big" onClick={() => ask({ kind: "call" })}>
            CALL IT
          </button>
        )}
      </div>
    </footer>
  );
}

function toSceneForm() {
  const input = document.querySelector<HTMLInputElement>(".scene-number");
  input?.scrollIntoView({ block: "center" });
  input?.focus({ preventScroll: true });
}
