import { expect, test } from "vitest";
import { attention } from "./attention";
import { alerted, NOW, signal, who } from "./fixtures";
import { keyAct } from "./keys";
import { nextStep, openNow, tests } from "./open";

const only = (...args: Parameters<typeof openNow>) => {
  const cards = openNow(...args);
  expect(cards).toHaveLength(1);
  return cards[0] as (typeof cards)[0];
};

test("an alert is shown before any view knows of it", () => {
  const card = only([], [alerted("s1")]);
  expect(card).toMatchObject({ id: "s1", level: "hold", signal: null, lost: false });
  expect(nextStep(card)).toBe("acknowledge");
});

test("alert and view of the same signal are one card", () => {
  expect(only([signal("s1")], [alerted("s1", { again: 2 })])).toMatchObject({ loud: 2 });
});

test("it grows no further than three, and is quiet once in hand", () => {
  expect(only([signal("s1")], [alerted("s1", { again: 40 })]).loud).toBe(3);
  expect(only([signal("s1", { stage: "acknowledged" })], [alerted("s1", { again: 40 })]).loud).toBe(0);
});

test("a press-test is no signal, and leaves after six seconds", () => {
  const alerts = [{ ...alerted("t1", { level: "test" }), at: 1000 }];
  expect(openNow([], alerts)).toEqual([]);
  expect(tests(alerts, 6900)).toHaveLength(1);
  expect(tests(alerts, 7100)).toHaveLength(0);
});

test("what waits for the IC comes first, holds before pauses, then the oldest", () => {
  const ids = openNow(
    [
      signal("taken", { stage: "acknowledged", raised_at: NOW - 90_000 }),
      signal("pause", { level: "pause", raised_at: NOW - 80_000 }),
      signal("young", { raised_at: NOW - 1000 }),
      signal("old", { raised_at: NOW - 60_000 }),
    ],
    [],
  ).map((card) => card.id);
  expect(ids).toEqual(["old", "young", "pause", "taken"]);
});

test("each stage has one obvious next step", () => {
  const step = (over: Parameters<typeof signal>[1]) => nextStep(only([signal("s1", over)], []));
  expect(step({ stage: "raised" })).toBe("acknowledge");
  expect(step({ stage: "displayed", ready: true, releasable: true })).toBe("acknowledge");
  expect(step({ stage: "acknowledged" })).toBe("wait");
  expect(step({ stage: "acknowledged", meant_nothing: true, releasable: true })).toBe("release");
  expect(nextStep(only([], [alerted("s1", {}, true)]))).toBe("ask");
});

test("the tab tells what is open, never whose, and only when it is not in front", () => {
  const cards = openNow([signal("s1", { who: who("ana") }), signal("s2", { level: "pause" })], []);
  expect(attention(cards, "live", false)).toEqual({ title: "HOLD (2 open) · Quiet Hold", icon: "hold" });
  expect(attention(cards, "live", true).title).toBe("Quiet Hold");
  expect(attention(openNow([signal("s1", { level: "pause" })], []), "live", false).icon).toBe("pause");
  expect(attention([], "live", false, true)).toEqual({ title: "Go and ask · Quiet Hold", icon: "quiet" });
  expect(attention([], "trouble", false).icon).toBe("trouble");
  expect(attention(openNow([], [alerted("s1", {}, true)]), "live", false).title).toBe("Go and ask · Quiet Hold");
});

test("A acknowledges the first that waits; no key releases", () => {
  const waiting = openNow([signal("s1", { stage: "acknowledged", releasable: true }), signal("s2")], []);
  expect(keyAct("a", waiting, true)).toEqual({ acknowledge: "s2" });
  expect(keyAct("a", waiting, false)).toBeNull();
  const taken = openNow([signal("s1", { stage: "acknowledged", releasable: true })], []);
  for (const key of ["a", "r", "Enter", " ", "Delete"]) expect(keyAct(key, taken, true)).toBeNull();
});
