import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import FLAGS from "./chromium.json";
import { Hub, type Invite } from "./hub";
import { Screen } from "./screen";

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

export const LAPTOP: BrowserContextOptions = { viewport: { width: 1366, height: 768 } };

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

export { FLAGS };

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** A hub, and the screens of the people on its set. */
export class Stage {
  readonly screens: Screen[] = [];
  private readonly contexts: BrowserContext[] = [];

  private constructor(
    readonly browser: Browser,
    readonly hub: Hub,
  ) {}

  static async open(browser: Browser, options: Parameters<typeof Hub.start>[0] = {}): Promise<Stage> {
    return new Stage(browser, await Hub.start(options));
  }

  /** A device that nobody has used here before. */
  async device(options: BrowserContextOptions = PHONE): Promise<BrowserContext> {
    const context = await this.browser.newContext({ locale: "en-GB", ...options });
    this.contexts.push(context);
    return context;
  }

  async screen(address: string, device: BrowserContext | BrowserContextOptions = PHONE): Promise<Screen> {
    const context = "newPage" in device ? device : await this.device(device);
    const screen = await Screen.open(context, new URL(address).hostname);
    this.screens.push(screen);
    await screen.page.goto(address);
    return screen;
  }

  /** Scans a code and says who they are. */
  async joins(role: Invite, name: string, device: BrowserContext | BrowserContextOptions = PHONE): Promise<Screen> {
    const screen = await this.screen(this.hub.url(role), device);
    await comesIn(screen, name);
    return screen;
  }

  /** An IC on the floor, whose recovery words are written down. */
  async ic(name = "Imke", device: BrowserContext | BrowserContextOptions = LAPTOP): Promise<Screen> {
    const ic = await this.joins("ic", name, device);
    await ic.tap("I have written them down");
    await ic.tap(ic.page.getByRole("switch", { name: /Not on the floor/ }));
    await ic.sees(ic.page.getByRole("switch", { name: /^On the floor/ }));
    return ic;
  }

  /** A 1st AD on the floor. */
  async ad(name = "Dario", device: BrowserContext | BrowserContextOptions = PHONE): Promise<Screen> {
    const ad = await this.joins("ad", name, device);
    await ad.tap("I am on the floor");
    await ad.seesNo("You don’t count yet");
    return ad;
  }

  /** A performer whom the IC lets in by name. */
  async performer(ic: Screen, name: string, device: BrowserContext | BrowserContextOptions = PHONE): Promise<Screen> {
    const performer = await this.joins("performer", name, device);
    await performer.sees("You are in the waiting room");
    await letsIn(ic, name);
    await performer.sees("Try your button");
    return performer;
  }

  /** The IC says how a performer can signal, and the performer has tried it. */
  async readies(ic: Screen, performer: Screen, name: string, way = "In the hand"): Promise<void> {
    await ic.page.getByLabel(`How ${name} can signal`).selectOption(way);
    await performer.tap("Press-test");
    await performer.sees("It works: their screen has shown it.");
  }

  async opensScene(ad: Screen, scene: string): Promise<void> {
    await ad.page.getByLabel("Scene", { exact: true }).fill(scene);
    await ad.tap("Open scene");
    await ad.sees(new RegExp(`Scene ${scene}`));
  }

  /** Rehearsal, last looks, …: what the 1st AD's chips say. */
  async status(ad: Screen, status: string): Promise<void> {
    await ad.tap(ad.page.getByRole("button", { name: status, exact: true }));
    await ad.page.locator(`button[aria-pressed=true]:text-is("${status}")`).waitFor();
  }

  /** Without waiting for what the list still lacks. */
  async rolls(ad: Screen): Promise<void> {
    await ad.tap(ad.page.getByRole("button", { name: "ROLL", exact: true }));
    const word = ad.button("The IC is present");
    const rolling = ad.page.locator(".big-word[data-kind=rolling]");
    await word.or(rolling).first().waitFor();
    if (await word.isVisible()) await longPress(ad, "The IC is present");
    await rolling.waitFor();
  }

  outage(is = true): void {
    for (const screen of this.screens) screen.outage = is;
  }

  /** A picture of every screen, for whoever has to find out why a story failed. Says in which folder. */
  async photographed(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "quiethold-failed-"));
    for (const [nth, { page }] of this.screens.entries()) {
      await page.screenshot({ path: join(folder, `${nth + 1}.png`), fullPage: true, timeout: 5000 }).catch(() => {});
    }
    return folder;
  }

  /** Ends it, and says what should not have happened on any screen. */
  async close(): Promise<string[]> {
    const problems = this.screens.flatMap((screen) => screen.problems);
    await Promise.all(this.contexts.map((context) => context.close()));
    await this.hub.end();
    return problems;
  }
}

export async function comesIn(screen: Screen, name: string): Promise<void> {
  await screen.types("Your name here", name);
  await screen.tap("Come in");
}

export async function letsIn(ic: Screen, name: string): Promise<void> {
  const admit = ic.button(`Admit ${name}`);
  if (!(await admit.isVisible())) await ic.tap(/^Waiting/);
  await ic.tap(admit);
  await ic.seesNo(admit);
  if (await ic.button("Back to the set").isVisible()) await ic.tap("Back to the set");
}

/** A finger that stays for a second and a little. */
export async function longPress(screen: Screen, name: string): Promise<void> {
  const button = screen.button(name);
  await button.scrollIntoViewIfNeeded();
  await button.hover();
  await screen.page.mouse.down();
  await screen.page.waitForTimeout(1200);
  await screen.page.mouse.up();
}
