import jsQR from "jsqr";
import type { Locator } from "playwright-core";
import UPNG from "upng-js";

/** What a phone's camera would read from this picture on a screen. */
export async function readCode(picture: Locator): Promise<string> {
  await picture.scrollIntoViewIfNeeded();
  // Drawn at last: an <img> is on the page before its blob is.
  await picture.evaluate((img: HTMLImageElement) => img.decode());
  const png = UPNG.decode(new Uint8Array(await picture.screenshot()).buffer);
  const pixels = new Uint8ClampedArray(UPNG.toRGBA8(png)[0] as ArrayBuffer);
  const code = jsQR(pixels, png.width, png.height);
  if (!code) throw new Error("no camera could read this code");
  return code.data;
}
