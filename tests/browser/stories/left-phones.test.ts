import { expect } from "vitest";
import { barriers } from "../src/axe";
import { card } from "../src/console";
import type { Screen } from "../src/screen";
import { stories } from "../src/story";

const story = stories();

async function opens(phone: Screen, digits: string): Promise<void> {
  await phone.types("Your four digits", digits);
  await phone.tap(phone.exactly("Open"));
}

story("A left phone tells nobody what waits on it, and its hold and pause ask for nothing", async (stage) => {
  const [ic, ad] = [await stage.ic(), await stage.ad()];
  const ana = await stage.performer(ic, "Ana");
  await stage.performer(ic, "Ben");
  await stage.opensScene(ad, "42A");
  await ana.tap("Set a code");
  await ana.types("Four new digits", "4711");
  await ana.tap("Keep this code");
  await ana.tap("Lock now");
  await ana.sees("What is agreed, and your answers, are behind your code.");
  expect(await barriers(ana)).toEqual([]);
  const before = await ana.text();

  await ic.tap(ic.exactly("Ask"));
  await ic.tap("Was that as agreed?");
  await ic.tap(/^Ask the cast on set/);
  await ad.sees(/Check-in under way/);
  await ana.page.waitForTimeout(500);
  expect(await ana.text(), "that something waits is not to be seen").toBe(before);
  await ana.tap("Press-test");
  await ana.sees("It works: their screen has shown it.");

  await ana.tap(ana.exactly("HOLD"));
  await ic.sees(card(ic, "Ana"));
  await ana.sees(ana.page.locator(".own-mark[data-mark=dot]"));
  expect(await ana.text()).not.toMatch(/Your hold|Ready to go on|Meant nothing/);

  await opens(ana, "0000");
  await ana.sees("That was not it.");
  await opens(ana, "4711");
  await ana.sees("Ready to go on");
  await ana.sees("Was that as agreed?");
  await ana.tap("To the clock");
  await ana.sees(ana.page.getByTestId("clock"));
  await ana.page.keyboard.press("Escape", { delay: 2300 });
  await ana.sees("What is agreed, and your answers, are behind your code.");

  await ana.page.reload();
  await ana.sees("What is agreed, and your answers, are behind your code.");
  for (const wrong of ["1111", "2222", "3333"]) await opens(ana, wrong);
  await ana.sees(/That was not it. Wait \d seconds/);
  expect(await ana.exactly("HOLD").isEnabled()).toBe(true);
  await ana.tap(ana.exactly("PAUSE"));
});

story("A phone that nobody touches for half a minute, or that is hidden, locks what is private", async (stage) => {
  const ic = await stage.ic();
  const ana = await stage.performer(ic, "Ana");
  await ana.tap("Set a code");
  await ana.types("Four new digits", "4711");
  await ana.tap("Keep this code");
  await ana.tap("Lock now");
  const locked = "What is agreed, and your answers, are behind your code.";
  await ana.sees(locked);

  // From here on the phone's time is in the story's hand.
  await ana.page.clock.install();
  await opens(ana, "4711");
  await ana.seesNo(locked);
  await ana.page.clock.runFor(20_000);
  await ana.page.mouse.click(195, 20);
  await ana.page.clock.runFor(20_000);
  expect(await ana.find(locked).count(), "touched in between").toBe(0);
  await ana.page.clock.runFor(11_000);
  await ana.sees(locked);

  await opens(ana, "4711");
  await ana.seesNo(locked);
  await ana.page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await ana.sees(locked);
});

story("A remote is taught its keys on the phone, and what it says goes out; the usual keys stay", async (stage) => {
  const ic = await stage.ic();
  const ana = await stage.performer(ic, "Ana");
  await ana.page.locator("summary", { hasText: "Keys of your remote" }).click();
  await ana.tap("Learn a key for HOLD");
  await ana.page.keyboard.press("F5");
  await ana.sees("The phone or the browser needs this key itself. Try another one.");
  await ana.page.keyboard.press("b");
  await ana.sees("HOLD: b");
  await ic.page.waitForTimeout(500);
  expect(await card(ic, "Ana").count(), "what is learned is not sent").toBe(0);
  await ana.page.keyboard.press("b");
  await ic.sees(card(ic, "Ana"));
  await ana.page.reload();
  await ana.sees("HOLD: b");
});
