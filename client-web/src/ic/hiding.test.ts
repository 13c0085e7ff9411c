import { expect, test } from "vitest";
import { alerted, change, line, NOW, part, person, plan, planScene, signal, view, who } from "./fixtures";
import { hideAlerts, hideNames, NAMELESS, namesIn } from "./hiding";

const nobody = new Set<string>();

const day = view({
  people: [
    person("ana", { name: "Ana Ruiz", planned: "Anna" }),
    person("ben", { title: "the double" }),
    person("wes", { role: "watcher", for: "ana", way: null }),
    person("iris", { role: "ic" }),
  ],
  waiting: [{ id: "w1", name: "Zoé", title: "", role: "performer", for: null, same_name: false, since: NOW }],
  signals: [signal("s1", { who: who("ana", { name: "Ana Ruiz" }) }), signal("s2", { who: who("ben") })],
  past: [{ id: "s0", level: "hold", scene: null, raised_at: NOW, released_at: NOW, name: "Ben", ticked: false }],
  check_in: { id: "q1", text: "Ben, how is your knee?", at: NOW, cleared: false },
  changes: [change("c1", { ana: "yes", ben: null })],
  talks: [{ line: "l1", person: "ben", name: "Ben", scene: "42A", what: "Ana kisses ben", at: NOW }],
  plan: plan({
    people: [
      { name: "Anna", role: "performer", minor: false, person: "ana" },
      { name: "Cleo", role: "performer", minor: false, person: null },
    ],
    scenes: [
      planScene("42A", {
        parts: [part("Anna"), part("Cleo")],
        lines: [line("l1", { who: ["Anna"], to: ["Cleo"], what: "Ruiz's hand on Cleo's back" })],
        limits: ["Not Ana's scar"],
      }),
    ],
  }),
  ready: [{ key: "way_to_signal", met: false, hard: false, text: "Ben, Ana Ruiz: press-test" }],
  timeline: [
    { at: NOW, text: "Iris took Gone Girl's phone out", tone: "normal" },
    { at: NOW, text: "Ben pressed HOLD", tone: "signal" },
    { at: NOW, text: "Bend the rules; Banana", tone: "normal" },
  ],
  notices: [{ at: NOW, text: "Iris joined as an IC", tone: "normal" }],
});

const NAMES = /Ana|Ruiz|Anna|Ben\b|Zoé|Cleo|Iris|Wes|Gone Girl/i;

test("a view with its names hidden holds none of them, in no corner", () => {
  const hidden = hideNames(day, nobody, ["Gone Girl"]);
  const told = JSON.stringify(hidden)
    .replace(/Banana/g, "")
    .replace(/"(id|person|for|cast)":("[^"]*"|\[[^\]]*\])/g, "");
  expect(told).not.toMatch(NAMES);
});

test("what is left can still be told apart, the same everywhere", () => {
  const hidden = hideNames(day, nobody, ["Gone Girl"]);
  expect(hidden.people.map((p) => p.name)).toEqual(["Performer 1", "Performer 2", "Watcher 1", "IC 1"]);
  expect(hidden.timeline.map((l) => l.text)).toEqual([
    "IC 1 took Somebody's phone out",
    "Performer 2 pressed HOLD",
    "Bend the rules; Banana",
  ]);
  expect(hidden.plan?.scenes[0]?.lines[0]).toMatchObject({
    who: ["Performer 1"],
    to: ["Expected 1"],
    what: "Performer 1's hand on Expected 1's back",
  });
  expect(hidden.ready[0]?.text).toBe("Performer 2, Performer 1: press-test");
});

test("a touch on an alert names its person, and nobody else", () => {
  const hidden = hideNames(day, new Set(["s1"]), []);
  expect(hidden.signals.map((s) => s.who.name)).toEqual(["Ana Ruiz", NAMELESS]);
  const [one, two] = hideAlerts([alerted("s1"), alerted("s2")], new Set(["s1"]));
  expect([one?.alert.who?.name, two?.alert.who?.name]).toEqual(["Ana", NAMELESS]);
});

test("ids, stages and times stay: the page works on", () => {
  const hidden = hideNames(day, nobody, []);
  expect(hidden.signals.map(({ who: _, ...rest }) => rest)).toEqual(day.signals.map(({ who: _, ...rest }) => rest));
  expect(hidden.people.map((p) => p.id)).toEqual(day.people.map((p) => p.id));
});

test("names are gathered once each", () => {
  expect(namesIn(day)).toEqual(["Ana Ruiz", "Anna", "Ben", "Wes", "Iris", "Zoé", "Ana", "Cleo"]);
});
