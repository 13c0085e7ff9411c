import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import UPNG from "upng-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ACTS } from "../src/acts";
import type { Screen } from "../src/screen";
import { openBrowser, Stage } from "../src/stage";
import { type Picture, screens } from "./screens";

// Photographs the pages of a day with signals into docs/pictures, and writes docs/pictures.md.

const DOCS = fileURLToPath(new URL("../../../docs/", import.meta.url));
const FOLDER = `${DOCS}pictures/`;

/** Flat colours and grey edges of letters: more would only make the repository heavier. */
const COLOURS = 96;
const TOO_MUCH = 6 * 1024 * 1024;

/** On a network, as on a set. Looking takes time; what happens by itself shall not overtake the story. */
const PATIENT = {
  ip: "0.0.0.0",
  args: ["--name", "Stage 4", "--call-unanswered-after", "30", "--call-after-rolling", "10"],
};

const pictures: Picture[] = [];
let browser: Browser;

async function photographed(screen: Screen): Promise<Buffer> {
  // The same place in a slow pulse each time.
  return screen.page.screenshot({ animations: "disabled", caret: "hide" });
}

async function kept(name: string, png: Buffer): Promise<void> {
  const { width, height } = size(png);
  const rgba = UPNG.toRGBA8(UPNG.decode(new Uint8Array(png).buffer))[0] as ArrayBuffer;
  await writeFile(`${FOLDER}${name}.png`, new Uint8Array(UPNG.encode([rgba], width, height, COLOURS)));
}

const size = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

beforeAll(async () => {
  browser = await openBrowser();
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
});
afterAll(() => browser.close());

test.for(Object.entries(ACTS))("%s", async ([, act]) => {
  const stage = await Stage.open(browser, PATIENT);
  try {
    await act(stage, async (screen, name, line) => {
      const png = await photographed(screen);
      pictures.push({ name, line, png, wide: size(png).width > size(png).height });
    });
  } finally {
    await stage.close();
  }
});

test("All of them, light enough to keep, listed, and composed into one", async () => {
  for (const { name, png } of pictures) await kept(name, png);
  await kept("screens", await screens(browser, pictures));
  const list = pictures.map(({ name, line }) => `| [${name}](pictures/${name}.png) | ${line} |`);
  await writeFile(`${DOCS}pictures.md`, `${HEAD}${list.join("\n")}\n`);
  const files = await readdir(FOLDER, { withFileTypes: true });
  expect(files.length).toBe(pictures.length + 1);
  const { statSync } = await import("node:fs");
  const bytes = files.map(({ name }) => statSync(FOLDER + name).size).reduce((sum, each) => sum + each, 0);
  expect(bytes, "the pictures together").toBeLessThan(TOO_MUCH);
});

const HEAD = `# The screens

The pages of a day with signals, check-ins and changes, photographed in a real browser on a real hub by
\`scripts/pictures\`. Names and scenes are made up. Not pictured yet: chaperones, the wrap, the pages to
trust a certificate, the other languages.

![Nine of the screens](pictures/screens.png)

| picture | what it shows |
| --- | --- |
`;
