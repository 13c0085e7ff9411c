import { expect } from "vitest";
import { answers, card, person, releasesInPerson } from "../src/console";
import { Finger } from "../src/finger";
import { PATIENCE_MS, type Screen } from "../src/screen";
import { stories } from "../src/story";
import { browserWithTabs } from "../src/tabs";

const story = stories();

const SOON = { timeout: PATIENCE_MS };

const clock = (phone: Screen) => phone.page.getByTestId("clock");
const mark = (phone: Screen, kind: "none" | "dot" | "line") => phone.page.locator(`.clock-mark[data-mark=${kind}]`);

story("Ana's press-test goes the real way, and the IC reads how long it took", async (stage) => {
  const ic = await stage.ic();
  const ana = await stage.performer(ic, "Ana");
  await ana.sees("Not tried in this scene yet.");
  await ana.tap("Press-test");
  await ic.sees("Ana’s press is here");
  await ana.sees("It works: their screen has shown it.");
  const said = await (await ic.sees(person(ic, "Ana").getByText(/tested: \d+ ms from finger to screen/))).innerText();
  const ms = Number(/(\d+) ms/.exec(said)?.[1]);
  expect(ms).toBeGreaterThanOrEqual(0);
  expect(ms).toBeLessThan(5000);
  expect(await ic.page.locator(".open article").count(), "a test is no signal").toBe(0);
  await ic.seesNo("Ana’s press is here");
});

story(
  "The clock is a hold at touch-down anywhere, a corner too, and two fingers in opposite corners leave it",
  async (stage) => {
    const ic = await stage.ic();
    const ana = await stage.performer(ic, "Ana");
    const finger = await Finger.of(ana);
    await ana.tap("To the clock");
    await ana.sees(clock(ana));

    await finger.down(195, 300);
    await ic.sees(card(ic, "Ana"));
    await ana.sees(mark(ana, "dot"));
    await finger.up();
    await answers(ic, "Ana");
    await ana.sees(mark(ana, "line"));
    await releasesInPerson(ic, "Ana");
    await ana.sees(mark(ana, "none"));

    await finger.down(3, 3);
    await ic.sees(card(ic, "Ana"));
    await finger.up();
    await answers(ic, "Ana");
    await releasesInPerson(ic, "Ana");

    await finger.together([10, 10], [380, 834]);
    await ana.sees("Try your button");
    await finger.up();
    expect(await ic.page.locator(".open article").count(), "leaving is no hold").toBe(0);
  },
);

story(
  "A remote that types: Enter, space and page down hold, page up pauses, and a key held down is one press",
  async (stage) => {
    const ic = await stage.ic();
    const ana = await stage.performer(ic, "Ana");
    const { keyboard } = ana.page;
    for (const [key, level, presses] of [
      ["PageUp", "pause", 0],
      ["Enter", "hold", 2],
      ["Space", "hold", 3],
      ["PageDown", "hold", 4],
    ] as const) {
      await keyboard.down(key);
      for (let repeat = 0; repeat < 5; repeat++) await keyboard.down(key);
      await keyboard.up(key);
      await ic.sees(card(ic, "Ana", level));
      if (level === "pause") {
        await answers(ic, "Ana", "pause");
        await ic.sees("“What do you need?”");
        await ana.sees("What do you need? The intimacy coordinator comes to you.");
      } else {
        // Answered each time, so that the next press counts as one more.
        await answers(ic, "Ana");
        await ic.sees(card(ic, "Ana").getByText(`${presses} presses`));
      }
    }
    await ic.sees(card(ic, "Ana").getByText("4 presses"));
  },
);

story(
  "While rolling Ana holds: the 1st AD cuts, the IC has it in hand, Ana is ready, the IC releases",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    const crew = await stage.joins("crew", "Bo");
    await stage.opensScene(ad, "42A");
    await stage.readies(ic, ana, "Ana");
    await stage.rolls(ad);
    await crew.sees("Rolling");
    await ana.sees(clock(ana));

    const finger = await Finger.of(ana);
    await finger.down(200, 500);
    await ad.sees(ad.page.locator(".big-word[data-kind=hold]"));
    await finger.up();
    expect(await ad.text(), "never a name").not.toContain("Ana");
    expect(await ad.page.locator(".answer-row button:visible").allInnerTexts()).toEqual([
      expect.stringContaining("CUT"),
    ]);
    expect(await crew.text(), "not called").not.toContain("HOLD");

    await ad.tap(ad.page.getByRole("button", { name: "CUT", exact: true }));
    await ad.sees("Cut. The IC has it next.");
    await crew.sees("Cut");
    await ic.sees(card(ic, "Ana").locator(".stages div", { hasText: "1st AD" }).getByText("in hand"));
    await ana.sees(mark(ana, "dot"));
    await ana.sees(clock(ana));

    await answers(ic, "Ana");
    await ana.sees(mark(ana, "line"));
    await ic.sees(/Waiting for Ana/);
    await ana.page.keyboard.press("Escape", { delay: 2300 });
    await ana.sees("The intimacy coordinator has it in hand.");
    await ana.sees("Recorded.");
    await ana.tap("Ready to go on");
    await ana.sees("You said: ready to go on.");
    await ic.tap(card(ic, "Ana").getByRole("button", { name: "Ana is ready: release" }));
    await ic.sees("Nothing is open.");
    await ana.seesNo("Your hold");
    await ad.seesNo(ad.page.locator(".big-word[data-kind=hold]"));
  },
);

story(
  "A hold that nobody cuts is called by itself while rolling: every screen inside says HOLD, the door never",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    const crew = await stage.joins("crew", "Bo");
    const door = await stage.joins("door", "Stage door");
    await stage.opensScene(ad, "42A");
    await stage.readies(ic, ana, "Ana");
    await stage.rolls(ad);
    await ana.page.keyboard.press("Enter");
    await crew.sees(crew.page.getByRole("heading", { name: "HOLD" }));
    await ana.sees(ana.page.locator(".clock-word", { hasText: "HOLD" }));
    await ad.sees("Stop the action now.");
    // What the door has been told since is one more status; it came after the call.
    await ad.tap(ad.page.getByRole("button", { name: "CUT", exact: true }));
    await door.sees("Cut");
    expect(await door.text()).not.toMatch(/hold/i);
  },
);

story("The IC's tab is not in front: it says HOLD and shows it, and the phone says that nobody has seen it", (stage) =>
  browserWithTabs(async (laptop) => {
    const ic = await stage.ic("Imke", laptop);
    const ana = await stage.performer(ic, "Ana");
    const other = await laptop.newPage();
    await other.bringToFront();
    await expect.poll(() => ic.page.evaluate(() => document.visibilityState), SOON).toBe("hidden");
    expect(await ic.page.title()).toBe("Quiet Hold");
    await ana.sees("NOT CONNECTED:");

    await ana.page.getByRole("button", { name: "HOLD", exact: true }).click();
    await expect.poll(() => ic.page.title(), SOON).toBe("HOLD · Quiet Hold");
    const icon = await ic.page.locator("link[rel=icon]").getAttribute("href");
    expect(decodeURIComponent(icon ?? "")).toContain("#e0231b");
    await ana.sees("NOBODY HAS SEEN IT:");
    await ana.sees("On its way to their screen.");

    await ic.page.bringToFront();
    await ana.sees("Their screen shows it.");
    await expect.poll(() => ic.page.title(), SOON).toBe("Quiet Hold");
  }),
);
