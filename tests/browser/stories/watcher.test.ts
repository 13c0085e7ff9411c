import { expect } from "vitest";
import { barriers } from "../src/axe";
import { card } from "../src/console";
import { readCode } from "../src/qr";
import type { Screen } from "../src/screen";
import { comesIn, letsIn, type Stage } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

/** Somebody who holds the button for Ana, by a code that the IC makes for that. */
async function holds(stage: Stage, ic: Screen, role: "Watcher" | "Chaperone", name: string): Promise<Screen> {
  await ic.page.locator("summary", { hasText: "More for Ana" }).click();
  await ic.tap(`${role} for Ana`);
  const code = await readCode(ic.page.getByAltText(`QR code: ${role} for Ana`));
  await ic.tap("Back to the set");
  const screen = await stage.screen(stage.hub.url("crew").replace(/#.*/, new URL(code).hash));
  await comesIn(screen, name);
  await screen.sees("You will hold the button for one performer");
  await letsIn(ic, name);
  await screen.sees("You hold the button for");
  return screen;
}

story("A watcher's button is the performer's way to signal: the IC reads the performer's name", async (stage) => {
  const [ic, ad] = [await stage.ic(), await stage.ad()];
  const ana = await stage.performer(ic, "Ana");
  await stage.performer(ic, "Ben");
  await stage.opensScene(ad, "42A");
  const kim = await holds(stage, ic, "Watcher", "Kim");
  await kim.sees("This button works at any time.");
  await ic.page.getByLabel("How Ana can signal").selectOption("Their watcher");
  await kim.sees("The button on this phone is Ana’s way to signal now.");
  await ana.sees("Somebody holds the button for you. This phone still sends what you press.");
  await kim.tap("Press-test");
  await kim.sees("It works: their screen has shown it.");
  expect(await barriers(kim)).toEqual([]);

  await kim.tap(kim.exactly("HOLD"));
  await ic.sees(card(ic, "Ana"));
  await kim.sees("Ana: HOLD");
  await kim.sees("Their screen shows it.");
  await ana.sees("Your hold");
  expect(await ad.text()).not.toMatch(/Ana|Kim/);
  expect(await kim.button("Ready to go on").count(), "only the performer says so").toBe(0);

  stage.outage();
  await stage.hub.kill();
  await kim.sees("NOT CONNECTED:");
  await kim.tap(kim.exactly("HOLD"));
  await kim.sees("NOBODY HAS SEEN IT:");
  await stage.hub.startAgain();
  await kim.seesNo("NOT CONNECTED:");
});

story("A chaperone is told of the minor's signal, large, and of nobody else's", async (stage) => {
  const ic = await stage.ic();
  const ana = await stage.performer(ic, "Ana");
  const ben = await stage.performer(ic, "Ben");
  const rosa = await holds(stage, ic, "Chaperone", "Rosa");
  await ben.tap(ben.exactly("PAUSE"));
  await ic.sees(card(ic, "Ben", "pause"));
  await rosa.sees("No signal is open.");
  await ana.tap(ana.exactly("PAUSE"));
  const told = await rosa.sees(rosa.page.locator(".theirs[data-large=true]"));
  expect(await told.innerText()).toContain("Ana: PAUSE");
  await rosa.sees("Go to them, if you can do it calmly.");
  expect(await barriers(rosa)).toEqual([]);
});
