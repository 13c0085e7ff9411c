import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { Hub } from "../src/hub";
import { CHROMIUM, FLAGS, PHONE } from "../src/stage";

const run = promisify(execFile);

/** A phone's browser with a home of its own; `trusts`: a CA's certificate that was installed there. */
async function phone(home: string, trusts?: string) {
  const store = join(home, ".pki", "nssdb");
  await mkdir(store, { recursive: true });
  await run("certutil", ["-N", "--empty-password", "-d", `sql:${store}`]);
  if (trusts) await run("certutil", ["-A", "-d", `sql:${store}`, "-n", "Quiet Hold", "-t", "C,,", "-i", trusts]);
  return chromium.launchPersistentContext(join(home, "profile"), {
    ...PHONE,
    executablePath: CHROMIUM,
    args: FLAGS,
    env: { ...process.env, HOME: home },
  });
}

const hasCertutil = await run("certutil", ["-H"]).then(
  () => true,
  (why: { code?: unknown }) => why.code !== "ENOENT",
);

// certutil comes with Debian's libnss3-tools; scripts/test installs it where it may.
test.skipIf(!hasCertutil)(
  "A phone that was set up opens https without a warning and keeps its screen awake; any other refuses",
  async () => {
    const hub = await Hub.start({ args: ["--tls-local-ca"] });
    const home = await mkdtemp(join(tmpdir(), "quiethold-phone-"));
    try {
      const address = `https://127.0.0.1:${hub.port}`;
      const stranger = await phone(join(home, "stranger"));
      const refused = await stranger
        .pages()[0]
        ?.goto(address)
        .catch((why: Error) => why.message);
      expect(refused).toContain("ERR_CERT_AUTHORITY_INVALID");
      await stranger.close();

      const setUp = await phone(join(home, "set-up"), join(hub.folder, "ca.crt"));
      const page = setUp.pages()[0] ?? (await setUp.newPage());
      await page.goto(`${address}/trust`);
      await page.getByRole("link", { name: "Get the certificate" }).waitFor();
      await page.goto(`${address}/#${hub.ready.invites.performer}`);
      await page.getByLabel("Your name here").fill("Ana");
      await page.getByRole("button", { name: "Come in" }).click();
      await page.getByText("You are in the waiting room").waitFor();
      const awake = await page.evaluate(async () => {
        const lock = await navigator.wakeLock.request("screen");
        const held = !lock.released;
        await lock.release();
        return held;
      });
      expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
      expect(awake).toBe(true);
      await setUp.close();
    } finally {
      await hub.end();
      await rm(home, { recursive: true, force: true });
    }
  },
);
