import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { barriers } from "../src/axe";
import { answers, card, releasesInPerson } from "../src/console";
import type { Screen } from "../src/screen";
import { longPress } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

/** What a tap on this button saves on the device, and under which name. */
async function saves(ic: Screen, button: string): Promise<{ name: string; text: string }> {
  const coming = ic.page.waitForEvent("download");
  await ic.tap(ic.exactly(button));
  const file = await coming;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

story(
  "Production's report has a signal only where the IC ticks it, and never a name; then the day is wrapped",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    await stage.opensScene(ad, "42A");
    await ana.tap(ana.exactly("HOLD"));
    await ic.sees(card(ic, "Ana"));
    await ic.tap(ic.exactly("Record"));
    await ic.sees("A signal is open. Release it first.");
    await answers(ic, "Ana");
    await releasesInPerson(ic, "Ana");
    const past = ic.page.locator(".past li");
    await ic.sees(past.getByText(/scene 42A · hold/));
    expect(await barriers(ic)).toEqual([]);

    const without = await saves(ic, "Save production’s report");
    expect(without.name).toMatch(/^quiet-hold-.*-production\.html$/);
    expect(without.text).not.toMatch(/Ana|Imke/);
    await past.getByRole("checkbox").click();
    await ic.sees(past.locator("input:checked"));
    const ticked = await saves(ic, "Save production’s report");
    expect(ticked.text).not.toMatch(/Ana|Imke/);
    expect(ticked.text, "the ticked signal is in it").not.toBe(without.text);
    expect(JSON.parse((await saves(ic, "The same as JSON")).text)).toBeTruthy();

    const own = await saves(ic, "Save my report");
    expect(own.text).toMatch(/Ana/);
    expect(own.text.toLowerCase()).toContain("evidence of consent");

    await longPress(ic, "Wrap the day: press for a second");
    await ic.sees("The day is wrapped.");
    await ana.seesNo("Try your button");
    await ad.seesNo(ad.exactly("CUT"));
    expect(await barriers(ic)).toEqual([]);
    const after = await saves(ic, "Save my report");
    expect(after.text, "the names of those who signalled are dropped at wrap").not.toMatch(/Ana/);
  },
);
