import { expect, test } from "vitest";
import {
  accessChips,
  inTheirWords,
  mayAttest,
  missingFor,
  ROLE,
  reachLine,
  readyNote,
  running,
  STATUS,
  sceneLine,
} from "./floor";

test("times run like a clock", () => {
  expect([-5, 7000, 751_000, 3_727_000].map(running)).toEqual(["0:00", "0:07", "12:31", "1:02:07"]);
});

test("a scene is said in one line", () => {
  expect(sceneLine(null)).toBe("No scene is open");
  expect(sceneLine({ id: "42A", title: "", setup: "", take: 0, status: "blocking" })).toBe("Scene 42A");
  expect(sceneLine({ id: "42A", title: "", setup: "B", take: 3, status: "cut" })).toBe("Scene 42A · setup B · take 3");
});

test("an unmet line says what it bars, unless the tool is stood down and nothing is refused", () => {
  const line = { key: "no_open_signal", met: false, hard: true, text: "A signal is open" } as const;
  expect(readyNote(line, false)).toBe("No roll until this is met");
  expect(readyNote(line, true)).toBe("");
  expect(readyNote({ ...line, met: true }, false)).toBe("");
  expect(readyNote({ ...line, hard: false }, false)).toBe("");
});

test("closed as listed is said of a set that closes or is closed, and can always be taken back", () => {
  expect((["open", "closing", "closed", "reopening"] as const).filter((access) => mayAttest(access, false))).toEqual([
    "closing",
    "closed",
  ]);
  expect(mayAttest("open", true)).toBe(true);
});

test("the set's access now is always among its words", () => {
  expect(accessChips(["closing", "closed", "reopening"], "open")).toEqual(["closing", "closed", "reopening", "open"]);
  expect(accessChips(["closing", "closed", "open"], "reopening")).toEqual(["closing", "closed", "reopening", "open"]);
  expect(accessChips(["closing", "closed"], "closed")).toEqual(["closing", "closed"]);
});

test("fewer than two receivers, or no IC, is said", () => {
  expect(reachLine({ ic: 1, ad: 2 })).toEqual({ enough: true, text: "An IC and two 1st ADs can be reached." });
  expect(reachLine({ ic: 2, ad: 0 }).enough).toBe(true);
  expect(reachLine({ ic: 1, ad: 0 }).enough).toBe(false);
  expect(reachLine({ ic: 0, ad: 3 }).enough).toBe(false);
  expect(reachLine({ ic: 0, ad: 0 }).text).toContain("reaches no one");
});

test("a refused roll names the unmet lines, the hard ones first; a refused wrap the closures that are open", () => {
  const ready = [
    { key: "closed_as_listed", met: false, hard: false, text: "Not closed" },
    { key: "ic_reachable", met: false, hard: true, text: "No IC" },
    { key: "rider", met: true, hard: false, text: "Riders" },
  ] as const;
  expect(missingFor("rolling", { scene: null, ready: [...ready] }, 2).map(({ text }) => text)).toEqual([
    "No IC",
    "Not closed",
  ]);
  expect(missingFor("wrapped", { scene: null, ready: [...ready] }, 2)).toMatchObject([
    { hard: false, text: "2 of the cast have had no closure yet" },
  ]);
  expect(missingFor("wrapped", { scene: null, ready: [] }, 1)[0]?.text).toBe("One of the cast has had no closure yet");
  expect(missingFor("wrapped", { scene: null, ready: [] }, null)[0]?.text).toBe(
    "Somebody of the cast has had no closure yet",
  );
});

test("nothing is missing any more once the list is met, or somebody else has rolled or wrapped", () => {
  const unmet = [{ key: "closed_as_listed", met: false, hard: false, text: "Not closed" }] as const;
  const rolling = { id: "42A", title: "", setup: "", take: 1, status: "rolling" } as const;
  expect(missingFor("rolling", { scene: rolling, ready: [...unmet] }, null)).toEqual([]);
  expect(missingFor("rolling", { scene: null, ready: [{ ...unmet[0], met: true }] }, null)).toEqual([]);
  expect(missingFor("rolling", { scene: null, ready: [...unmet] }, 0)).toHaveLength(1);
  expect(missingFor("wrapped", { scene: null, ready: [...unmet] }, 0)).toEqual([]);
  expect(missingFor("wrapped", { scene: { ...rolling, status: "wrapped" }, ready: [] }, null)).toEqual([]);
});

test("a console says the day's own trade words, and the usual ones again without them", () => {
  inTheirWords({
    words: [
      { word: "rolling", text: "Kamera läuft" },
      { word: "ad", text: "1. Regieassistenz" },
    ],
  });
  expect([STATUS.rolling, STATUS.cut, ROLE.ad, ROLE.ic]).toEqual(["Kamera läuft", "Cut", "1. Regieassistenz", "IC"]);
  inTheirWords({});
  expect([STATUS.rolling, ROLE.ad]).toEqual(["Rolling", "1st AD"]);
});
