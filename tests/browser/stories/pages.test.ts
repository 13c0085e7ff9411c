import { expect } from "vitest";
import { ACTS } from "../src/acts";
import { card } from "../src/console";
import { openToAll, PATIENT } from "../src/open-to-all";
import type { Screen } from "../src/screen";
import { comesIn, letsIn } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

story("Coming in: no page has a barrier", openToAll(ACTS.comingIn), PATIENT);
story("A take with a hold: no page has a barrier", openToAll(ACTS.aTake), PATIENT);

story(
  "A performer's button works after three requests and 20 kB; the rest of the page comes after it",
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
    expect(bytes, "over the air").toBeLessThanOrEqual(20_000);
  },
);

story(
  "A hub that goes as soon as the button works leaves nothing missing on the page, nor behind the clock",
  async (stage) => {
    const ic = await stage.ic();
    const ad = await stage.ad();
    const ana = await stage.performer(ic, "Ana");
    await stage.opensScene(ad, "42A");
    await stage.status(ad, "Rehearsal");
    await ana.sees(ana.page.getByTestId("clock"));
    await ana.page.reload();
    await ana.sees(ana.page.getByTestId("clock"));
    await ana.page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => /rest-.*js$/.test(name)),
    );
    stage.outage();
    await stage.hub.kill();
    await ana.sees("NOT CONNECTED:");
    await ana.page.keyboard.press("Escape", { delay: 2300 });
    for (const part of [
      "Your way to signal",
      "Who sees a signal now",
      "Try your button",
      "Your own code",
      "To the clock",
    ]) {
      await ana.sees(ana.page.getByText(part, { exact: true }));
    }
    await ana.tap(ana.page.getByRole("button", { name: "HOLD", exact: true }));
    await ana.sees("Your hold is kept here and goes out when the hub is back.");
  },
);

story("Where somebody asks for less motion nothing moves, on no page and whatever is open", async (stage) => {
  const ic = await stage.ic();
  const ad = await stage.ad();
  const ana = await stage.performer(ic, "Ana");
  const crew = await stage.joins("crew", "Bo");
  const door = await stage.joins("door", "Stage door");
  const waiting = await stage.joins("performer", "Cleo");
  await stage.opensScene(ad, "42A");
  await ana.tap(ana.page.getByRole("button", { name: "HOLD", exact: true }));
  await ic.sees(card(ic, "Ana"));
  await ad.sees(ad.page.locator(".big-word[data-kind=hold]"));
  const moves = ({ page }: Screen) =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ playState }) => playState === "running")
        .map((moving) => (moving instanceof CSSAnimation ? moving.animationName : String(moving))),
    );
  await ic.page.locator(".open article[data-loud='1']").waitFor();
  expect(await moves(ic), "what waits for the IC does move else").not.toEqual([]);
  for (const screen of stage.screens) await screen.page.emulateMedia({ reducedMotion: "reduce" });
  for (const screen of [ic, ad, ana, crew, door, waiting]) expect(await moves(screen)).toEqual([]);
  stage.outage();
  await stage.hub.kill();
  await ana.sees("NOT CONNECTED:");
  await ic.sees("NOT CONNECTED.");
  for (const screen of [ic, ad, ana, crew, door, waiting]) expect(await moves(screen)).toEqual([]);
});
