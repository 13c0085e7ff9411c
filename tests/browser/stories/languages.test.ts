import { expect } from "vitest";
import { barriers } from "../src/axe";
import { card } from "../src/console";
import { letsIn, PHONE } from "../src/stage";
import { stories } from "../src/story";

const story = stories();

story(
  "A phone that speaks Arabic reads from right to left, signals, and can be told another language",
  async (stage) => {
    const ic = await stage.ic();
    const omar = await stage.screen(stage.hub.url("performer"), { ...PHONE, locale: "ar" });
    await omar.sees("ما اسمك هنا؟");
    const root = omar.page.locator("html");
    expect([await root.getAttribute("dir"), await root.getAttribute("lang")]).toEqual(["rtl", "ar"]);
    expect(await barriers(omar), "the page to join").toEqual([]);
    await omar.types("اسمك هنا", "Omar");
    await omar.tap("دخول");
    await omar.sees("أنت في غرفة الانتظار");
    await omar.sees(/ما يُحفَظ.*90/);
    await letsIn(ic, "Omar");
    await omar.sees("تجربة الزر");
    expect(await barriers(omar), "between takes").toEqual([]);

    await omar.tap(omar.page.getByRole("button", { name: "توقّف", exact: true }));
    await ic.sees(card(ic, "Omar"));
    await omar.sees("تظهر على شاشتهم.");
    await omar.page.locator(".choose-language select").selectOption("es");
    await omar.sees("Prueba tu botón");
    expect(await root.getAttribute("dir")).toBe("ltr");
    await omar.page.reload();
    await omar.sees("Tu alto");
    const wide = await omar.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, "nothing hangs out at the side").toBeLessThanOrEqual(0);
  },
);

story("The crew and the door read their own language; the consoles stay English", async (stage) => {
  const crew = await stage.screen(stage.hub.url("crew"), { ...PHONE, locale: "de" });
  await crew.types("Dein Name hier", "Bo");
  await crew.tap("Hereinkommen");
  await crew.sees("Offenes Set");
  const door = await stage.screen(stage.hub.url("door"), { ...PHONE, locale: "fr-CA" });
  await door.tap("Entrer");
  await door.sees("Plateau ouvert");
  const ad = await stage.screen(stage.hub.url("ad"), { ...PHONE, locale: "ar" });
  await ad.types("اسمك هنا", "Dario");
  await ad.tap("دخول");
  await ad.sees("I am on the floor");
  expect(await ad.page.locator("html").getAttribute("dir")).toBe("ltr");
});
