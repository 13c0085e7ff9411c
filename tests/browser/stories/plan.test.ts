import { expect } from "vitest";
import { barriers } from "../src/axe";
import { ANA_AND_BEN, THE_MORNING_AFTER } from "../src/plans";
import type { Screen } from "../src/screen";
import { comesIn } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

const line = (phone: Screen, what: string) => phone.page.locator(".agreed-line").filter({ hasText: what });

const PLAN = `
[words]
ic = "intimacy lead"

${ANA_AND_BEN}

[[scenes]]
number = "41"
title = "The corridor"
kinds = ["other"]

[[scenes.performers]]
name = "Ana"

${THE_MORNING_AFTER}
`;

story(
  "A performer reads what is agreed, line by line, and asks to talk about one; a code keeps it from others",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    await ic.tap(ic.exactly("Plan"));
    await ic.page.getByLabel("The plan as text").fill(PLAN);
    await ic.tap(ic.exactly("Use this plan"));
    await ic.sees("Not here: 2");
    const ana = await stage.screen(stage.hub.url("performer"));
    await comesIn(ana, "Ana");
    await ic.tap(/^Waiting/);
    await ic.tap(ic.page.locator(".ic-panel").getByRole("button", { name: "Ana", exact: true }));
    await ic.tap("Admit Ana");
    await ana.sees("What is agreed");
    await stage.opensScene(ad, "42A");
    await ana.sees(line(ana, "A hand on the cheek").getByText("Yes"));
    await ana.sees(line(ana, "A kiss on the neck").getByText("Ask in the moment"));
    await ana.sees("Nothing below the collarbone.");
    await ana.sees("What is not listed is not agreed.");
    await ana.sees("Intimacy lead: reachable");
    expect(await ana.page.locator(".agreed summary").first().innerText(), "the open scene first").toContain("42A");
    expect(await barriers(ana)).toEqual([]);

    await ana.tap(line(ana, "A kiss on the neck").getByRole("button", { name: "Talk to me about this" }));
    await ana.sees("The intimacy lead comes to you about this.");
    expect(await ad.text()).not.toMatch(/kiss on the neck|Ana/i);
    await ana.tap("Set a code");
    await ana.types("Four new digits", "4711");
    await ana.tap("Keep this code");
    await ana.tap("Lock now");
    await ana.sees("behind your code");
    expect(await ana.text()).not.toMatch(/kiss|cheek|collarbone/i);
  },
);
