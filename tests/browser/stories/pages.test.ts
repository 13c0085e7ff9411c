import { expect } from "vitest";
import { ACTS } from "../src/acts";
import { card } from "../src/console";
import { openToAll, PATIENT } from "../src/open-to-all";
import { stories } from "../src/story";

const story = stories();

story("Coming in: no page has a barrier", openToAll(ACTS.comingIn), PATIENT);
story("A take with a hold: no page has a barrier", openToAll(ACTS.aTake), PATIENT);

story(
  "A performer's button works after three requests and 24 kB; the rest of the page comes after it",
  async (stage) => {
    const ic = await stage.ic();
    const ana = await stage.performer(ic, "Ana");
    await ana.page.route(/assets\/rest-/, (route) => route.abort("internetdisconnected"));
    stage.outage();
    ana.requests.length = 0;
    await ana.page.reload();
    await ana.sees("A part of this page could not be loaded. Hold and pause work.");
    const needed = ana.requests.filter((address) => !/assets\/rest-/.test(address));
    expect(needed.length, ana.requests.join(" ")).toBeLessThanOrEqual(3);
    await ana.tap(ana.page.getByRole("button", { name: "HOLD", exact: true }));
    await ic.sees(card(ic, "Ana"));
    const bytes = await ana.page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize)
        .reduce((sum, size) => sum + size, 0),
    );
    expect(bytes, "over the air").toBeLessThan(24 * 1024);
  },
);
