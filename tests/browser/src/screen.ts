import type { BrowserContext, CDPSession, Locator, Page } from "playwright-core";

/** How long a screen may take to show what the story says. Generous: the machine may be loaded. */
export const PATIENCE_MS = 30_000;

/** What a browser says by itself when nobody answers. */
const OUTAGE =
  /^WebSocket connection to .* failed|net::ERR_(CONNECTION_(REFUSED|RESET)|INTERNET_DISCONNECTED|EMPTY_RESPONSE)/;

type Name = string | RegExp;

/** One person's screen, and everything on it that should not have happened. */
export class Screen {
  readonly problems: string[] = [];
  readonly requests: string[] = [];
  /** The hub or the network is taken away in this story. */
  outage = false;

  private constructor(
    readonly page: Page,
    private readonly host: string,
  ) {}

  static async open(context: BrowserContext, host: string): Promise<Screen> {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const screen = new Screen(page, host);
    screen.watch();
    return screen;
  }

  private watch(): void {
    const { page } = this;
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.problem(message.text());
    });
    page.on("pageerror", (error) => this.problem(String(error)));
    page.on("request", (request) => this.asked(request.url()));
    page.on("websocket", (socket) => this.asked(socket.url()));
  }

  private problem(text: string): void {
    if (!(this.outage && OUTAGE.test(text))) this.problems.push(text);
  }

  private asked(address: string): void {
    const { protocol, hostname } = new URL(address);
    if (protocol === "data:" || protocol === "blob:") return;
    if (protocol.startsWith("http")) this.requests.push(address);
    if (hostname !== this.host) this.problems.push(`a request to another host: ${hostname}`);
  }

  /** It is there to be seen, sooner or later. */
  async sees(what: Name | Locator): Promise<Locator> {
    const found = this.find(what).filter({ visible: true }).first();
    await found.waitFor();
    return found;
  }

  /** It is not, or goes. */
  async seesNo(what: Name | Locator): Promise<void> {
    const { page } = this;
    const found = this.find(what).filter({ visible: true });
    const end = Date.now() + PATIENCE_MS;
    while ((await found.count()) > 0) {
      if (Date.now() > end) throw new Error(`still there: ${what}`);
      await page.waitForTimeout(50);
    }
  }

  find(what: Name | Locator): Locator {
    return typeof what === "string" || what instanceof RegExp ? this.page.getByText(what) : what;
  }

  button(name: Name): Locator {
    return this.page.getByRole("button", { name });
  }

  /** The button that is called this and nothing more: "Plan", and not "Use this plan". */
  exactly(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** A finger or a mouse, whichever this screen has. */
  async tap(what: Name | Locator): Promise<void> {
    const button = typeof what === "string" || what instanceof RegExp ? this.button(what) : what;
    await button.filter({ visible: true }).first().click();
  }

  async types(label: Name, text: string): Promise<void> {
    await this.page.getByLabel(label).first().fill(text);
  }

  text(): Promise<string> {
    return this.page.locator("body").innerText();
  }

  cdp(): Promise<CDPSession> {
    return this.page.context().newCDPSession(this.page);
  }

  /** So that a story can tell whether the page was loaded anew. */
  async mark(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { samePage: true }));
  }

  isSamePage(): Promise<boolean> {
    return this.page.evaluate(() => "samePage" in window);
  }
}
