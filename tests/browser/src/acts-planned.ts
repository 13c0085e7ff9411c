import { person } from "./console";
import type { Look } from "./look";
import { ANA_AND_BEN, THE_MORNING_AFTER } from "./plans";
import { readCode } from "./qr";
import type { Screen } from "./screen";
import { comesIn, letsIn, type Stage } from "./stage";

const PLAN = `
${ANA_AND_BEN}

${THE_MORNING_AFTER}
`;

/** A day by a plan, with a watcher, an ending, and the record at the end. */
export async function aPlannedDay(stage: Stage, look: Look): Promise<void> {
  const ic = await stage.ic("Imke Visser");
  const ad = await stage.ad("Dario");
  await ic.tap(ic.exactly("Plan"));
  await ic.page.getByLabel("The plan as text").fill(PLAN);
  await ic.tap(ic.exactly("Use this plan"));
  await ic.sees("Not here: 2");
  await look(ic, "ic-plan", "The day's plan on the IC's console.");
  await ic.tap("Back to the set");
  const ana = await comesAs(stage, ic, "Ana");
  await comesAs(stage, ic, "Ben");
  await stage.opensScene(ad, "42A");
  await ana.page.locator(".agreed").evaluate((plan) => scrollTo(0, plan.getBoundingClientRect().top - 80));
  await look(ana, "performer-plan", "What is agreed, line by line, on the performer's page.");
  await ana.page.evaluate(() => scrollTo(0, 0));

  await ic.page.locator("summary", { hasText: "More for Ana" }).click();
  await ic.tap("Watcher for Ana");
  const code = await readCode(ic.page.getByAltText("QR code: Watcher for Ana"));
  await ic.tap("Back to the set");
  const kim = await stage.screen(stage.hub.url("crew").replace(/#.*/, new URL(code).hash));
  await comesIn(kim, "Kim");
  await letsIn(ic, "Kim");
  await kim.sees("You hold the button for");
  await ic.page.getByLabel("How Ana can signal").selectOption("Their watcher");
  await kim.sees("The button on this phone is Ana’s way to signal now.");
  await look(kim, "watcher", "The page of somebody who holds the button for Ana.");

  await ana.tap("Set a code");
  await ana.types("Four new digits", "4711");
  await ana.tap("Keep this code");
  await ana.tap("Lock now");
  await ana.sees("What is agreed, and your answers, are behind your code.");
  await ana.page.evaluate(() => scrollTo(0, 0));
  await look(
    ana,
    "performer-locked",
    "A left phone: what is private lies behind the performer's own code; hold and pause never.",
  );
  await ana.types("Your four digits", "4711");
  await ana.tap(ana.exactly("Open"));

  const more = person(ic, "Ana").locator("summary", { hasText: "More for Ana" });
  if (
    !(await ic
      .button(/Off set for good: closure/)
      .first()
      .isVisible())
  )
    await more.click();
  await ic.tap(/Off set for good: closure/);
  await ana.sees("Before you go");
  await ana.page.evaluate(() => scrollTo(0, 0));
  await look(ana, "performer-closure", "A performer's ending: a last check-in, and the offer of a word.");
  await ic.tap(ic.exactly("Record"));
  await ic.page.waitForTimeout(300);
  await look(ic, "ic-record", "The record on the IC's console: reports, and the wrap.");
}

/** By the code, and matched to the plan by the IC. */
async function comesAs(stage: Stage, ic: Screen, name: string): Promise<Screen> {
  const phone = await stage.screen(stage.hub.url("performer"));
  await comesIn(phone, name);
  await ic.tap(/^Waiting/);
  await ic.tap(ic.page.locator(".ic-panel").getByRole("button", { name, exact: true }));
  await ic.tap(`Admit ${name}`);
  await phone.sees("What is agreed");
  if (await ic.button("Back to the set").isVisible()) await ic.tap("Back to the set");
  return phone;
}
