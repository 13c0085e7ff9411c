import { expect, test } from "vitest";
import type { AskedChange } from "../protocol";
import { waiting } from "./unanswered";

const question = { id: "q1", text: "How are you?" };
const change = (changed: Partial<AskedChange> = {}): AskedChange => ({
  id: "c1",
  scene: "42A",
  text: "The robe stays open",
  sensitive: true,
  short_notice: false,
  state: "asking",
  ...changed,
});

test("what waits is what has no answer of one's own", () => {
  expect(waiting({ question: null, changes: [] })).toBe(0);
  expect(waiting({ question, changes: [change()] })).toBe(2);
  expect(waiting({ question: { ...question, answer: "red" }, changes: [change({ reply: "talk" })] })).toBe(0);
});

test("a change that was answered for production waits for nobody", () => {
  expect(waiting({ question: null, changes: [change({ state: "not_today" })] })).toBe(0);
  expect(waiting({ question: null, changes: [change({ state: "agreed", reply: "yes" })] })).toBe(0);
});
