import { expect } from "vitest";
import { ACTS } from "../src/acts";
import { openToAll, PATIENT } from "../src/open-to-all";
import { stories } from "../src/story";

const story = stories();

story("Coming in: no page has a barrier", openToAll(ACTS.comingIn), PATIENT);
story("A take with a hold: no page has a barrier", openToAll(ACTS.aTake), PATIENT);

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
