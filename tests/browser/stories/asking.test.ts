import { expect } from "vitest";
import { barriers } from "../src/axe";
import { stories } from "../src/story";

const story = stories();

story(
  "A silent check-in: three equal answers, the IC alone reads them, and amber comes up as go and ask",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    const ben = await stage.performer(ic, "Ben");
    await stage.opensScene(ad, "42A");
    await ad.sees("Check-in not cleared by the IC yet");
    await ic.tap(ic.exactly("Ask"));
    await ic.tap("Was that as agreed?");
    await ic.tap(/^Ask the cast on set \(2\)/);
    await ana.sees("Was that as agreed?");
    await ben.sees("A question waits at the top.");
    await ad.sees("Check-in under way: the IC says when it is clear");
    const looks = await ana.page.locator(".three button").evaluateAll((buttons) =>
      buttons.map((button) => {
        const { width, height } = button.getBoundingClientRect();
        const { fontWeight, backgroundColor } = getComputedStyle(button);
        return [Math.round(width), Math.round(height), fontWeight, backgroundColor].join();
      }),
    );
    expect(looks).toHaveLength(3);
    expect(new Set(looks).size, "none of the answers is larger or louder").toBe(1);

    expect(await barriers(ana)).toEqual([]);
    // A screen reader hears only what changes in a place that was there before.
    const told = await ana.page.locator("[role=status][data-told]").elementHandle();
    expect(await told?.textContent()).toBe("");
    // What has only just appeared under a finger takes no tap.
    await ana.page.waitForTimeout(700);
    await ana.tap(ana.exactly("Amber"));
    await ana.sees(ana.page.locator(".asked").getByText("Your answer: Amber."));
    expect(await told?.evaluate((place) => [place.isConnected, place.textContent])).toEqual([
      true,
      "Your answer: Amber.",
    ]);
    await ic.sees(ic.page.locator(".go").filter({ hasText: "Ana" }));
    expect(await ad.text()).not.toMatch(/Ana|amber/i);
    expect(await ben.text()).not.toContain("Ana");
    await ic.tap("I have asked Ana");
    await ben.tap(ben.exactly("Green"));
    await ben.sees("Your answer: Green.");
    await ic.tap(ic.exactly("Clear"));
    await ad.sees("Check-in cleared");
  },
);

story(
  "A change on the day: agreed only when all say yes, and a yes taken back reads not today, unnamed",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    const ben = await stage.performer(ic, "Ben");
    await stage.opensScene(ad, "42A");
    await ic.tap(ic.exactly("Ask"));
    await ic.page.getByLabel(/What would be different/).fill("The robe comes off before the turn");
    await ic.tap("Ask the performers of this scene");
    for (const performer of [ana, ben]) await performer.sees("No is a complete answer. The scene works as planned.");
    await ad.sees("Asking");
    await ana.page.waitForTimeout(700);
    await ana.tap(ana.exactly("Yes"));
    await ana.sees("Your reply: Yes.");
    await ic.sees(ic.page.locator(".by-name li").filter({ hasText: "Ana" }).getByText("Yes"));
    expect(await ic.page.getByRole("button", { name: "Publish: agreed" }).count(), "silence is never yes").toBe(0);
    await ben.tap(ben.exactly("Yes"));
    const agreed = ic.page.getByRole("button", { name: "Publish: agreed" });
    await ic.sees(agreed);
    expect(await agreed.isEnabled(), "not without the written amendment").toBe(false);
    await ic.page.getByLabel("The written amendment is signed").check();
    await ic.tap(agreed);
    await ad.sees("Agreed");

    await ana.tap("Take my yes back");
    await ana.sees("Not today. The scene works as planned.");
    await ad.sees(/^Not today/);
    expect(await ad.text()).not.toMatch(/Ana|Ben/);
  },
);
