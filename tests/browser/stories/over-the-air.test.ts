import { expect } from "vitest";
import { card } from "../src/console";
import type { Screen } from "../src/screen";
import { comesIn, LAPTOP, letsIn } from "../src/stage";
import { stories } from "../src/story";

const story = stories();
const hold = (screen: Screen) => screen.page.getByRole("button", { name: "HOLD", exact: true });

/** Everything that crosses on this screen's websockets, as it crosses. */
function overheard(screen: Screen): (string | Buffer)[] {
  const all: (string | Buffer)[] = [];
  screen.page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => all.push(payload));
    socket.on("framereceived", ({ payload }) => all.push(payload));
  });
  return all;
}

story(
  "Phones of the network join over plain http through the sealed channel, press, and come back to a new start of the hub",
  async (stage) => {
    const { hub } = stage;
    const nobody = await stage.screen(hub.ready.url);
    await nobody.sees("Scan the code to come in");
    const withoutKey = await stage.screen(`${hub.ready.url}/#${hub.ready.invites.performer}`);
    await comesIn(withoutKey, "Ana");
    await withoutKey.sees("This hub asks for a secure connection");

    const heard: (string | Buffer)[][] = [];
    const arrives = async (address: string, device?: typeof LAPTOP) => {
      const screen = await stage.screen(hub.ready.url, device);
      heard.push(overheard(screen));
      await screen.page.goto(address);
      return screen;
    };
    const ic = await arrives(hub.urlInTheNetwork("ic"), LAPTOP);
    await comesIn(ic, "Imke");
    // Not before: another code in the address loads the page anew.
    expect(await ic.page.evaluate(() => isSecureContext), "as on a phone in the set's Wi-Fi").toBe(false);
    await ic.tap("I have written them down");
    await ic.tap(ic.page.getByRole("switch", { name: /Not on the floor/ }));
    const ana = await arrives(hub.urlInTheNetwork("performer"));
    await comesIn(ana, "Ana");
    await ana.sees("You are in the waiting room");
    await letsIn(ic, "Ana");
    await ana.sees("Try your button");
    await hold(ana).click();
    await ic.sees(card(ic, "Ana"));
    await ana.sees("Their screen shows it.");

    stage.outage();
    await hub.kill();
    await ana.sees("NOT CONNECTED:");
    await hub.startAgain();
    await ana.seesNo("NOT CONNECTED:");
    await ic.sees(card(ic, "Ana"));
    await ana.page.reload();
    await ana.sees("Their screen shows it.");

    for (const all of heard) {
      expect(all.length).toBeGreaterThan(10);
      for (const message of all) {
        expect(Buffer.isBuffer(message), "sealed").toBe(true);
        expect(message.length === 48 || message.length % 256 === 16, `${message.length} bytes`).toBe(true);
      }
    }
  },
  { ip: "0.0.0.0" },
);
