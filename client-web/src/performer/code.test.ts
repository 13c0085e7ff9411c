import { beforeEach, describe, expect, it } from "vitest";
import { browser } from "../test/browser";
import { isCode, removeCode, setCode, tryCode } from "./code";
import { hasCode } from "./has-code";

const NOW = 1_700_000_000_000;

beforeEach(() => {
  browser();
});

describe("a performer's own code", () => {
  it("is four digits", () => {
    expect(["0000", "4711"].every(isCode)).toBe(true);
    expect(["", "123", "12345", "12a4"].some(isCode)).toBe(false);
  });

  it("opens with these digits and no others, until it is taken away", () => {
    expect(hasCode()).toBe(false);
    setCode("4711");
    expect(hasCode()).toBe(true);
    expect(tryCode("4712", NOW)).toEqual({ open: false, waitMs: 0 });
    expect(tryCode("4711", NOW)).toEqual({ open: true });
    removeCode();
    expect(tryCode("0000", NOW)).toEqual({ open: true });
  });

  it("doesn't lie in the storage as it is, nor twice alike", () => {
    setCode("4711");
    const once = localStorage.getItem("quiethold.code");
    setCode("4711");
    expect(once).not.toContain("4711");
    expect(localStorage.getItem("quiethold.code")).not.toBe(once);
  });

  it("is slow after some wrong tries, each slower, and a right one in between has to wait too", () => {
    setCode("4711");
    expect(tryCode("1", NOW)).toEqual({ open: false, waitMs: 0 });
    expect(tryCode("2", NOW)).toEqual({ open: false, waitMs: 0 });
    expect(tryCode("3", NOW)).toEqual({ open: false, waitMs: 5000 });
    expect(tryCode("4711", NOW + 4000)).toEqual({ open: false, waitMs: 1000 });
    expect(tryCode("4", NOW + 5000)).toEqual({ open: false, waitMs: 10_000 });
    expect(tryCode("4711", NOW + 15_000)).toEqual({ open: true });
    expect(tryCode("5", NOW + 16_000)).toEqual({ open: false, waitMs: 0 });
  });

  it("never locks a performer out for hours, whatever became of the phone's clock", () => {
    setCode("4711");
    for (let tries = 0; tries < 40; tries++) tryCode("1", NOW + tries * 400_000);
    const waited = tryCode("4711", NOW - 90_000_000);
    expect(waited.open ? 0 : waited.waitMs).toBeLessThanOrEqual(300_000);
  });
});
