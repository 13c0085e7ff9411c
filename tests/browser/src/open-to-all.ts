import { expect } from "vitest";
import { barriers } from "./axe";
import type { Look } from "./look";
import type { Stage } from "./stage";

/** Looking takes time; what happens by itself shall not overtake the story. */
export const PATIENT = { args: ["--call-unanswered-after", "30", "--call-after-rolling", "10"] };

/** Everything in an act is looked at before it is judged, so that one run tells all. */
export const openToAll = (act: (stage: Stage, look: Look) => Promise<void>) => async (stage: Stage) => {
  const found: Record<string, string[]> = {};
  await act(stage, async (screen, name) => {
    const here = await barriers(screen);
    if (here.length > 0) found[name] = here;
  });
  expect(found).toEqual({});
};
