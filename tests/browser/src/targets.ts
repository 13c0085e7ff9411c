import type { Screen } from "./screen";

/** A finger that shakes needs so much, in CSS pixels. */
const LEAST = 64;

/** What can be tapped and is smaller than a finger needs; by what it says. Empty is well. */
export function tooSmall({ page }: Screen): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = [...document.querySelectorAll("button, summary, select, input, a[href]")];
    // Half a pixel is a rounding of the layout's.
    const small = targets.filter((target) => {
      // A box to tick is tapped by its whole label.
      const { width, height } = (target.closest("label") ?? target).getBoundingClientRect();
      return width > 1 && height > 1 && (width < least - 0.5 || height < least - 0.5);
    });
    return small.map(
      (target) => `${target.textContent?.trim() || target.getAttribute("aria-label") || target.tagName}`,
    );
  }, LEAST);
}
