import { expect, test } from "vitest";
import type { Answer } from "../page";
import type { ClientFrame, Command } from "../protocol";
import { lineAt, mistakes, parts, sendPlan } from "./plan-send";

const size = (part: string, of: number) => {
  const cmd: Command = { kind: "plan_part", upload: crypto.randomUUID(), part: of - 1, of, text: part };
  const frame: ClientFrame = { type: "do", id: crypto.randomUUID(), age: 123_456, cmd };
  return new TextEncoder().encode(JSON.stringify(frame)).length;
};

test("a long plan goes in pieces that each fit a frame, whatever is written in it", () => {
  const texts = [
    'what = "ein Kuß"\n'.repeat(2000),
    '"\\\t\u0001\n'.repeat(3000),
    "😀 عمر الشريف 佐藤 ".repeat(1500),
    "a".repeat(40_000),
  ];
  for (const text of texts) {
    const all = parts(text);
    expect(all.join("")).toBe(text);
    for (const part of all) expect(size(part, all.length)).toBeLessThanOrEqual(4096);
  }
});

test("a character is never cut in two, and half a character is not sent", () => {
  expect(parts("😀😀", 4)).toEqual(["😀", "😀"]);
  expect(parts("a\ud83d")).toEqual(["a�"]);
});

test("an empty plan is one empty piece, so that the hub can say what is missing", () => {
  expect(parts("")).toEqual([""]);
});

test("the pieces go one after the other, and the first no ends it", async () => {
  const sent: number[] = [];
  const no: Answer = { ok: false, code: "bad_command", message: "Line 1: no" };
  const answer = await sendPlan(
    async (cmd) => (cmd.kind === "plan_part" && cmd.part === 1 ? no : { ok: true }),
    "x".repeat(9000),
    "u1",
    (part) => sent.push(part),
  );
  expect(answer).toEqual(no);
  expect(sent).toEqual([1]);
});

test("each mistake stands with its line; what is about the whole plan with none", () => {
  expect(mistakes("The plan was not taken:\nLine 14: “Anna” is not in the plan.\n\nLine 3: no: colon")).toEqual([
    { line: null, says: "The plan was not taken:" },
    { line: 14, says: "“Anna” is not in the plan." },
    { line: 3, says: "no: colon" },
  ]);
});

test("a mistake leads to its line, and never beyond the text", () => {
  expect(lineAt("one\ntwo\nthree", 2)).toEqual([4, 7]);
  expect(lineAt("one\ntwo", 9)).toEqual([4, 7]);
  expect(lineAt("", 1)).toEqual([0, 0]);
});
