import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { barriers } from "../src/axe";
import { person } from "../src/console";
import { readCode } from "../src/qr";
import type { Screen } from "../src/screen";
import { LAPTOP, longPress } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

const FILE = join(tmpdir(), `quiethold-plan-${process.pid}.toml`);
writeFileSync(
  FILE,
  `
people = [
  { name = "Ana", job = "performer" },
  { name = "Ben", job = "performer" },
  { name = "Cleo", job = "performer" },
]

[[scenes]]
number = "42A"
title = "The morning after"
kinds = ["kiss"]
performers = [{ name = "Ana" }, { name = "Ben" }]
lines = [{ who = ["Ana"], to = ["Ben"], what = "Kiss on the mouth, closed", say = "yes" }]
closed_set = { people = ["Director"], moments = ["Make-up"], monitors = ["Focus monitor"] }

[[scenes]]
number = "43"
title = "The window"
kinds = ["kiss"]
performers = [{ name = "Cleo" }]
lines = [{ what = "Touch of the face", say = "not here" }]
`,
);
const PLANNED = { args: ["--plan", FILE] };

/** Let in under another name, as happens: the IC says later who of the plan it is. */
async function comesAs(ic: Screen, name: string, planned: string): Promise<void> {
  await ic.page.locator("summary", { hasText: `More for ${name}` }).click();
  await person(ic, name).getByLabel("Who of the plan is it?").selectOption(planned);
  await ic.sees(person(ic, planned));
}

story(
  "Who is in already is matched to the plan; the planned cast changes by the one who was tapped",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Annie");
    for (const name of ["Benny", "Cleopatra"]) await stage.performer(ic, name);
    await comesAs(ic, "Annie", "Ana");
    await comesAs(ic, "Benny", "Ben");
    await comesAs(ic, "Cleopatra", "Cleo");
    await ad.tap(/42A The morning after/);
    await ana.sees("Kiss on the mouth, closed");

    await ic.tap("Cast");
    await ic.sees("Cast as planned: Ana, Ben");
    const tick = (name: string) => ic.page.getByRole("checkbox", { name });
    await tick("Cleo").click();
    await ic.sees(person(ic, "Cleo"));
    await expect
      .poll(() => Promise.all(["Ana", "Ben", "Cleo"].map((name) => tick(name).isChecked())))
      .toEqual([true, true, true]);
    await tick("Cleo").click();
    await expect
      .poll(() => Promise.all(["Ana", "Ben", "Cleo"].map((name) => tick(name).isChecked())))
      .toEqual([true, true, false]);
    await ic.tap("As planned again");
    await ic.sees("Cast as planned: Ana, Ben");
    expect(await ic.button("As planned again").count()).toBe(0);
    expect(await barriers(ic)).toEqual([]);
  },
  PLANNED,
);

story(
  "The 1st AD opens the plan's scenes by a tap, reads the closed-set list, and wraps over a missing ending by a long press",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Annie");
    await comesAs(ic, "Annie", "Ana");
    await ad.tap(/43 The window/);
    await ad.sees(/Scene 43/);
    await ad.tap(ad.page.locator("summary", { hasText: "Another setup or scene" }));
    await ad.tap(/42A The morning after/);
    await ad.sees(/Scene 42A/);
    for (const listed of ["Director", "Make-up", "for a moment", "Focus monitor"]) await ad.sees(listed);
    expect(await ad.text(), "no performer's name, and no line").not.toMatch(/Ana|Annie|Kiss on the mouth/);
    expect(await barriers(ad)).toEqual([]);

    // What was missing is there: the sheet goes by itself, and nobody says a word that nothing needs.
    await stage.readies(ic, ana, "Ana");
    await ad.tap(ad.exactly("ROLL"));
    await ad.sees(ad.button("The IC is present"));
    await ic.tap(ic.exactly("Ask"));
    await ic.tap(/^Ask the cast on set/);
    await ad.sees(/Check-in under way/);
    await ad.seesNo(ad.button("The IC is present"));

    await ad.tap(ad.exactly("Wrapped"));
    await longPress(ad, "Checked in person");
    await ic.sees(/wrapped.*Checked in person|wrapped.*checked in person/i);
    await ana.sees("Wrapped");
  },
  PLANNED,
);

story(
  "The laptop's page shows the Wi-Fi's own code, and a phone's camera reads it",
  async (stage) => {
    const laptop = await stage.screen(await stage.hub.ownPage(), LAPTOP);
    expect(await readCode(laptop.page.getByAltText("QR code: the Wi-Fi Stage 4"))).toBe(
      "WIFI:T:WPA;S:Stage 4;P:quiet\\;set;;",
    );
  },
  { args: ["--wifi", "Stage 4:quiet;set"] },
);
