// The real performer's page in Chromium, as a phone on the emulated link (tests/src/link/chromium.rs): opens the address
// it is given, comes in, and presses for each line on standard input. Says what it did as a line of JSON each.
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [address, name] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en-GB" });
const page = await context.newPage();
page.setDefaultTimeout(60_000);
await page.goto(address);
await page.getByLabel("Your name here").fill(name);
await page.getByRole("button", { name: "Come in" }).click();
await page.getByText("You are in the waiting room").waitFor();
say({ waits: true });
await page.getByText("Try your button").waitFor();
// When the finger touched, by the machine's clock: what drives this browser takes its time before it.
await page.evaluate(() => {
  addEventListener(
    "pointerdown",
    (touch) => {
      globalThis.touchedAt = performance.timeOrigin + touch.timeStamp;
    },
    true,
  );
});
say({ in: true });
const hold = page.getByRole("button", { name: "HOLD", exact: true });
for await (const _ of createInterface({ input: process.stdin })) {
  await hold.click();
  say({ touched: await page.evaluate(() => globalThis.touchedAt) });
}
await browser.close();
