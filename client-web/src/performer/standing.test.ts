import { describe, expect, it } from "vitest";
import type { OwnSignal } from "../protocol";
import { type Facts, raisedSince, standing } from "./standing";

const signal = (stage: OwnSignal["stage"], id = "s1"): OwnSignal => ({
  id,
  level: "hold",
  stage,
  recorded: false,
  meant_nothing: false,
  ready: false,
  presses: 1,
});

const at = (ms: number) => ({ timer: ms, wall: ms });

const facts = (changed: Partial<Facts> = {}): Facts => ({
  link: "live",
  receivers: { ic: true, ad: true, ic_names: [] },
  signal: null,
  presses: [],
  raisedSince: null,
  denied: false,
  now: at(100_000),
  ...changed,
});

const press = (ago: number, changed = {}) => ({
  level: "hold" as const,
  test: false,
  at: at(100_000 - ago),
  back: false,
  ...changed,
});

describe("what a performer is told", () => {
  it("is nothing while all is well", () => {
    expect(standing(facts())).toEqual({
      notConnected: false,
      nobodyHasSeenIt: false,
      mark: "none",
      kept: null,
      told: null,
    });
  });

  it("is NOT CONNECTED where the line is broken, or where nobody would see a press", () => {
    expect(standing(facts({ link: "trouble" })).notConnected).toBe(true);
    const nobody = { ic: false, ad: false, ic_names: ["Mara"] };
    expect(standing(facts({ receivers: nobody })).notConnected).toBe(true);
    expect(standing(facts({ receivers: { ...nobody, ad: true } })).notConnected).toBe(false);
  });

  it("is a dot once painted and a line once an IC has it, and never before", () => {
    expect(standing(facts({ signal: signal("raised") })).mark).toBe("none");
    expect(standing(facts({ signal: signal("displayed") })).mark).toBe("dot");
    expect(standing(facts({ signal: signal("acknowledged") })).mark).toBe("line");
  });

  it("is no mark of an earlier press while a new one is on its way", () => {
    expect(standing(facts({ signal: signal("acknowledged"), presses: [press(10)] })).mark).toBe("none");
    expect(standing(facts({ signal: signal("displayed"), presses: [press(10, { back: true })] })).mark).toBe("dot");
    expect(standing(facts({ signal: signal("displayed"), presses: [press(10, { test: true })] })).mark).toBe("dot");
  });

  it("tells nothing of an earlier press while a new one is on its way: not seen, not recorded, not what was said of it", () => {
    const said = { ...signal("acknowledged"), meant_nothing: true };
    expect(standing(facts({ signal: said, presses: [press(10)] })).told).toBeNull();
    expect(standing(facts({ signal: said, presses: [press(10, { back: true })] })).told).toBe(said);
  });

  it("is NOBODY HAS SEEN IT five seconds after a press that no screen has painted", () => {
    expect(standing(facts({ presses: [press(4999)] })).nobodyHasSeenIt).toBe(false);
    expect(standing(facts({ presses: [press(5000)] })).nobodyHasSeenIt).toBe(true);
    expect(standing(facts({ signal: signal("raised"), raisedSince: at(95_001) })).nobodyHasSeenIt).toBe(false);
    expect(standing(facts({ signal: signal("raised"), raisedSince: at(95_000) })).nobodyHasSeenIt).toBe(true);
    expect(standing(facts({ presses: [press(9000, { test: true })] })).nobodyHasSeenIt).toBe(false);
    expect(standing(facts({ denied: true })).nobodyHasSeenIt).toBe(true);
  });

  it("is NOBODY HAS SEEN IT by the clock that says more: one may be set back, the other sleep", () => {
    const long = press(5000).at;
    expect(standing(facts({ presses: [press(0, { at: { ...long, wall: 400_000 } })] })).nobodyHasSeenIt).toBe(true);
    expect(standing(facts({ presses: [press(0, { at: { ...long, timer: 99_000 } })] })).nobodyHasSeenIt).toBe(true);
    const clockSetBack = { signal: signal("raised"), raisedSince: { timer: 95_000, wall: 400_000 } };
    expect(standing(facts(clockSetBack)).nobodyHasSeenIt).toBe(true);
  });

  it("is that a press is kept only while the line is broken", () => {
    expect(standing(facts({ presses: [press(10)] })).kept).toBeNull();
    expect(standing(facts({ link: "trouble", presses: [press(10, { level: "pause" })] })).kept).toBe("pause");
    expect(standing(facts({ link: "trouble", presses: [press(10, { level: "pause" }), press(9)] })).kept).toBe("hold");
    expect(standing(facts({ link: "trouble", presses: [press(10, { test: true })] })).kept).toBeNull();
  });
});

describe("since when a signal is painted by nobody", () => {
  it("counts from the first sight of it, not from each view", () => {
    const first = raisedSince(null, signal("raised"), at(10));
    expect(raisedSince(first, signal("raised"), at(20))).toEqual({ signal: "s1", at: at(10) });
  });

  it("ends when it is painted, and begins anew when it is armed again", () => {
    const first = raisedSince(null, signal("raised"), at(10));
    const painted = raisedSince(first, signal("acknowledged"), at(20));
    expect(painted).toBeNull();
    expect(raisedSince(painted, signal("raised"), at(30))).toEqual({ signal: "s1", at: at(30) });
    expect(raisedSince(first, signal("raised", "s2"), at(40))).toEqual({ signal: "s2", at: at(40) });
  });
});
