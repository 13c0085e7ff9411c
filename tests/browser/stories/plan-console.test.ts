import { expect } from "vitest";
import { barriers } from "../src/axe";
import { person } from "../src/console";
import { ANA_AND_BEN } from "../src/plans";
import type { Screen } from "../src/screen";
import { comesIn } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

const panel = (ic: Screen) => ic.page.locator(".ic-panel");
const text = (ic: Screen) => ic.page.getByLabel("The plan as text");

const PLAN = `
${ANA_AND_BEN}

[[scenes]]
number = "42A"
title = "The morning after"
kinds = ["kiss"]
limits = ["Nothing below the collarbone."]

[scenes.closed_set]
people = ["Director"]
moments = ["Make-up"]
monitors = ["Focus monitor"]

[[scenes.performers]]
name = "Ana"

[[scenes.performers]]
name = "Ben"

[[scenes.lines]]
who = ["Ana"]
to = ["Ben"]
what = "Kiss on the mouth, closed"
say = "yes"

[[scenes]]
number = "43"
title = "The window"
call = 2031-03-01T09:00
kinds = ["nudity"]

[[scenes.performers]]
name = "Ana"
`;

/** The line of the text, from 1, as the hub counts. */
const lineOf = (plan: string, what: string) => plan.split("\n").findIndex((line) => line.includes(what)) + 1;

async function usesPlan(ic: Screen, plan: string): Promise<void> {
  await text(ic).fill(plan);
  await ic.tap(ic.exactly("Use this plan"));
}

/** Who waits is let in as this name of the plan, and only by the tap. */
async function admitsAs(ic: Screen, waits: string, name: string): Promise<void> {
  await ic.tap(/^Waiting/);
  await ic.tap(panel(ic).getByRole("button", { name, exact: true }));
  await ic.tap(`Admit ${name}`);
  await ic.seesNo(ic.button(`Admit ${name}`));
  await ic.tap("Back to the set");
  await ic.sees(person(ic, name));
  expect(waits).toBeTruthy();
}

story("A plan is written on the console: mistakes with their lines, and the plan from before stays", async (stage) => {
  const ic = await stage.ic();
  await ic.tap(ic.exactly("Plan"));
  await ic.sees(/No plan yet/);
  // The hub begins it with an example, all of it commented out.
  await ic.page.waitForFunction(() => document.querySelector("textarea")?.value.includes("#"));
  await usesPlan(ic, PLAN);
  await ic.sees("Not here: 2");
  await ic.sees("Kiss on the mouth, closed");
  expect(await barriers(ic)).toEqual([]);

  await ic.tap("Change or import the plan");
  await ic.page.waitForFunction(() => document.querySelector("textarea")?.value.includes("Kiss on the mouth"));
  const wrong = PLAN.replace('kinds = ["kiss"]', 'kinds = ["kissing"]').replace('to = ["Ben"]', 'to = ["Bob"]');
  await usesPlan(ic, wrong);
  await ic.sees("Not taken.");
  await ic.sees("The plan from before stays as it was.");
  const at = lineOf(wrong, "kissing");
  await ic.tap(new RegExp(`^Line ${at}`));
  const chosen = await text(ic).evaluate((area) => {
    const { value, selectionStart, selectionEnd } = area as HTMLTextAreaElement;
    return value.slice(selectionStart, selectionEnd);
  });
  expect(chosen, "a mistake leads to its line").toContain("kissing");
  expect(await barriers(ic)).toEqual([]);
  await ic.tap("Leave it as it is");
  await ic.sees("Kiss on the mouth, closed");

  await ic.tap("Change or import the plan");
  await ic.page
    .getByLabel("From a file")
    .setInputFiles({ name: "day.toml", mimeType: "text/plain", buffer: Buffer.from(long()) });
  await ic.tap(ic.exactly("Use this plan"));
  await ic.sees("Not here: 2");
  await ic.sees("The last scene: Kuß, поцелуй, 口づけ");
});

/** Many frames long, and in several scripts. */
function long(): string {
  const scene = (number: number) =>
    `
[[scenes]]
number = "${number}"
title = "${number === 154 ? "The last scene: Kuß, поцелуй, 口づけ" : "“Street”"}"
kinds = ["other"]

[[scenes.performers]]
name = "Ana"
`;
  return PLAN + Array.from({ length: 55 }, (_, nth) => scene(100 + nth)).join("");
}

story("The IC matches who waits, reads who wants to talk, takes a line back, and notes a rider", async (stage) => {
  const [ic, ad] = [await stage.ic(), await stage.ad()];
  await ic.tap(ic.exactly("Plan"));
  await usesPlan(ic, PLAN);
  await ic.sees("Not here: 2");
  const ana = await stage.screen(stage.hub.url("performer"));
  await comesIn(ana, "Anna");
  await admitsAs(ic, "Anna", "Ana");
  await ana.sees("Kiss on the mouth, closed");

  await ad.tap("42A The morning after");
  await ad.sees("Focus monitor");
  await ad.sees("for a moment");
  expect(await ad.text()).not.toMatch(/Ana|Anna|Ben|Kiss/);

  await ana.tap("Talk to me about this");
  const go = ic.page.locator(".go").filter({ hasText: "Ana" });
  await ic.sees(go.getByText("Talk to me"));
  await ic.tap(go.getByRole("button", { name: /^We have talked/ }));
  await ic.seesNo(go);

  await ic.tap(ic.exactly("Plan"));
  const line = ic.page.locator(".plan-line").filter({ hasText: "Kiss on the mouth" });
  await ic.tap(line.getByRole("button", { name: /^Take back/ }));
  await ic.tap(line.getByRole("button", { name: "Ask in the moment" }));
  await ic.sees(line.locator("strong").getByText("Ask in the moment"));
  await ana.sees("Ask in the moment");

  await ic.page.getByText("The window").click();
  const rider = ic.page.locator(".rider").filter({ hasText: "no rider" });
  await rider.locator("summary").click();
  await rider.getByLabel("Received").fill("2026-01-02T10:00");
  await ic.tap(rider.getByRole("button", { name: "Note it" }));
  const noted = ic.page.locator(".rider").filter({ hasText: "rider, not confirmed" });
  await ic.tap(noted.getByRole("switch", { name: /^Confirmed with them/ }));
  await ic.sees(ic.page.locator(".rider").filter({ hasText: "rider, confirmed" }));
});
