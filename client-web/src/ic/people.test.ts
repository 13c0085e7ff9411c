import { expect, test } from "vitest";
import { person, plan, planScene } from "./fixtures";
import { askedAgain, castFlipped, castLine, castOf, crew, linkOf, missing, noWay, sorted, watchersOf } from "./people";

test("trouble sorts to the top, then who is in the scene, who isn't, who is off set, the receivers", () => {
  const people = [
    person("milo", { role: "ad" }),
    person("iris", { role: "ic" }),
    person("off", { on_set: false, link: "away" }),
    person("double", { in_cast: false }),
    person("ben"),
    person("ana"),
    person("zoe", { link: "trouble" }),
    person("kim", { role: "crew" }),
  ];
  expect(sorted(people).map((p) => p.id)).toEqual(["zoe", "ana", "ben", "double", "off", "iris", "milo"]);
  expect(crew(people).map((p) => p.id)).toEqual(["kim"]);
});

test("who holds the button stands under their performer, the chaperone first; a silent one brings both up", () => {
  const people = [
    person("ana"),
    person("zoe"),
    person("wes", { role: "watcher", for: "zoe", way: null }),
    person("rosa", { role: "chaperone", for: "zoe", way: null, link: "trouble" }),
    person("lone", { role: "watcher", for: null, way: null }),
  ];
  expect(sorted(people).map((p) => p.id)).toEqual(["zoe", "ana", "lone"]);
  expect(watchersOf(people, "zoe").map((p) => p.id)).toEqual(["rosa", "wes"]);
});

test("what is missing counts only for the cast on set", () => {
  expect(missing(person("ana"), [])).toEqual([]);
  expect(missing(person("ana", { way: null, tested: false }), [])).toEqual(["way"]);
  expect(missing(person("ana", { tested: false }), [])).toEqual(["test"]);
  expect(missing(person("ana", { way: "word", tested: false }), [])).toEqual([]);
  expect(missing(person("ana", { way: null, on_set: false }), [])).toEqual([]);
  expect(missing(person("ana", { way: null, in_cast: false }), [])).toEqual([]);
  expect(missing(person("milo", { role: "ad", way: null }), [])).toEqual([]);
});

test("a way is of a scene: without one it can't be set, and that is said", () => {
  expect(noWay(null)).toBe("Open a scene first");
  expect(noWay({ id: "42A", title: "", setup: "", take: 0, status: "blocking" })).toBe("Way: not set");
});

test("'all as before' is for those with a way that is asked again", () => {
  const people = [
    person("ana", { way_confirmed: false }),
    person("ben"),
    person("zoe", { way: null, way_confirmed: false }),
  ];
  expect(askedAgain(people).map((p) => p.id)).toEqual(["ana"]);
});

test("where a watcher holds the button, theirs is linked and tested, not the performer's", () => {
  const ana = person("ana", { way: "watcher", tested: false });
  const wes = person("wes", { role: "watcher", for: "ana", way: null });
  expect(missing(ana, [ana])).toEqual(["watcher"]);
  expect(missing(ana, [ana, wes])).toEqual([]);
  expect(missing(ana, [ana, { ...wes, tested: false }])).toEqual(["watcher"]);
  expect(missing(ana, [ana, { ...wes, link: "trouble" }])).toEqual(["watcher"]);
});

const people = [person("ben"), person("ana"), person("zoe", { in_cast: false }), person("iris", { role: "ic" })];

test("where no cast was set, the hub says who counts; one tap changes one person", () => {
  expect(castOf({ people, cast: null })).toEqual(["ben", "ana"]);
  expect(castOf({ people, cast: ["zoe"] })).toEqual(["zoe"]);
  expect(castFlipped({ people, cast: null }, "zoe")).toEqual(["ben", "ana", "zoe"]);
  expect(castFlipped({ people, cast: null }, "ben")).toEqual(["ana"]);
  expect(castFlipped({ people, cast: ["zoe"] }, "ben")).toEqual(["zoe", "ben"]);
});

test("the cast of a planned scene is said by name", () => {
  const scene = { id: "42A", title: "", setup: "", take: 0, status: "blocking" } as const;
  const day = plan({ scenes: [planScene("42A")] });
  expect(castLine({ scene, people, cast: null, plan: day })).toBe("Cast as planned: Ana, Ben");
  expect(castLine({ scene, people, cast: null, plan: null })).toBe("No cast set for 42A: everybody counts");
  expect(castLine({ scene, people, cast: ["ana"], plan: day })).toBe("1 in the cast of 42A");
  expect(castLine({ scene: null, people, cast: null, plan: day })).toBe("Open a scene first.");
});

test("how well a phone is linked is said calmly where all is well, and clearly where only one lane is up or a frame takes long", () => {
  expect(linkOf({ lanes: 2, rtt_ms: 10 })).toEqual({ oneLane: false, slow: false, says: "2 lanes · 10 ms" });
  expect(linkOf({ lanes: 1, rtt_ms: 20 })).toEqual({ oneLane: true, slow: false, says: "one lane only · 20 ms" });
  expect(linkOf({ lanes: 2, rtt_ms: 500 })).toEqual({ oneLane: false, slow: true, says: "2 lanes · slow: 500 ms" });
  expect(linkOf({ lanes: 1 }).says).toBe("one lane only");
  expect(linkOf({}).says).toBe("linked");
});
