import type { Browser } from "playwright-core";

export interface Picture {
  name: string;
  line: string;
  png: Buffer;
  /** From a laptop; else from a phone. */
  wide: boolean;
}

/** What one hold looks like on everybody's screen, for the top of the README. */
const ROW = [
  ["performer-clock-seen", "Performer: a clock that is a button"],
  ["ad-hold", "1st AD: one word, one answer"],
] as const;
const WIDE = [["ic-hold", "Intimacy coordinator: who, and the one next step"]] as const;
const SMALL = [
  ["crew-village", "Crew and village: what is public on set"],
  ["door-closed", "Door: never a hold"],
] as const;

/** One picture of several screens, composed as a page of its own. */
export async function screens(browser: Browser, pictures: Picture[]): Promise<Buffer> {
  const figure = ([name, caption]: readonly [string, string]) => {
    const picture = pictures.find((each) => each.name === name);
    if (!picture) throw new Error(`there is no picture ${name}`);
    const data = `data:image/png;base64,${picture.png.toString("base64")}`;
    return `<figure class="${picture.wide ? "wide" : "phone"}"><img src="${data}"><figcaption>${caption}</figcaption></figure>`;
  };
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.setContent(
    `<style>${STYLE}</style><main><div class="phones">${ROW.map(figure).join("")}</div>
     <div class="wides">${WIDE.map(figure).join("")}<div class="small">${SMALL.map(figure).join("")}</div></div></main>`,
  );
  const png = await page.locator("main").screenshot();
  await page.close();
  return png;
}

const STYLE = `
  body { margin: 0; font: 17px/1.35 system-ui, sans-serif; color: #f1f3f5; }
  main { display: flex; gap: 28px; padding: 36px; width: max-content; background: #30353d; }
  .phones, .small { display: flex; gap: 28px; }
  .wides { display: flex; flex-direction: column; gap: 22px; }
  figure { margin: 0; }
  img { display: block; border-radius: 10px; border: 5px solid #07090b; box-shadow: 0 4px 18px #0008; }
  .phone img { width: 300px; border-radius: 22px; }
  .wide img { width: 736px; }
  .small img { width: 349px; }
  figcaption { padding-top: 8px; }
`;
