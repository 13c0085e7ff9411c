import { expect } from "vitest";
import { card } from "../src/console";
import { comesIn, LAPTOP, letsIn } from "../src/stage";
import { stories } from "../src/story";
import { heardOnThirdLane, stallWebsockets, thirdLaneOpens, watchThirdLane } from "../src/third-lane";

const story = stories();

story(
  "Over plain http a phone opens a third lane of datagrams, which carries a press while both websockets are stalled",
  async (stage) => {
    const { hub } = stage;
    const arrives = async (code: "ic" | "performer", name: string, options?: typeof LAPTOP) => {
      const device = await stage.device(options);
      await watchThirdLane(device);
      const screen = await stage.screen(hub.urlInTheNetwork(code), device);
      await comesIn(screen, name);
      return screen;
    };
    const ic = await arrives("ic", "Imke", LAPTOP);
    expect(await ic.page.evaluate(() => isSecureContext), "as on a phone in the set's Wi-Fi").toBe(false);
    await ic.tap("I have written them down");
    await ic.tap(ic.page.getByRole("switch", { name: /Not on the floor/ }));
    const ana = await arrives("performer", "Ana");
    await ana.sees("You are in the waiting room");
    await letsIn(ic, "Ana");
    await ana.sees("Try your button");
    await thirdLaneOpens(ana);
    await thirdLaneOpens(ic);

    // Other ways that the page looks for come to nothing.
    ana.outage = true;
    await stallWebsockets(ana);
    await ana.page.getByRole("button", { name: "HOLD", exact: true }).click();
    await ic.sees(card(ic, "Ana"));
    await ana.sees("Their screen shows it.");
    await stallWebsockets(ana, false);
    expect(await heardOnThirdLane(ic), "the alert came to the IC by the third lane, too").toContain("alert");
    expect(await heardOnThirdLane(ana)).toContain("done");
  },
  { ip: "0.0.0.0" },
);
