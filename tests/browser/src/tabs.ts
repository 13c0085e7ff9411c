import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BrowserContext, chromium } from "playwright-core";
import { CHROMIUM, FLAGS } from "./stage";

/**
 * A browser as a person has it, in which a tab hides the one before. A test's own browser pretends that every page is
 * in front; one that it only looks into doesn't.
 */
export async function browserWithTabs(use: (device: BrowserContext) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), "quiethold-profile-"));
  const flags = [...FLAGS, "--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
  const child = spawn(CHROMIUM, flags, { stdio: ["ignore", "ignore", "pipe"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  try {
    const address = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stderr }).on("line", (line) => {
        const said = /DevTools listening on (\S+)/.exec(line)?.[1];
        if (said) resolve(said);
      });
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`${CHROMIUM} ended`)));
    });
    const browser = await chromium.connectOverCDP(address, { noDefaults: true });
    await use(browser.contexts()[0] as BrowserContext);
    await browser.close();
  } finally {
    child.kill("SIGKILL");
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}
