import { expect } from "vitest";
import { readCode } from "../src/qr";
import type { Screen } from "../src/screen";
import { comesIn, LAPTOP, letsIn } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

/** As on a set: the codes carry this machine's address in its network, and phones come over it. */
const ON_A_NETWORK = { ip: "0.0.0.0" };

const code = (screen: Screen, label: string) => readCode(screen.page.getByAltText(label, { exact: true }));

story(
  "Everybody comes in by the codes on the laptop's screen, and the IC lets Ana in by name",
  async (stage) => {
    const laptop = await stage.screen(await stage.hub.ownPage(), LAPTOP);
    await laptop.sees("No intimacy coordinator has joined yet.");
    expect(laptop.page.url(), "the laptop's key stays out of the address bar").toMatch(/\/hub$/);
    expect(await laptop.page.getByAltText("QR code for the intimacy coordinator").count()).toBe(0);

    await laptop.tap("Show the IC’s code");
    const ic = await stage.screen(await code(laptop, "QR code for the intimacy coordinator"), LAPTOP);
    await comesIn(ic, "Imke");
    const words = await (await ic.sees(ic.page.locator(".recovery-words"))).innerText();
    expect(words.trim().split(/\s+/)).toHaveLength(12);
    expect(new URL(ic.page.url()).hash, "the invite is gone from the address bar").toBe("");
    await ic.tap("I have written them down");
    await ic.seesNo(words);
    await laptop.seesNo("No intimacy coordinator has joined yet.");

    const ana = await stage.screen(await code(laptop, "QR code: Performer"));
    expect(new URL(ana.page.url()).hostname, "the code leads to the network's address").not.toMatch(/^127\.|localhost/);
    await laptop.sees("This address works: a phone has reached it");
    await comesIn(ana, "Ana");
    await ana.sees("You are in the waiting room");
    expect(ana.page.url()).toMatch(/\/$/);
    await ic.sees(ic.button(/^Waiting\s*1$/));
    await letsIn(ic, "Ana");
    await ana.sees("Try your button");
    await ana.sees("Imke");

    const crew = await stage.screen(await code(laptop, "QR code: Crew"));
    await comesIn(crew, "Bo");
    await crew.sees("No scene is open");
    const door = await stage.screen(await code(laptop, "QR code: Door"), LAPTOP);
    await comesIn(door, "Stage door");
    await door.sees("Open set");
    expect(await ic.text(), "nobody talks in the clear").not.toMatch(/in the clear/i);
  },
  ON_A_NETWORK,
);

story("The IC makes a 1st AD's code that works once, for one name", async (stage) => {
  const ic = await stage.ic();
  await ic.tap("Codes");
  await ic.types("Their name", "Dario");
  await ic.tap("Make a 1st AD’s code");
  const address = await code(ic, "QR code: 1st AD Dario");
  const ad = await stage.screen(address);
  await comesIn(ad, "Dario");
  await ad.sees("You don’t count yet:");

  const second = await stage.screen(address);
  await comesIn(second, "Somebody");
  await second.sees("This code has been used already");
});

story(
  "Somebody whom the IC turns away is told to ask, and Ana's new phone takes over from her lost one",
  async (stage) => {
    const ic = await stage.ic();
    const guest = await stage.joins("performer", "Guest");
    await ic.tap(/^Waiting/);
    await ic.tap("Turn away");
    await guest.sees("The IC has taken this phone out");
    await guest.sees("Ask to be let in again");

    await ic.tap("Back to the set");
    const old = await stage.performer(ic, "Ana");
    await old.page.getByRole("button", { name: "HOLD", exact: true }).click();
    await ic.sees("Acknowledge");
    await old.page.close();
    const fresh = await stage.joins("performer", "Ana again");
    await ic.tap(/^Waiting/);
    await ic.page.getByLabel("Phone").selectOption("Ana’s new phone");
    await ic.tap(/Admit in place of/);
    await fresh.sees("Your hold");
    await ic.tap("Back to the set");
    await ic.sees(ic.page.locator(".open article[data-level=hold] h2", { hasText: "Ana" }));
  },
);
