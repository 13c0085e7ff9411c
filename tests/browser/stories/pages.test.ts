import { expect } from "vitest";
import { ACTS } from "../src/acts";
import { barriers } from "../src/axe";
import type { Look } from "../src/look";
import type { Stage } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

/** Looking takes time; what happens by itself shall not overtake the story. */
const PATIENT = { args: ["--call-unanswered-after", "30", "--call-after-rolling", "10"] };

/** Everything in an act is looked at before it is judged, so that one run tells all. */
const openToAll = (act: (stage: Stage, look: Look) => Promise<void>) => async (stage: Stage) => {
  const found: Record<string, string[]> = {};
  await act(stage, async (screen, name) => {
    const here = await barriers(screen);
    if (here.length > 0) found[name] = here;
  });
  expect(found).toEqual({});
};

story("Coming in: no page has a barrier", openToAll(ACTS.comingIn), PATIENT);
story("A take with a hold: no page has a barrier", openToAll(ACTS.aTake), PATIENT);
story("A pause, one-handed and in the sun: no page has a barrier", openToAll(ACTS.aPause), PATIENT);
story("Trouble: no page has a barrier", openToAll(ACTS.trouble), PATIENT);

story("A performer's page works after three requests, and what it needs in all is small", async (stage) => {
  const ic = await stage.ic();
  const ana = await stage.performer(ic, "Ana");
  expect(ana.requests.length, ana.requests.join(" ")).toBeLessThanOrEqual(3);
  const bytes = await ana.page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
      .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize)
      .reduce((sum, size) => sum + size, 0),
  );
  expect(bytes, "over the air").toBeLessThan(24 * 1024);
});
