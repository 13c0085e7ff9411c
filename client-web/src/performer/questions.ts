import type { PerformerView } from "../protocol";
import { more } from "../words/more";

type Asked = Pick<PerformerView, "question" | "changes">;

/** What is still open stands on top of the page; what is answered or decided stands below the plan. */
export function parted({ question, changes }: Asked): { open: Asked; over: Asked } {
  const answered = Boolean(question?.answer);
  return {
    open: { question: answered ? null : question, changes: changes.filter(({ state }) => state === "asking") },
    over: { question: answered ? question : null, changes: changes.filter(({ state }) => state !== "asking") },
  };
}

/** A question in the language of this phone, where it is one of the console's ready-made ones. */
export function asAsked(text: string): string {
  const ready: Record<string, string> = more.readyQuestions;
  return Object.hasOwn(ready, text) ? (ready[text] ?? text) : text;
}
