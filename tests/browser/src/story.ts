import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, Stage } from "./stage";

type Options = Parameters<typeof Stage.open>[1];

/** The stories of a file share a browser; each has a hub of its own, and must leave no screen with a fault. */
export function stories(): (sentence: string, tell: (stage: Stage) => Promise<void>, options?: Options) => void {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  return (sentence, tell, options) =>
    test(sentence, async () => {
      const stage = await Stage.open(browser, options);
      let problems: string[] = [];
      try {
        await tell(stage);
      } catch (error) {
        console.error(`what every screen showed then: ${await stage.photographed()}`);
        throw error;
      } finally {
        problems = await stage.close();
      }
      expect(problems, "errors, refused content or foreign hosts on the pages").toEqual([]);
    });
}
