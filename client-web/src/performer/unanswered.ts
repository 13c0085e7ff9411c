import type { AskedChange, PerformerView } from "../protocol";

/** A change still waits while production is told "asking" and this performer has said nothing. */
const waits = ({ state, reply }: AskedChange): boolean => state === "asking" && !reply;

/** How many questions wait for this performer between takes. */
export function waiting(view: Pick<PerformerView, "question" | "changes" | "closure">): number {
  const { question, changes, closure } = view;
  if (closure) return closure.answer ? 0 : 1;
  return (question && !question.answer ? 1 : 0) + changes.filter(waits).length;
}
