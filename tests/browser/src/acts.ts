import { aPlannedDay } from "./acts-planned";
import { answers, card, person, releasesInPerson } from "./console";
import { Finger } from "./finger";
import type { Look } from "./look";
import type { Screen } from "./screen";
import { comesIn, LAPTOP, letsIn, longPress, PHONE, type Stage } from "./stage";

// A day in which every page comes by in its main states. Told twice: to check the pages, and to photograph them.

const VILLAGE = LAPTOP;

const bigWord = (ad: Screen, kind: string) => ad.page.locator(`.big-word[data-kind=${kind}]`);
const clock = (phone: Screen) => phone.page.getByTestId("clock");

/** The console's columns scroll each for themselves. */
const toTop = (screen: Screen) =>
  screen.page.evaluate(() => {
    for (const column of document.querySelectorAll("*")) column.scrollTop = 0;
  });

async function comingIn(stage: Stage, look: Look): Promise<void> {
  const laptop = await stage.screen(await stage.hub.ownPage(), LAPTOP);
  await laptop.sees("No intimacy coordinator has joined yet.");
  await laptop.page.getByAltText("QR code: Door").waitFor();
  await look(laptop, "hub", "The hub's own page on the laptop, before an intimacy coordinator has come.");
  await laptop.tap("Show the IC’s code");
  await laptop.page.getByAltText("QR code for the intimacy coordinator").waitFor();
  await look(laptop, "hub-claim", "The IC's code, on a tap.");

  const nobody = await stage.screen(stage.hub.url("crew").replace(/#.*/, ""));
  await nobody.sees("Scan the code to come in");
  await look(nobody, "join-no-code", "The page without a code.");
  const ic = await stage.screen(stage.hub.url("ic"), LAPTOP);
  await ic.sees("Who are you here?");
  await comesIn(ic, "Imke Visser");
  await ic.sees("Write these words down, on paper.");
  await look(ic, "ic-first", "The first IC's console, with the recovery words.");
  await ic.tap("I have written them down");
  await ic.tap(ic.page.getByRole("switch", { name: /Not on the floor/ }));

  const ana = await stage.screen(stage.hub.url("performer"));
  await ana.sees("Who are you here?");
  await look(ana, "join-name", "Who are you here? What is kept is said before anything is kept.");
  await comesIn(ana, "Ana");
  await ana.sees("You are in the waiting room");
  await look(ana, "waiting", "The waiting room, also the place to read what the page will be.");
  await ic.tap(/^Waiting/);
  await ic.sees("Admit Ana");
  await look(ic, "ic-waiting", "The IC's console: somebody waits to be let in by name.");
  await letsIn(ic, "Ana");
  await ic.tap("Codes");
  await ic.page.getByAltText(/^QR code/).waitFor();
  await look(ic, "ic-codes", "The IC's console: codes to hand out.");
  await ic.tap("Keys");
  await look(ic, "ic-keys", "The IC's console: the keyboard.");
  await ic.tap("Back to the set");

  const used = await stage.screen(stage.hub.url("ic"));
  await comesIn(used, "Somebody");
  await used.sees("This code has been used already");
  await look(used, "join-used", "A code that works once, a second time.");
  const second = await stage.screen(new URL("/", ana.page.url()).href, ana.page.context());
  await second.sees("Try your button");
  await ana.sees("Quiet Hold is open in another tab or window of this device");
  await look(ana, "join-elsewhere", "The page in a second tab of the same phone.");
  await second.page.close();
  await laptop.seesNo("No intimacy coordinator has joined yet.");
  await laptop.sees("No phone yet?");
  await look(laptop, "hub-no-phone", "The hub's own page when no phone has come for twenty seconds.");
}

async function aTake(stage: Stage, look: Look): Promise<void> {
  const ic = await stage.ic("Imke Visser");
  const ad = await stage.joins("ad", "Dario");
  await ad.sees("You don’t count yet:");
  await look(ad, "ad-arrives", "The 1st AD's page at first: no scene, not on the floor.");
  await ad.tap("I am on the floor");
  const ana = await stage.performer(ic, "Ana");
  await look(ana, "performer-between", "The performer's page between takes.");
  const ben = await stage.performer(ic, "Ben");
  const crew = await stage.joins("crew", "Bo");
  const village = await stage.joins("crew", "Village", VILLAGE);
  const door = await stage.joins("door", "Stage door", LAPTOP);
  await crew.sees("Open set");
  await look(crew, "crew-open", "A crew phone in the morning.");
  await stage.opensScene(ad, "42A");
  await ad.sees(bigWord(ad, "normal").getByText("NOT READY"));
  await look(ad, "ad-not-ready", "The 1st AD's page: not ready, and the first thing that is missing.");
  await look(ic, "ic-before", "The IC's console before a scene: what is still missing, by name.");
  await ad.tap(ad.exactly("ROLL"));
  await ad.sees(/^Roll anyway/);
  await look(ad, "ad-refused", "A roll refused; a press of one second rolls over it.");
  await ad.tap("Don’t roll");

  await stage.readies(ic, ana, "Ana");
  await look(ana, "performer-tested", "The performer's page after a press-test.");
  await stage.readies(ic, ben, "Ben", "Within reach");
  await ad.tap(ad.exactly("Closed"));
  await ad.tap(/Closed as listed/);
  await ic.tap(/Closed as listed/);
  await ic.tap(ic.exactly("Ask"));
  await look(ic, "ic-ask", "What the IC can ask: a silent check-in, a change on the day.");
  await ic.tap(/in person: clear/);
  await ic.tap("Back to the set");
  await stage.status(ad, "Last looks");
  await ic.sees("Ways to signal are asked again: still so?");
  await look(ic, "ic-last-looks", "The IC's console at last looks: ways to signal are asked again.");
  await ic.tap("All as before");
  await ad.sees(bigWord(ad, "go"));
  // Press-tests leave the screens by themselves.
  await ad.seesNo("A press-test came through.");
  await ic.seesNo("Ben’s press is here");
  await toTop(ad);
  await look(ad, "ad-ready", "The 1st AD's page: ready.");
  await crew.sees("Closed set: please put this away");
  await look(crew, "crew-closed", "A crew phone on a closed set.");
  await look(door, "door-closed", "The door on a closed set.");
  await ana.sees(clock(ana));
  await look(ana, "performer-clock", "In the scene: a dim clock. All of it is HOLD.");
  await ad.tap(ad.exactly("ROLL"));
  await ad.sees(bigWord(ad, "rolling"));
  await look(ad, "ad-rolling", "The 1st AD's page: rolling.");
  await ic.sees("Nothing is open.");
  await look(ic, "ic-calm", "The IC's console on a good day.");
  await village.sees("Rolling");
  await look(village, "crew-village", "The display in video village.");

  await ana.page.keyboard.press("Enter");
  await ad.sees(bigWord(ad, "hold"));
  await look(ad, "ad-hold", "The 1st AD's page: a hold. The one big answer is CUT.");
  await ic.sees(card(ic, "Ana"));
  await look(ic, "ic-hold", "The IC's console: a hold, and who.");
  await ana.sees(ana.page.locator(".clock-mark[data-mark=dot]"));
  await look(ana, "performer-clock-seen", "A dot under the clock: an IC's screen has shown it.");
  await ic.sees(ic.page.locator(".open article[data-loud='1']"));
  await look(ic, "ic-hold-again", "The same hold five seconds later, larger and brighter.");
  await village.sees(village.page.getByRole("heading", { name: "HOLD" }));
  await look(village, "crew-hold-village", "A called hold in video village.");
  await look(crew, "crew-hold", "A called hold on a crew phone: the same words whatever the cause.");
  await look(ana, "performer-clock-called", "A called hold, dim, on the clock.");
  await ad.tap(ad.exactly("CUT"));
  await ad.sees(/^Called: every screen says HOLD/);
  await look(ad, "ad-hold-cut", "The 1st AD's page after CUT.");
  await answers(ic, "Ana");
  await ic.sees(ic.page.locator("button:enabled", { hasText: "in person: release" }));
  await look(ic, "ic-in-hand", "The IC has it in hand, and waits for Ana's word.");
  await ana.sees(ana.page.locator(".clock-mark[data-mark=line]"));
  await look(ana, "performer-clock-in-hand", "A line under the clock: an IC has it in hand.");
  await ana.page.keyboard.press("Escape", { delay: 2300 });
  await ana.sees("Ready to go on");
  await look(ana, "performer-hold", "The performer's own hold, between takes.");
  await ana.tap("Ready to go on");
  await ic.sees(ic.page.locator("button:enabled", { hasText: "Ana is ready: release" }));
  await look(ic, "ic-ready", "Ana is ready: the one next step is to release.");
  await ic.tap("Ana is ready: release");
  await ic.sees("Nothing is open.");
}

async function aPause(stage: Stage, look: Look): Promise<void> {
  const ic = await stage.ic("Imke Visser", PHONE);
  const ad = await stage.ad("Dario");
  await ad.tap("Bright screen, for the sun");
  const ana = await stage.performer(ic, "Ana");
  await look(ana, "performer-alone", "The only performer in the scene is told so.");
  const ben = await stage.performer(ic, "Ben");
  await stage.opensScene(ad, "42A");
  await stage.readies(ic, ana, "Ana");
  await stage.readies(ic, ben, "Ben", "Remote or pedal");
  await ad.seesNo("A press-test came through.");
  await ic.seesNo("Ben’s press is here");
  await toTop(ic);
  await look(ic, "ic-phone", "The IC's console on a phone.");
  await ic.page.locator(".people").evaluate((people) => scrollTo(0, people.getBoundingClientRect().top - 100));
  await look(ic, "ic-phone-people", "The IC's console on a phone: the people.");
  await ana.tap(ana.exactly("PAUSE"));
  await ad.sees(bigWord(ad, "pause"));
  await toTop(ad);
  await look(ad, "ad-pause-bright", "The 1st AD's page in the sun: a pause.");
  await ic.sees(card(ic, "Ana", "pause"));
  await toTop(ic);
  await look(ic, "ic-phone-pause", "The IC's phone: a pause.");
  await answers(ic, "Ana", "pause");
  await ic.sees("“What do you need?”");
  await ic.sees(ic.page.locator("button:enabled", { hasText: "in person: release" }));
  await look(ic, "ic-phone-pause-in-hand", "The IC's phone: the question that answers a pause.");
  await ana.sees("What do you need? The intimacy coordinator comes to you.");
  await look(ana, "performer-pause", "The performer's own pause.");
  await releasesInPerson(ic, "Ana", "pause");
  await ad.sees(ad.exactly("ROLL"));
  await toTop(ad);
  await look(ad, "ad-bright", "The 1st AD's page in the sun.");
  await ad.tap(ad.exactly("ROLL"));
  await longPress(ad, "The IC is present");
  await ad.sees(bigWord(ad, "rolling"));
  await look(ad, "ad-rolling-bright", "The 1st AD's page in the sun: rolling.");
  await ben.page.keyboard.press("PageDown");
  await ad.sees(bigWord(ad, "hold"));
  await look(ad, "ad-hold-bright", "The 1st AD's page in the sun: a hold.");
  await ic.sees(card(ic, "Ben"));
  await look(ic, "ic-phone-hold", "The IC's phone: a hold.");
  await ad.tap(ad.exactly("CUT"));
  await answers(ic, "Ben");
  await releasesInPerson(ic, "Ben");
}

async function trouble(stage: Stage, look: Look): Promise<void> {
  const laptop = await stage.screen(await stage.hub.ownPage(), LAPTOP);
  const ic = await stage.ic("Imke Visser");
  const ad = await stage.ad("Dario");
  const ana = await stage.performer(ic, "Ana");
  const ben = await stage.performer(ic, "Ben");
  const crew = await stage.joins("crew", "Bo");
  const door = await stage.joins("door", "Stage door", LAPTOP);
  await stage.opensScene(ad, "42A");
  await ic.tap("Bright screen, for the sun");
  await toTop(ic);
  await look(ic, "ic-bright", "The IC's console in a bright room.");
  const frozen = await ben.cdp();
  await frozen.send("Debugger.enable");
  await frozen.send("Debugger.pause");
  await ic.sees(person(ic, "Ben").getByText("NOT CONNECTED"));
  await look(ic, "ic-trouble-bright", "A phone that has gone silent is told to the IC by name, in three seconds.");
  await frozen.send("Debugger.resume");
  await frozen.send("Debugger.disable");
  await ic.tap("Dark screen, for the set");
  await toTop(ic);

  await ad.tap(/^Stand down/);
  await ad.sees("STOOD DOWN");
  await toTop(ad);
  await look(ad, "ad-stood-down", "Stood down: the 1st AD's page.");
  await ic.sees("Stood down.");
  await toTop(ic);
  await look(ic, "ic-stood-down", "Stood down: the IC's console.");
  await ana.sees(/^The buttons are stood down/);
  await look(ana, "performer-stood-down", "Stood down: the performer's page.");
  await crew.sees("Quiet Hold is stood down.");
  await look(crew, "crew-stood-down", "Stood down: a crew phone.");
  await door.sees("NOT IN USE");
  await look(door, "door-stood-down", "Stood down: the door.");
  await ic.tap("Take it up again");
  await ana.seesNo(/^The buttons are stood down/);
  await look(door, "door-open", "The door of an open set.");

  await ben.tap("To the clock");
  stage.outage();
  await stage.hub.kill();
  const copy = await stage.hub.copyOfDay();
  await stage.hub.startAgain();
  await ic.seesNo("NOT CONNECTED.");
  await ana.seesNo("NOT CONNECTED:");
  await ana.tap(ana.exactly("HOLD"));
  await ic.sees(card(ic, "Ana"));
  await ad.sees(bigWord(ad, "hold"));
  await stage.hub.kill();
  await ic.sees("NOT CONNECTED.");
  await look(ic, "ic-not-connected", "The IC's console without the hub: what was open stays.");
  await look(ad, "ad-not-connected-hold", "The 1st AD's page without the hub: the hold stays.");
  await ben.sees("NOT CONNECTED:");
  await look(ben, "performer-clock-not-connected", "Without the hub: the clock, with a broken outline.");
  const finger = await Finger.of(ben);
  await finger.down(200, 300);
  await finger.up();
  await ana.sees("NOT CONNECTED:");
  await look(ana, "performer-not-connected", "Without the hub: between takes.");
  await ana.page.close();
  await crew.sees("Not connected. What you see is from before.");
  await look(crew, "crew-not-connected", "Without the hub: a crew phone.");
  await door.sees("NOT CONNECTED");
  await look(door, "door-not-connected", "Without the hub: the door.");
  await laptop.sees("The hub does not answer.");
  await look(laptop, "hub-gone", "The hub's own page when the hub has stopped.");
  await laptop.page.close();
  await ben.sees("NOBODY HAS SEEN IT:");
  await look(ben, "performer-clock-nobody", "A press that nobody has seen says so after five seconds.");

  await stage.hub.putBack(copy);
  await stage.hub.startAgain();
  await ic.sees("LOST WITH THE HUB");
  await ic.sees(card(ic, "Ben").getByText(/late: pressed/));
  await toTop(ic);
  await look(ic, "ic-lost", "A hold that was lost with the hub, and one that was kept on the phone and came late.");
  await ad.sees("A hold was lost with the hub: go and ask.");
  await toTop(ad);
  await look(ad, "ad-lost", "The 1st AD's page: a hold was lost with the hub.");
}

export const ACTS = { comingIn, aTake, aPause, trouble, aPlannedDay };
