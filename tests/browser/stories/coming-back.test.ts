import { expect } from "vitest";
import { answers, card, person } from "../src/console";
import type { Screen } from "../src/screen";
import { comesIn, LAPTOP, letsIn } from "../src/stage";
import { stories } from "../src/story";
import { Wifi } from "../src/wifi";

const story = stories();

const hold = (phone: Screen) => phone.page.getByRole("button", { name: "HOLD", exact: true });
const inTrouble = (ic: Screen, name: string) => person(ic, name).getByText("NOT CONNECTED");

/** The pages' own promise is two seconds. The rest is for a machine that does other things at the same time. */
const BACK_MS = 2000 + 2000;

story("A press without a network is kept, says so, goes out when it is back, and is marked late", async (stage) => {
  const ic = await stage.ic();
  const wifi = await Wifi.to(stage.hub.port);
  try {
    const ana = await stage.screen(wifi.over(stage.hub.url("performer")));
    await comesIn(ana, "Ana");
    await ana.sees("You are in the waiting room");
    await letsIn(ic, "Ana");
    await ana.sees("Try your button");
    ana.outage = true;

    wifi.lose();
    const pressed = Date.now();
    await hold(ana).click();
    await ana.sees("NOT CONNECTED:");
    expect(Date.now() - pressed, "a press for which nothing comes back says so within a second").toBeLessThan(3000);
    await ana.sees("Your hold is kept here and goes out when the hub is back.");
    await ic.sees(inTrouble(ic, "Ana"));
    expect(await card(ic, "Ana").count()).toBe(0);

    wifi.back();
    await ic.sees(card(ic, "Ana").getByText(/late: pressed 0:\d\d before it arrived/));
    await ic.seesNo(inTrouble(ic, "Ana"));
    await ana.sees("Their screen shows it.");
    await ana.seesNo("NOT CONNECTED:");
    await ana.seesNo("Your hold is kept here and goes out when the hub is back.");

    // What is true of this press is not said of the next one, which waits on the phone.
    await ana.tap("Meant nothing");
    await ana.sees("You said: it meant nothing.");
    wifi.lose();
    await hold(ana).click();
    await ana.sees("Your hold is kept here and goes out when the hub is back.");
    const says = await ana.text();
    for (const old of ["You said", "Recorded.", "releases it"]) expect(says).not.toContain(old);
    wifi.back();
    await ic.sees(card(ic, "Ana").getByText("2 presses"));
    await ana.sees("Their screen shows it.");
    await ana.seesNo("You said: it meant nothing.");
  } finally {
    wifi.end();
  }
});

story(
  "The hub is killed in the middle of a hold: every page comes back by itself, with everything pressed",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    const ben = await stage.performer(ic, "Ben");
    const crew = await stage.joins("crew", "Bo");
    const door = await stage.joins("door", "Stage door");
    const laptop = await stage.screen(await stage.hub.ownPage(), LAPTOP);
    await laptop.sees(/^Phones come to/);
    await stage.opensScene(ad, "42A");
    await hold(ana).click();
    await ana.sees("Recorded.");
    await ic.sees(card(ic, "Ana").getByRole("button", { name: "Acknowledge" }));

    await Promise.all(stage.screens.map((screen) => screen.mark()));
    stage.outage();
    await stage.hub.kill();
    await Promise.all([
      ic.sees("NOT CONNECTED."),
      ad.sees(/NOT CONNECTED/),
      ana.sees("NOT CONNECTED:"),
      ben.sees("NOT CONNECTED:"),
      crew.sees("Not connected. What you see is from before."),
      door.sees("NOT CONNECTED"),
      laptop.sees("The hub does not answer."),
    ]);
    await ben.page.getByRole("button", { name: "PAUSE", exact: true }).click();
    await ben.sees("Your pause is kept here and goes out when the hub is back.");
    await ic.sees(card(ic, "Ana"));
    // What comes within two seconds is not called late.
    await ben.page.waitForTimeout(2500);

    await stage.hub.startAgain();
    const answered = Date.now();
    await Promise.all([
      ic.seesNo("NOT CONNECTED."),
      ad.seesNo(/NOT CONNECTED/),
      ana.seesNo("NOT CONNECTED:"),
      ben.seesNo("NOT CONNECTED:"),
      crew.seesNo("Not connected. What you see is from before."),
      door.seesNo("NOT CONNECTED"),
      laptop.seesNo("The hub does not answer."),
    ]);
    const took = Date.now() - answered;
    console.info(`all seven pages were back ${took} ms after the hub answered`);
    expect(took).toBeLessThan(BACK_MS);

    await ic.sees(card(ic, "Ana").getByRole("button", { name: "Acknowledge" }));
    await ic.sees(card(ic, "Ben", "pause").getByText(/late: pressed/));
    await ana.sees("Your hold");
    await ad.sees(ad.page.locator(".big-word[data-kind=hold]"));
    await answers(ic, "Ana");
    await ana.sees("The intimacy coordinator has it in hand.");
    expect(await ic.page.getByText(/lost with the hub/i).count()).toBe(0);
    for (const screen of stage.screens) expect(await screen.isSamePage(), "not loaded anew").toBe(true);
  },
);

story(
  "A hold that the hub took with it stays on the IC's and the 1st AD's screens until they have asked",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    stage.outage();
    // What is pressed after this copy never reaches the disk, as when the laptop loses its power.
    await stage.hub.kill();
    const copy = await stage.hub.copyOfDay();
    await stage.hub.startAgain();
    await ana.seesNo("NOT CONNECTED:");
    await ic.seesNo("NOT CONNECTED.");
    await hold(ana).click();
    await ic.sees(card(ic, "Ana"));
    await ad.sees(ad.page.locator(".big-word[data-kind=hold]"));
    await ana.sees("Recorded.");
    await ana.page.close();

    await stage.hub.kill();
    await stage.hub.putBack(copy);
    await stage.hub.startAgain();
    await ic.sees("LOST WITH THE HUB");
    await ic.sees(/Go and ask\s+Ana/);
    await ad.sees("A hold was lost with the hub: go and ask.");
    expect(await ad.text()).not.toContain("Ana");
    await ic.tap("I have asked");
    await ic.sees("Nothing is open.");
    await ad.tap("I have asked");
    await ad.seesNo("A hold was lost with the hub: go and ask.");
  },
);

story(
  "A frozen tab still answers the network: the IC sees it by name, the 1st AD after ten seconds as a count",
  async (stage) => {
    const [ic, ad] = [await stage.ic(), await stage.ad()];
    const ana = await stage.performer(ic, "Ana");
    await stage.opensScene(ad, "42A");
    await stage.readies(ic, ana, "Ana");
    await ad.sees("Every performer has a way to signal now");
    await stage.rolls(ad);
    await ic.tap("All as before");
    await ad.sees("Every performer has a way to signal now");

    const cdp = await ana.cdp();
    await cdp.send("Debugger.enable");
    const stops = Date.now();
    await cdp.send("Debugger.pause");
    await ic.sees(inTrouble(ic, "Ana"));
    expect(Date.now() - stops).toBeGreaterThan(1500);
    await ad.sees("Every performer has a way to signal now");
    await ad.sees("0 of 1 performers have a way to signal now");
    expect(Date.now() - stops).toBeGreaterThan(8500);
    await ad.sees(ad.page.locator(".big-word[data-kind=rolling]"));
    expect(await ad.text()).not.toContain("Ana");

    await cdp.send("Debugger.resume");
    await cdp.send("Debugger.disable");
    await ic.seesNo(inTrouble(ic, "Ana"));
    await ad.sees("Every performer has a way to signal now");
  },
);

story("Ana opens the page a second time: the first says so, and can take it back", async (stage) => {
  const ic = await stage.ic();
  const device = await stage.device();
  const first = await stage.performer(ic, "Ana", device);
  const second = await stage.screen(new URL("/", first.page.url()).href, device);
  await second.sees("Try your button");
  await first.sees("Quiet Hold is open in another tab or window of this device");
  await first.tap("Use it here");
  await first.sees("Try your button");
  await second.sees("Quiet Hold is open in another tab or window of this device");
});

story("In the clock the loss of the hub is told dim, and nothing lights up", async (stage) => {
  const ic = await stage.ic();
  const ana = await stage.performer(ic, "Ana");
  await ana.tap("To the clock");
  stage.outage();
  await stage.hub.kill();
  await ana.sees("NOT CONNECTED:");
  await ana.sees("use your agreed word or gesture");
  await ana.page.getByTestId("clock").click({ position: { x: 190, y: 200 } });
  await ana.sees("NOBODY HAS SEEN IT:");
  await stage.hub.startAgain();
  await ana.seesNo("NOT CONNECTED:");
  await ana.sees(ana.page.locator(".clock-mark[data-mark=dot]"));
  await ic.sees(card(ic, "Ana").getByText(/late: pressed/));
});
