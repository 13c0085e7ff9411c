import { expect, test } from "vitest";
import { toHear } from "./earpiece";
import { alerted } from "./ic/fixtures";

const none = new Map<string, number>();

test("a new alert is heard once, and its repeat again", () => {
  const first = toHear(none, [alerted("s1")]);
  expect(first.tone).toBe("hold");
  expect(toHear(first.heard, [alerted("s1")]).tone).toBe(null);
  expect(toHear(first.heard, [alerted("s1", { again: 1 })]).tone).toBe("hold");
});

test("a pause sounds another way, and a hold beside it is what is heard", () => {
  expect(toHear(none, [alerted("s1", { level: "pause" })]).tone).toBe("pause");
  expect(toHear(none, [alerted("s1", { level: "pause" }), alerted("s2")]).tone).toBe("hold");
});

test("a press-test is silent, and so is what was lost with the hub", () => {
  expect(toHear(none, [alerted("t1", { level: "test" }), alerted("s9", {}, true)]).tone).toBe(null);
});

test("what was answered and comes anew is heard anew", () => {
  const first = toHear(none, [alerted("s1")]);
  const quiet = toHear(first.heard, []);
  expect(quiet.tone).toBe(null);
  expect(toHear(quiet.heard, [alerted("s1", { again: 0 })]).tone).toBe("hold");
});
