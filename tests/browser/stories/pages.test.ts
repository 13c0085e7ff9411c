import { expect } from "vitest";
import { ACTS } from "../src/acts";
import { card } from "../src/console";
import { openToAll, PATIENT } from "../src/open-to-all";
import { comesIn, letsIn } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

story("Coming in: no page has a barrier", openToAll(ACTS.comingIn), PATIENT);
story("A take with a hold: no page has a barrier", openToAll(ACTS.aTake), PATIENT);

story(
  "A performer's button works after three requests and 24 kB; the rest of the page comes after it",
  async (stage) => {
    const ic = await stage.ic();
    const device = await stage.device();
    await device.route(/assets\/rest-.*js$/, (route) => route.abort("internetdisconnected"));
    const ana = await stage.screen(stage.hub.url("performer"), device);
    stage.outage();
    await comesIn(ana, "Ana");
    await letsIn(ic, "Ana");
    await ana.sees("A part of this page could not be loaded. Hold and pause work.");
    const needed = ana.requests.filter((address) => !/assets\/rest-/.test(address));
    expect(needed.length, ana.requests.join(" ")).toBeLessThanOrEqual(3);
    await ana.tap(ana.page.getByRole("button", { name: "HOLD", exact: true }));
    await ic.sees(card(ic, "Ana"));
    const bytes = await ana.page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter((entry) => !/assets\/rest-/.test(entry.name))
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize)
        .reduce((sum, size) => sum + size, 0),
    );
    expect(bytes, "over the air").toBeLessThan(24 * 1024);
  },
);
