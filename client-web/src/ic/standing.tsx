import { ANSWER } from "../floor";
import { AnswerShape } from "../more-shapes";
import type { CheckInStanding } from "../protocol";

/** How somebody stands in the latest check-in: shape and word, never a colour alone. */
export function Standing({ standing }: { standing: CheckInStanding }) {
  if (standing === "asked") return <span>no answer yet</span>;
  if (standing === "silent") return <span class="lacks">no answer for a minute</span>;
  return (
    <span class={standing === "green" ? "standing" : "standing lacks"}>
      <AnswerShape answer={standing} /> {ANSWER[standing]}
    </span>
  );
}
