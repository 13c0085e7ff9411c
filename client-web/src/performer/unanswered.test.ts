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
  expect(waiting({ closure: null, question: null, changes: [] })).toBe(0);
  expect(waiting({ closure: null, question, changes: [change()] })).toBe(2);
  expect(
    waiting({ closure: null, question: { ...question, answer: "red" }, changes: [change({ reply: "talk" })] }),
  ).toBe(0);
});

test("a change that was answered for production waits for nobody", () => {
  expect(waiting({ closure: null, question: null, changes: [change({ state: "not_today" })] })).toBe(0);
  expect(waiting({ closure: null, question: null, changes: [change({ state: "agreed", reply: "yes" })] })).toBe(0);
});

test("an ending takes the place of every other question", () => {
  const open = { answer: null, word: null };
  expect(waiting({ closure: open, question, changes: [change()] })).toBe(1);
  expect(waiting({ closure: { answer: "green", word: "no_thanks" }, question, changes: [] })).toBe(0);
});
