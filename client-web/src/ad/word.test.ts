import { expect, test } from "vitest";
import type { Status } from "../protocol";
import { alerted, MET, signal, unmet, view } from "./fixtures";
import { wordFor } from "./word";

const word = (
  ...[v, alerts = [], link = "live"]: [
    Parameters<typeof wordFor>[0],
    Parameters<typeof wordFor>[1]?,
    Parameters<typeof wordFor>[2]?,
  ]
) => wordFor(v, alerts, link);

test("ready, or not ready with the first unmet line, the hard ones before the rest", () => {
  expect(word(view("picture_up"))).toMatchObject({ word: "READY", kind: "go" });
  expect(word(view("blocking", { ready: unmet("closed_as_listed") }))).toMatchObject({
    word: "NOT READY",
    line: "Closed as listed: not so",
  });
  const both = unmet("way_to_signal", "ic_reachable");
  expect(word(view("rehearsal", { ready: [...both].reverse() })).line).toBe("An IC is reachable: not so");
  expect(word(view("blocking", { scene: null })).word).toBe("NOT READY");
});

test("a cut says CUT, and a reset is never shown as safe", () => {
  for (const status of ["cut", "reset", "closure", "wrapped"] as Status[]) {
    const said = word(view(status, { ready: MET }));
    expect(said.word).toBe(status.toUpperCase());
    expect(said.kind).toBe("normal");
  }
});

test("a hold is answered with CUT, from the alert alone too, whatever else is so", () => {
  const stood = { access: "closed", notice: "", hold: false, stood_down: true } as const;
  expect(word(view("rolling", { signals: [signal("s1")] }))).toMatchObject({ word: "HOLD", answer: "cut" });
  expect(word(view("rolling"), [alerted("s1")])).toMatchObject({ word: "HOLD", answer: "cut" });
  expect(word(view("rehearsal", { set: stood }), [alerted("s1")])).toMatchObject({ word: "HOLD", answer: "cut" });
  const cut = view("cut", { signals: [signal("s1", { stage: "acknowledged" })] });
  expect(word(cut)).toMatchObject({ word: "HOLD", answer: null });
  expect(word(view("rolling", { set: { ...stood, hold: true } }))).toMatchObject({ word: "HOLD", answer: "cut" });
});

test("a pause doesn't stop the take, and bars the next one", () => {
  const pause = [alerted("s1", { level: "pause" })];
  expect(word(view("rolling"), pause)).toMatchObject({
    word: "PAUSE",
    line: "Still rolling. No next take until the IC has spoken.",
    answer: "seen",
  });
  expect(word(view("rolling", { signals: [signal("s2")] }), pause).word).toBe("HOLD");
});

test("trouble never stands in the place of ROLLING, HOLD or PAUSE", () => {
  expect(word(view("rolling"), [], "trouble")).toMatchObject({ word: "ROLLING" });
  expect(word(view("rolling"), [], "trouble").warning).not.toBe("");
  expect(word(view("rolling", { ready: unmet("way_to_signal", "ad_reachable") }))).toMatchObject({
    word: "ROLLING",
    warning: "",
  });
  expect(word(view("cut", { signals: [signal("s1")] }), [], "trouble").word).toBe("HOLD");
  expect(word(view("rehearsal"), [], "trouble")).toMatchObject({ word: "NOT CONNECTED", kind: "trouble" });
});

test("what is off the line says so beside every word, so that the bar can say it far down the page", () => {
  const held = view("rolling", { signals: [signal("s1")] });
  const paused = view("reset", { signals: [signal("s1", { level: "pause" })] });
  for (const v of [view("rolling"), held, paused, view("rehearsal")]) {
    expect(word(v, [], "trouble").trouble).toBe("NOT CONNECTED");
    expect(word(v, [], "stopped").trouble).toBe("NOT CONNECTED");
    expect(word(v).trouble).toBe("");
  }
});

test("stood down is said beside HOLD, PAUSE and ROLLING too, and off the line goes first", () => {
  const set = { access: "closed", notice: "", hold: false, stood_down: true } as const;
  const signals = (level: "hold" | "pause") => [signal("s1", { level })];
  const takes = [
    view("rolling", { set }),
    view("cut", { set, signals: signals("hold") }),
    view("reset", { set, signals: signals("pause") }),
  ];
  expect(takes.map((v) => word(v).word)).toEqual(["ROLLING", "HOLD", "PAUSE"]);
  for (const v of takes) {
    expect(word(v).trouble).toBe("STOOD DOWN");
    expect(word(v).warning).toMatch(/^STOOD DOWN: /);
    expect(word(v, [], "trouble").warning).toMatch(/^NOT CONNECTED: /);
  }
  expect(word(view("rehearsal", { set }))).toMatchObject({ word: "STOOD DOWN", warning: "" });
});

test("a press-test and a lost signal change no word", () => {
  expect(word(view("rehearsal"), [alerted("t1", { level: "test" })]).word).toBe("READY");
  expect(word(view("rehearsal"), [alerted("s1", {}, true)]).word).toBe("READY");
});
