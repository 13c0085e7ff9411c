import { expect, test } from "vitest";
import { person } from "./fixtures";
import { askedAgain, castOf, crew, missing, noWay, sorted, watchersOf } from "./people";

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
  expect(missing(person("ana"))).toEqual([]);
  expect(missing(person("ana", { way: null, tested: false }))).toEqual(["way"]);
  expect(missing(person("ana", { tested: false }))).toEqual(["test"]);
  expect(missing(person("ana", { way: "word", tested: false }))).toEqual([]);
  expect(missing(person("ana", { way: null, on_set: false }))).toEqual([]);
  expect(missing(person("ana", { way: null, in_cast: false }))).toEqual([]);
  expect(missing(person("milo", { role: "ad", way: null }))).toEqual([]);
});

test("a way is of a scene: without one it can't be set, and that is said", () => {
  expect(noWay(null)).toBe("Way: open a scene first");
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

test("without a cast everybody who performs is in it", () => {
  const people = [person("ana"), person("ben"), person("iris", { role: "ic" })];
  expect(castOf(people, null)).toEqual(["ana", "ben"]);
  expect(castOf(people, ["ben"])).toEqual(["ben"]);
});
