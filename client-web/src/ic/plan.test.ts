import { expect, test } from "vitest";
import { part, person, plan, planScene } from "./fixtures";
import {
  done,
  expected,
  lettingIn,
  narrower,
  openNow,
  planNote,
  riderLacks,
  riderLine,
  scenesInOrder,
  suggestions,
  whoToWhom,
} from "./plan";

test("the open scene comes first, what is wrapped last", () => {
  const day = plan({ scenes: [planScene("12", { wrapped: true }), planScene("41"), planScene("42A")] });
  const open = { id: "42A", title: "", setup: "", take: 0, status: "blocking" } as const;
  expect(scenesInOrder(day, open).map(({ id }) => id)).toEqual(["42A", "41", "12"]);
  expect(scenesInOrder(day, null).map(({ id }) => id)).toEqual(["41", "42A", "12"]);
});

test("a line is only ever taken back", () => {
  expect(narrower("yes")).toEqual(["ask", "not_here"]);
  expect(narrower("ask")).toEqual(["not_here"]);
  expect(narrower("not_here")).toEqual([]);
});

test("nobody named is everybody in the scene", () => {
  expect(whoToWhom({ who: [], to: [] })).toBe("Everybody");
  expect(whoToWhom({ who: ["Ana"], to: ["Ben", "Cleo"] })).toBe("Ana → Ben, Cleo");
});

test("a rider lacks something until it is in time or attested, and confirmed", () => {
  expect(riderLacks(part("Ana"))).toBe(false);
  expect(riderLacks(part("Ana", { confirmed: false }))).toBe(true);
  expect(riderLacks(part("Ana", { short_notice: true }))).toBe(true);
  expect(riderLacks(part("Ana", { short_notice: true, late_hire: true }))).toBe(false);
  expect(riderLacks(part("Ana", { received: null }))).toBe(true);
  expect(riderLacks(part("Ana", { needs_rider: false, received: null, confirmed: false }))).toBe(false);
  expect(riderLine(part("Ana", { needs_rider: false }))).toBe("");
  expect(riderLine(part("Ana", { received: null, confirmed: false }))).toBe("no rider");
  expect(riderLine(part("Ana", { short_notice: true, confirmed: false }))).toBe("rider, short notice, not confirmed");
});

const day = plan({
  people: [
    { name: "Benedikt Berg", role: "performer", minor: false, person: null },
    { name: "Zoé", role: "performer", minor: true, person: null },
    { name: "Anna", role: "performer", minor: false, person: null },
    { name: "Chloe", role: "performer", minor: false, person: "p9" },
    { name: "Rosa", role: "chaperone", minor: false, person: null },
  ],
});

test("free names of the plan are offered, the same or much alike first", () => {
  const names = (name: string, role: "performer" | "chaperone" = "performer") =>
    suggestions(day, { name, role }).map((each) => (each.alike ? `${each.name}!` : each.name));
  expect(names("Ana")).toEqual(["Anna!", "Benedikt Berg", "Zoé"]);
  expect(names("zoe")).toEqual(["Zoé!", "Benedikt Berg", "Anna"]);
  expect(names("Berg")).toEqual(["Benedikt Berg!", "Zoé", "Anna"]);
  expect(names("Dora")).toEqual(["Benedikt Berg", "Zoé", "Anna"]);
  expect(names("Rosa", "chaperone")).toEqual(["Rosa!"]);
  expect(suggestions(null, { name: "Ana", role: "performer" })).toEqual([]);
  expect(expected(day)).toHaveLength(4);
});

test("who is not matched to the plan is marked, where there is one", () => {
  expect(planNote(null, person("ana"))).toBe("");
  expect(planNote(day, person("ana"))).toBe("not in the plan");
  expect(planNote(day, person("ana", { planned: "Anna" }))).toBe("in the plan: Anna");
  expect(planNote(day, person("anna", { planned: "Anna" }))).toBe("");
  expect(planNote(day, person("kim", { role: "crew" }))).toBe("");
});

test("by a name of the plan they are let in as the plan's, and outside of it only by a tap and another name", () => {
  const free = suggestions(day, { name: "zoe", role: "performer" });
  const none = { planned: null, outside: false, typed: null };
  expect(lettingIn("zoé", free, none)).toMatchObject({ name: "Zoé", planned: { name: "Zoé", minor: true } });
  expect(lettingIn("zoe", free, none)).toMatchObject({ planned: { name: "Zoé" } });
  expect(lettingIn("zoé", free, { ...none, outside: true })).toEqual({ name: "zoé", planned: null, taken: true });
  expect(lettingIn("zoé", free, { ...none, outside: true, typed: "Zoé B. " })).toEqual({
    name: "Zoé B.",
    planned: null,
    taken: false,
  });
  expect(lettingIn("zoé", free, { ...none, planned: "Anna" }).name).toBe("Anna");
  expect(lettingIn("Dora", free, { ...none, typed: "anna" })).toMatchObject({
    name: "Anna",
    planned: { name: "Anna" },
  });
});

test("a much alike name is only offered, never taken", () => {
  const free = suggestions(day, { name: "Ana", role: "performer" });
  const choice = { planned: null, outside: false, typed: null };
  expect(lettingIn("Ana", free, choice)).toEqual({ name: "Ana", planned: null, taken: false });
});

test("whose scenes are all wrapped isn't waited for, and a wrapped scene isn't open now", () => {
  const [one, two] = [
    planScene("12", { wrapped: true, parts: [part("Ana")] }),
    planScene("41", { parts: [part("Ben")] }),
  ];
  const ana = { name: "Ana", role: "performer", minor: false, person: null } as const;
  const wrapping = plan({ scenes: [one, two] });
  expect(done(wrapping, ana)).toBe(true);
  expect(done(wrapping, { ...ana, name: "Ben" })).toBe(false);
  expect(done(wrapping, { ...ana, name: "Rosa", role: "chaperone" })).toBe(false);
  const open = { id: "41", title: "", setup: "", take: 0, status: "closure" } as const;
  expect(openNow(two, open)).toBe(true);
  expect(openNow(two, { ...open, status: "wrapped" })).toBe(false);
  expect(openNow(one, { ...open, id: "12" })).toBe(false);
});
