import { expect, test } from "vitest";
import { allSayYes, closureNeeds, goAndAsk, isAsking, isCleared, standings, stillSo, tally, turned } from "./asking";
import { change, NOW, person, round, view } from "./fixtures";

const asked = [
  person("ana", { check_in: "green" }),
  person("ben", { check_in: "asked" }),
  person("cleo", { check_in: "silent" }),
  person("dora", { check_in: "red" }),
  person("eva", { check_in: "amber" }),
  person("finn"),
];
const cleared = { id: "q1", text: "How are you?", at: NOW, cleared: true };

test("amber, red and silence are gone to; green and who still has time are not", () => {
  expect(goAndAsk(round(asked)).map(({ person, why }) => `${person} ${why}`)).toEqual([
    "dora red",
    "eva amber",
    "cleo silent",
  ]);
  expect(standings(asked)).toHaveLength(5);
});

test("after clear an answer still comes up, silence doesn't", () => {
  expect(goAndAsk(round(asked, { check_in: cleared })).map(({ why }) => why)).toEqual(["red", "amber"]);
});

test("talk to me is gone to, whatever production was told; a change of another scene is over", () => {
  const talk = change("c1", { ana: "talk", ben: null }, { state: "not_today" });
  expect(goAndAsk(view({ changes: [talk] }))).toMatchObject([{ person: "ana", why: "talk", about: talk.text }]);
  expect(goAndAsk(view({ changes: [{ ...talk, scene: "41" }] }))).toEqual([]);
});

test("who wants to talk about a line of the plan is gone to, until the hub knows that they have talked", () => {
  const talks = [{ line: "l1", person: "ana", name: "Ana", scene: "42A", what: "A kiss", at: NOW }];
  expect(goAndAsk(view({ talks }))).toMatchObject([
    { why: "talk", of: "line", about: "42A: A kiss", done: { kind: "talked", line: "l1", person: "ana" } },
  ]);
});

test("a closure needs the IC where it was silent, not green, or a word was wanted", () => {
  const closure = { at: NOW, silent: false, answer: null, word: null } as const;
  expect(closureNeeds(closure)).toBe(null);
  expect(closureNeeds({ ...closure, silent: true })).toBe("silent");
  expect(closureNeeds({ ...closure, answer: "amber", word: "no_thanks" })).toBe("amber");
  expect(closureNeeds({ ...closure, answer: "green", word: "in_sight" })).toBe("word");
  expect(closureNeeds({ ...closure, answer: "green", word: "no_thanks" })).toBe(null);
});

test("red is gone to first, then amber, silence, a wanted word, and who wants to talk", () => {
  const closure = { at: NOW, silent: false, answer: "green", word: "in_sight" } as const;
  const day = round([
    person("ana", { check_in: "silent" }),
    person("ben", { closure }),
    person("cleo", { check_in: "red" }),
    person("dora", { closure: { ...closure, answer: "red" } }),
    person("eva", { check_in: "amber" }),
  ]);
  const talks = [{ line: "l1", person: "finn", name: "Finn", scene: "42A", what: "A kiss", at: NOW }];
  expect(goAndAsk({ ...day, talks }).map(({ person, why }) => `${person} ${why}`)).toEqual([
    "dora red",
    "cleo red",
    "eva amber",
    "ana silent",
    "ben word",
    "finn talk",
  ]);
});

test("what was dealt with stays so, and the same answer given anew comes up anew", () => {
  const [red] = goAndAsk(round([person("dora", { check_in: "red" })]));
  const heard = [red?.key ?? ""];
  expect(stillSo(heard, heard)).toBe(heard);
  const green = goAndAsk(round([person("dora", { check_in: "green" })]));
  expect(
    stillSo(
      heard,
      green.map(({ key }) => key),
    ),
  ).toEqual([]);
});

test("silence is never yes, and nobody asked is not everybody", () => {
  expect(allSayYes(change("c1", { ana: "yes", ben: "yes" }))).toBe(true);
  expect(allSayYes(change("c1", { ana: "yes", ben: null }))).toBe(false);
  expect(allSayYes(change("c1", { ana: "yes", ben: "talk" }))).toBe(false);
  expect(allSayYes(change("c1", {}))).toBe(false);
  expect(tally(change("c1", { ana: "yes", ben: null, cleo: "no" }))).toBe("1 of 3 said yes");
});

test("cleared is what the round says, or the list where nothing was asked", () => {
  expect(isCleared(round(asked))).toBe(false);
  expect(isCleared(round(asked, { check_in: cleared }))).toBe(true);
  expect(isCleared(view())).toBe(false);
  const ready = [{ key: "check_in_cleared", met: true, hard: false, text: "Check-in cleared" }] as const;
  expect(isCleared(view({ ready: [...ready] }))).toBe(true);
});

test("the middle is calm again once everything asked was published", () => {
  expect(isAsking(round(asked))).toBe(true);
  expect(isAsking(round(asked, { check_in: cleared }))).toBe(false);
  expect(isAsking(view({ changes: [change("c1", { ana: null })] }))).toBe(true);
  const gone = change("c1", { ana: "no" }, { state: "not_today" });
  expect(isAsking(view({ changes: [gone] }))).toBe(false);
  expect(turned(view({ changes: [gone] }))).toEqual([gone]);
});
