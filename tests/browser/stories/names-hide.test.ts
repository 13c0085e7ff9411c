import { expect } from "vitest";
import { barriers } from "../src/axe";
import { card } from "../src/console";
import type { Screen } from "../src/screen";
import { stories } from "../src/story";

const story = stories();

const nameless = (ic: Screen, level = "hold") => ic.page.locator(`.open article[data-level=${level}]`);

/** A person's hand on the page, where nothing is to be pressed. */
const touches = (ic: Screen) => ic.page.mouse.click(10, 300);

story(
  "After a minute untouched the IC's screen has no names, alerts come at once, and a touch names one",
  async (stage) => {
    const ic = await stage.ic();
    const [ana, ben] = [await stage.performer(ic, "Ana"), await stage.performer(ic, "Ben")];
    expect(await ic.text()).toMatch(/Ana/);
    await ic.page.waitForTimeout(61_000);
    await ic.sees("Names are hidden. Press anywhere to see them.");
    expect(await ic.text()).not.toMatch(/Ana|Ben|Imke/);
    await ic.sees("Performer 1");
    expect(await barriers(ic)).toEqual([]);

    await ana.tap(ana.exactly("HOLD"));
    await ana.sees("Their screen shows it.");
    await ic.sees("Who?");
    expect(await ic.text()).not.toMatch(/Ana|Ben/);
    await ben.tap(ben.exactly("PAUSE"));
    await ic.sees(nameless(ic, "pause"));
    await ic.tap(nameless(ic).getByRole("button", { name: /Who/ }));
    await ic.sees(card(ic, "Ana"));
    expect(await ic.text(), "the touch named one person, and nobody else").not.toMatch(/Ben/);

    await touches(ic);
    await ic.seesNo("Names are hidden");
    await ic.sees(card(ic, "Ben", "pause"));
    await ic.tap(card(ic, "Ana").getByRole("button", { name: "Acknowledge" }));
    await ana.sees("The intimacy coordinator has it in hand.");
  },
);

story(
  "Behind a PIN a screen left lying shows no names and admits nobody; alerts and the floor work as before",
  async (stage) => {
    const ic = await stage.ic();
    const ana = await stage.performer(ic, "Ana");
    await ic.page.getByText("Names hide after a minute untouched").click();
    await ic.tap(ic.page.getByRole("switch", { name: "PIN on this device" }));
    await ic.types("Four digits that you remember", "2468");
    await ic.tap(ic.exactly("Set it"));
    await ic.sees("Names hide after a minute untouched, behind a PIN");
    await ic.tap("Hide them now");
    await ic.sees("Names are hidden");
    await ic.page.reload();
    await ic.sees("Names are hidden");
    await touches(ic);
    expect(await ic.text(), "a press alone brings no name back").not.toMatch(/Ana|Imke/);
    expect(await barriers(ic)).toEqual([]);

    await ana.tap(ana.exactly("HOLD"));
    await ic.tap(nameless(ic).getByRole("button", { name: "Acknowledge" }));
    await ana.sees("The intimacy coordinator has it in hand.");
    expect(await ic.text()).not.toMatch(/Ana/);
    await ic.tap(/Call: every screen says HOLD/);
    await ana.sees("A hold is called for everyone.");
    await ic.tap(nameless(ic).getByRole("button", { name: /Who/ }));
    await ic.sees(card(ic, "Ana"));

    await ic.types("Your PIN", "1111");
    await ic.tap("Show names");
    await ic.sees(/That is not the PIN/);
    await ic.types("Your PIN", "2468");
    await ic.tap("Show names");
    await ic.seesNo("Names are hidden");
    await ic.sees(ic.page.locator(".people").getByText("Ana"));
  },
);
