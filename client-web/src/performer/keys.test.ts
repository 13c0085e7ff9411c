import { beforeEach, describe, expect, it, vi } from "vitest";
import { browser } from "../test/browser";
import { Keys, learned, levelOf } from "./keys";
import { forgetLearned, learn } from "./learn-keys";

const press = vi.fn();
const leave = vi.fn();
let mayLeave: boolean;
let keys: Keys;

beforeEach(() => {
  browser();
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

describe("a remote that types something else", () => {
  it("is taught a key for hold, and one for pause; the usual keys stay", () => {
    expect(learn("hold", "AudioVolumeUp", false)).toBeNull();
    expect(learn("pause", "b", false)).toBeNull();
    expect(learned()).toEqual({ hold: "AudioVolumeUp", pause: "b" });
    for (const key of ["AudioVolumeUp", "b", "Enter"]) keys.down(key, false);
    expect(press.mock.calls).toEqual([["hold"], ["pause"], ["hold"]]);
    forgetLearned();
    expect(keys.down("b", false)).toBe(false);
  });

  it("leaves the clock by a long press of a taught key, too", () => {
    learn("hold", "ArrowUp", false);
    keys.down("ArrowUp", false);
    vi.advanceTimersByTime(2000);
    expect(leave).toHaveBeenCalledOnce();
    expect(press).toHaveBeenCalledOnce();
  });

  it.each(["Escape", "Tab", "F5", "Shift", "Unidentified", "", "BrowserBack", "7"])("is not taught %j", (key) => {
    expect(learn("hold", key, false)).toBe("needed");
    expect(learned()).toEqual({});
  });

  it("is not taught a key together with another one", () => {
    expect(learn("hold", "r", true)).toBe("needed");
  });

  it("never turns a key of hold into a pause, but a pause may become a hold", () => {
    expect(learn("pause", "Enter", false)).toBe("is_hold");
    expect(learn("pause", "b", false)).toBeNull();
    expect(learn("hold", "b", false)).toBeNull();
    expect(levelOf("b")).toBe("hold");
    expect(learn("hold", "PageUp", false)).toBeNull();
    expect(levelOf("PageUp")).toBe("hold");
  });
});
