import { beforeEach, describe, expect, it, vi } from "vitest";
import { Cover } from "./cover";
import type { ClientFrame, Status, View } from "./protocol";
import { performerView, publicView } from "./test/browser";

const sent: ClientFrame[] = [];
/** What went on one lane, without chasers. */
const alone: ClientFrame[] = [];
let cover: Cover;

beforeEach(() => {
  vi.useFakeTimers();
  vi.restoreAllMocks();
  vi.stubGlobal("document", { visibilityState: "visible" });
  vi.stubGlobal("requestAnimationFrame", (then: () => void) => setTimeout(then, 16));
  sent.length = alone.length = 0;
  cover = new Cover(() => ({ urgent: (frame) => sent.push(frame), send: (frame) => alone.push(frame) }));
});

const scene = (status: Status) => ({ id: "42A", title: "", setup: "", take: 1, status });
const at = (status: Status, view: View = performerView()): View => ({ ...view, scene: scene(status) }) as View;
const MINUTE = 60_000;
/** Two animation frames. */
const PAINTED_MS = 40;

describe("cover", () => {
  it("is sent while a scene is live, six times a minute in the mean, and never a second time too many", () => {
    cover.see(at("rehearsal"));
    for (const status of ["rehearsal", "last_looks", "picture_up", "rolling", "cut", "cut"] as const) {
      vi.advanceTimersByTime(100 * MINUTE);
      cover.see(at(status));
    }
    expect(sent.length).toBeGreaterThan(3600 * 0.9);
    expect(sent.length).toBeLessThan(3600 * 1.1);
    expect(new Set(sent.map((frame) => frame.type === "decoy" && frame.id)).size).toBe(sent.length);
  });

  it.each(["blocking", "reset", "closure", "wrapped"] as const)("is not sent at %s", (status) => {
    cover.see(at("rolling"));
    cover.see(at(status));
    vi.advanceTimersByTime(60 * MINUTE);
    expect(sent).toEqual([]);
  });

  it("is no business of those who have no button", () => {
    cover.see(at("rolling", publicView));
    vi.advanceTimersByTime(60 * MINUTE);
    expect(sent).toEqual([]);
  });

  it("is answered by a receiver's page as an alert would be, and again when a person would tap", () => {
    cover.heard({ type: "decoy", id: "none" }, "ad");
    vi.advanceTimersByTime(MINUTE);
    expect(sent).toEqual([]);
    cover.heard({ type: "decoy", id: "d", answer: true }, "ad");
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(PAINTED_MS);
    expect(sent).toEqual([{ type: "decoy", id: "d" }]);
    vi.advanceTimersByTime(999 - PAINTED_MS);
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(10 * MINUTE);
    expect(sent.slice(1)).toEqual([{ type: "decoy", id: "d", again: 1 }]);
    expect(alone).toEqual([]);
  });

  it("is answered at once where the screen is dark: nothing is painted there", () => {
    vi.stubGlobal("document", { visibilityState: "hidden" });
    cover.heard({ type: "decoy", id: "d", answer: true }, "ad");
    expect(sent).toEqual([{ type: "decoy", id: "d" }]);
  });

  it("is released by an IC's page some time after the tap, on one lane as a release is", () => {
    cover.heard({ type: "decoy", id: "d", answer: true }, "ic");
    while (sent.length < 2) vi.advanceTimersByTime(100);
    vi.advanceTimersByTime(2500);
    expect(alone).toEqual([]);
    vi.advanceTimersByTime(10 * MINUTE);
    expect(alone).toEqual([{ type: "decoy", id: "d", again: 2 }]);
    expect(sent).toHaveLength(2);
  });

  it("is answered once for both lanes, at once again for a repeat, and tapped once in all", () => {
    for (const again of [0, 0, 1, 1, 0]) {
      cover.heard({ type: "decoy", id: "d", answer: true, ...(again ? { again } : {}) }, "ic");
    }
    vi.advanceTimersByTime(PAINTED_MS);
    expect(sent).toEqual([
      { type: "decoy", id: "d" },
      { type: "decoy", id: "d" },
    ]);
    vi.advanceTimersByTime(10 * MINUTE);
    expect(sent.slice(2)).toEqual([{ type: "decoy", id: "d", again: 1 }]);
    expect(alone).toHaveLength(1);
  });

  it("is tapped before the first repeat often, and after it often, too", () => {
    const ids = Array.from({ length: 1000 }, (_, nth) => `${nth}`);
    for (const id of ids) cover.heard({ type: "decoy", id, answer: true }, "ad");
    vi.advanceTimersByTime(5000);
    const quick = sent.length - ids.length;
    expect(quick).toBeGreaterThan(550);
    expect(quick).toBeLessThan(820);
  });
});
