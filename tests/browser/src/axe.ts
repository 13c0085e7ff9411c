import axe from "axe-core";
import type { Screen } from "./screen";

/** What a person who can't see, hear or point well would stumble over, in short sentences. Empty is well. */
export async function barriers({ page }: Screen): Promise<string[]> {
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
    .map(({ id, impact, where }) => `${id} (${impact}): ${where.join("; ")}`);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
