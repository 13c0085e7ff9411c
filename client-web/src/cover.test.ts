import { beforeEach, describe, expect, it, vi } from "vitest";
import { Cover } from "./cover";
import type { ClientFrame, Status, View } from "./protocol";
import { performerView, publicView } from "./test/browser";

const sent: ClientFrame[] = [];
let cover: Cover;

beforeEach(() => {
  vi.useFakeTimers();
  vi.restoreAllMocks();
  sent.length = 0;
  cover = new Cover((frame) => sent.push(frame));
});

const scene = (status: Status) => ({ id: "42A", title: "", setup: "", take: 1, status });
const at = (status: Status, view: View = performerView()): View => ({ ...view, scene: scene(status) }) as View;
const MINUTE = 60_000;

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

  it("is answered by a receiver's page as an alert would be, and by an IC's again when a person would tap", () => {
    cover.heard({ type: "decoy", id: "d", answer: true }, "ad");
    cover.heard({ type: "decoy", id: "d" }, "ic");
    vi.advanceTimersByTime(MINUTE);
    expect(sent).toEqual([{ type: "decoy", id: "d" }]);
    cover.heard({ type: "decoy", id: "e", answer: true }, "ic");
    expect(sent.at(-1)).toEqual({ type: "decoy", id: "e" });
    vi.advanceTimersByTime(999);
    expect(sent).toHaveLength(2);
    vi.advanceTimersByTime(MINUTE);
    expect(sent.slice(2)).toEqual([{ type: "decoy", id: "e", again: 1 }]);
  });
});
