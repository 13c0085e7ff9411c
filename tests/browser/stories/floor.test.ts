import { expect } from "vitest";
import { answers, card } from "../src/console";
import type { Screen } from "../src/screen";
import { LAPTOP, longPress } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

const bigWord = (ad: Screen, kind: string) => ad.page.locator(`.big-word[data-kind=${kind}]`);

story(
  "A roll is refused while the list is not met; only a press that lasts a second rolls over it, and the IC reads who",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    await stage.performer(ic, "Ana");
    await stage.opensScene(ad, "42A");
    await ad.sees(bigWord(ad, "normal").getByText("NOT READY"));

    await ad.tap(ad.exactly("ROLL"));
    await ad.sees("Roll anyway: press one of these for a second. The IC sees it at once, and it is kept.");
    expect(await ad.page.locator(".override").innerText(), "counts, never names").not.toContain("Ana");
    const short = ad.button("Checked in person");
    await short.hover();
    await ad.page.mouse.down();
    await ad.page.waitForTimeout(400);
    await ad.page.mouse.up();
    await short.tap();
    // The hub answers in the order in which it was asked: what comes after the tap shows that the tap asked for nothing.
    await ic.tap(ic.page.getByRole("switch", { name: "Not yet" }));
    await ad.sees("Not yet: the IC says when");
    expect(await ad.page.locator(".ad-bar").innerText()).toContain("Blocking");
    await ad.sees("A roll waits for this; nobody can roll over it.");

    await ic.tap(ic.page.getByRole("switch", { name: "Not yet" }));
    await longPress(ad, "Checked in person");
    await ad.sees(bigWord(ad, "rolling"));
    await ic.sees(/Rolling.*Dario: "checked in person"/);
  },
);

story("No take begins over an open pause or without a reachable IC", async (stage) => {
  const [ic, ad] = [await stage.ic(), await stage.ad()];
  const ana = await stage.performer(ic, "Ana");
  const ben = await stage.performer(ic, "Ben");
  await stage.opensScene(ad, "42A");
  await ana.tap(ana.exactly("PAUSE"));
  await ad.sees(bigWord(ad, "pause"));
  expect(await ad.exactly("ROLL").count()).toBe(0);
  await ad.tap(ad.exactly("SEEN"));
  await ad.seesNo(ad.exactly("SEEN"));
  await answers(ic, "Ana", "pause");
  await ic.tap(card(ic, "Ana", "pause").getByRole("button", { name: /in person: release/ }));
  await ad.sees(ad.exactly("ROLL"));

  await ic.tap(ic.page.getByRole("switch", { name: /^On the floor/ }));
  await ben.sees("Intimacy coordinator: not reachable now");
  await ad.tap(ad.exactly("ROLL"));
  await ad.sees(/^No IC is reachable/);
  expect(await ad.page.locator(".override").count(), "no word lifts that").toBe(0);
});

story(
  "The set is closed as listed by both; crew put their phones away, and the door says PLEASE WAIT in a hold too",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const crew = await stage.joins("crew", "Bo");
    const door = await stage.joins("door", "Stage door", LAPTOP);
    await stage.opensScene(ad, "42A");
    await ad.tap(ad.exactly("Closed"));
    await crew.sees("Closed set: please put this away");
    await door.sees("CLOSED SET");
    await door.sees("PLEASE WAIT");
    await ad.tap(/Closed as listed/);
    await ic.sees('Set closed; the IC has not said "as listed"');
    await ic.tap(/Closed as listed/);
    await ad.sees("Set closed as listed");
    await ic.sees("Set closed as listed");

    await ic.tap("Call: every screen says HOLD");
    await crew.sees(crew.page.getByRole("heading", { name: "HOLD" }));
    await ic.tap("Release the technical hold");
    await crew.sees("Closed set: please put this away");
    expect(await door.text()).not.toMatch(/hold/i);
    await door.sees("PLEASE WAIT");
  },
);

story(
  "The tool itself fails the floor: stood down, every screen says so, presses still arrive, and the IC takes it up again",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    const ben = await stage.performer(ic, "Ben");
    const crew = await stage.joins("crew", "Bo");
    const door = await stage.joins("door", "Stage door", LAPTOP);
    await ben.tap("To the clock");
    await ad.tap(/^Stand down/);
    await ic.sees("Stood down.");
    await ad.sees("STOOD DOWN");
    await ana.sees("The buttons are stood down: your agreed word or gesture is in use.");
    await ben.sees("The buttons are stood down: your agreed word or gesture is in use.");
    await ben.sees(ben.page.getByTestId("clock"));
    await crew.sees("Quiet Hold is stood down. The agreed words and gestures are in use.");
    await door.sees("NOT IN USE");

    await ana.tap(ana.exactly("HOLD"));
    await ic.sees(card(ic, "Ana"));
    await ana.sees("Their screen shows it.");
    await ic.tap("Take it up again");
    await ic.seesNo("Stood down.");
    await crew.seesNo("Quiet Hold is stood down. The agreed words and gestures are in use.");
    await ana.seesNo("The buttons are stood down: your agreed word or gesture is in use.");
    await door.sees("Open set");
  },
);
