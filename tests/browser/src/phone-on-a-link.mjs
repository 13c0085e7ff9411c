// The real performer's page in Chromium, as phones on the emulated lossy link (tests/src/link/browser.rs): opens the pages
// that it is given as [[address, name], …], comes in with each, and does what each line on standard input says: `clock`
// waits for the scene on all of them, a number is a finger on that page. Says what it did as a line of JSON each, and
// ends with its standard input.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { chromium } from "playwright-core";

const PATIENCE_MS = 45_000;
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

/** The page's clock and the machine's may be so far apart; Date knows no more than whole milliseconds. */
const APART_MS = 3;

class Phone {
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
  }

  static async open(browser) {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      locale: "en-GB",
    });
    return new Phone(await context.newPage());
  }

  async joins([address, name]) {
    // When the finger touched, by the machine's clock: what drives this browser takes its time before it.
    await this.page.addInitScript(() => {
      const touched = ({ timeStamp }) => {
        globalThis.touched = {
          at: performance.timeOrigin + timeStamp,
          apart: performance.timeOrigin + performance.now() - Date.now(),
        };
      };
      addEventListener("pointerdown", touched, true);
    });
    await this.page.goto(address);
    await this.page.getByLabel("Your name here").fill(name);
    await this.page.getByRole("button", { name: "Come in" }).tap();
  }

  sees(what) {
    return this.page.getByText(what).first().waitFor();
  }

  /** In the scene the whole page is the button. */
  clock() {
    return this.page.getByTestId("clock").waitFor();
  }

  async press() {
    await this.page.evaluate(() => delete globalThis.touched);
    await this.page.touchscreen.tap(195, 300);
    const touched = await this.page.evaluate(() => globalThis.touched);
    if (!touched) throw new Error("the finger did not reach the page");
    if (Math.abs(touched.apart) > APART_MS) throw new Error(`its clock is ${touched.apart} ms off the machine's`);
    return touched.at;
  }
}

const phones = [];

/** And what stands on the pages, which mostly says why. */
async function fail(why) {
  const text = (phone) => phone.page.locator("body").innerText({ timeout: 2000 });
  const shown = await Promise.all(phones.map((phone) => text(phone).catch(() => "nothing")));
  const [message] = stripVTControlCharacters(why.message).split("\nBrowser logs:");
  say({ failed: [message.trim(), ...shown.map((what, nth) => `page ${nth} shows: ${what}`)].join("\n") });
  process.exit(1);
}

let browser;
try {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    timeout: PATIENCE_MS,
    args: JSON.parse(readFileSync(new URL("chromium.json", import.meta.url))),
  });
  for (const wanted of JSON.parse(process.argv[2])) {
    const phone = await Phone.open(browser);
    phones.push(phone);
    await phone.joins(wanted);
  }
  await Promise.all(phones.map((phone) => phone.sees("You are in the waiting room")));
  say("waits");
  await Promise.all(phones.map((phone) => phone.sees("Try your button")));
  say("in");
} catch (why) {
  await fail(why);
}

const orders = {
  clock: async () => {
    await Promise.all(phones.map((phone) => phone.clock()));
    say("clock");
  },
};
const press = async (nth) => say({ touched: [nth, await phones[nth].press()] });

for await (const line of createInterface({ input: process.stdin })) {
  (orders[line] ?? (() => press(Number(line))))().catch(fail);
}
await browser.close();
