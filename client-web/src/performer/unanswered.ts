import type { AskedChange, PerformerView } from "../protocol";

/** A change still waits while production is told "asking" and this performer has said nothing. */
const waits = ({ state, reply }: AskedChange): boolean => state === "asking" && !reply;

/** How many questions wait for this performer between takes. */
export function waiting({ question, changes }: Pick<PerformerView, "question" | "changes">): number {
  return (question && !question.answer ? 1 : 0) + changes.filter(waits).length;
}
