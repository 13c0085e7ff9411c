import { beforeEach, describe, expect, it, vi } from "vitest";
import { Keys } from "./keys";

const press = vi.fn();
const leave = vi.fn();
let mayLeave: boolean;
let keys: Keys;

beforeEach(() => {
  vi.useFakeTimers();
  press.mockReset();
  leave.mockReset();
  mayLeave = true;
  keys = new Keys({ press, leave, mayLeave: () => mayLeave });
});

describe("a remote that types", () => {
  it.each([
    ["Enter", "hold"],
    [" ", "hold"],
    ["PageDown", "hold"],
    ["PageUp", "pause"],
  ])("%j is %s at key-down", (key, level) => {
    expect(keys.down(key, false)).toBe(true);
    expect(press.mock.calls).toEqual([[level]]);
  });

  it("leaves other keys alone", () => {
    expect(keys.down("a", false)).toBe(false);
    expect(press).not.toHaveBeenCalled();
  });

  it("doesn't take a held key that repeats for new presses", () => {
    keys.down("Enter", false);
    keys.down("Enter", true);
    keys.down("Enter", true);
    expect(press).toHaveBeenCalledOnce();
  });

  it("never swallows a press because a key-up was lost", () => {
    keys.down("Enter", false);
    keys.down("Enter", false);
    expect(press).toHaveBeenCalledTimes(2);
  });

  it("leaves the clock by a key held for two seconds, which was a signal all the same", () => {
    keys.down("Enter", false);
    vi.advanceTimersByTime(1999);
    expect(leave).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(leave).toHaveBeenCalledOnce();
    expect(press).toHaveBeenCalledOnce();
  });

  it("doesn't leave where it may not, nor after the key came up", () => {
    keys.down("Enter", false);
    keys.up("Enter");
    vi.advanceTimersByTime(3000);
    mayLeave = false;
    keys.down("Enter", false);
    vi.advanceTimersByTime(3000);
    expect(leave).not.toHaveBeenCalled();
  });

  it("leaves by Escape without a signal", () => {
    keys.down("Escape", false);
    vi.advanceTimersByTime(2000);
    expect(leave).toHaveBeenCalledOnce();
    expect(press).not.toHaveBeenCalled();
  });
});
