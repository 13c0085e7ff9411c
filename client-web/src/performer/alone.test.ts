import { expect, it } from "vitest";
import type { PerformerView } from "../protocol";
import { performerView } from "../test/browser";
import { alone } from "./alone";

const scene = { id: "42A", title: "", setup: "", take: 0, status: "rehearsal" } as const;

const said = (changed: Partial<PerformerView>) => alone({ view: performerView(changed), link: "live" }).join(" ");

it("who is the only one of the cast is told so for this scene, or for the set while no scene is open", () => {
  expect(said({ scene })).toBe("");
  expect(said({ alone: true, scene })).toContain("You are the only performer in this scene:");
  expect(said({ alone: true })).toContain("You are the only performer on set:");
  expect(said({ alone: true })).not.toContain("in this scene");
});

it("who is the only one is told beforehand that a pause reaches nobody, where only a 1st AD is there", () => {
  const receivers = { ic: false, ad: true, ic_names: [] };
  expect(said({ alone: true, receivers })).toContain("A pause reaches nobody now. A hold still does.");
  expect(said({ alone: true })).not.toContain("reaches nobody");
});
