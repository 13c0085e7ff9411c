import axe from "axe-core";
import type { Screen } from "./screen";
import { tooSmall } from "./targets";

/**
 * What a person who can't see, hear or point well would stumble over, in short sentences. Empty is well. On the pages of
 * those with a button, and before anybody is in, also what a finger that shakes would miss.
 */
export async function barriers(screen: Screen): Promise<string[]> {
  const { page } = screen;
  const small = (await page.locator(".between, .sheet").count()) > 0 ? await tooSmall(screen) : [];
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const results = await window.axe.run({ resultTypes: ["violations"] });
    return results.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`),
    }));
  });
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, where }) => `${id} (${impact}): ${where.join("; ")}`)
    .concat(small.map((what) => `too small for a finger: ${what}`));
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
