import { expect, test } from "vitest";
import { NOW, person, view } from "./fixtures";
import { fileName, noEnding, pastLine } from "./record";

test("a report's file name says stage, day and for whom, and nothing else", () => {
  expect(fileName(view(), "ic", NOW, "html")).toBe("quiet-hold-stage-4-2026-05-04-ic.html");
  const { hub } = view();
  expect(fileName({ hub: { ...hub, name: "../Bühne 2" } }, "production", NOW, "json")).toMatch(
    /^quiet-hold-[\p{L}\p{N}-]+-2026-05-04-production\.json$/u,
  );
  expect(fileName({ hub: { ...hub, name: "" } }, "ic", NOW, "html")).toBe("quiet-hold-2026-05-04-ic.html");
});

test("a past signal says when, where and which, never whose", () => {
  const past = { id: "s", level: "hold", raised_at: NOW, released_at: NOW, name: "Ana", ticked: false } as const;
  expect(pastLine({ ...past, scene: "42A" })).toBe("10:42:00 · scene 42A · hold");
  expect(pastLine({ ...past, scene: null })).toBe("10:42:00 · hold");
});

test("the wrap says first how many performers have had no ending", () => {
  expect(noEnding([person("iris", { role: "ic" })])).toBe("");
  expect(noEnding([person("ana"), person("iris", { role: "ic" })])).toMatch(/^1 performer has had no ending yet/);
  expect(noEnding([person("ana"), person("ben")])).toBe("2 performers have had no ending yet. Wrap all the same?");
});
