import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Initiator } from "../../../client-web/src/noise";
import { Channel, hubKey, SUBPROTOCOL } from "../../../client-web/src/sealed";
import { SealingHub } from "../../../client-web/src/test/sealing-hub";

// The page's sealed channel against the hub's own code, with fresh keys each time, in both parts and both directions.

const HUB = process.env.QUIETHOLD ?? fileURLToPath(new URL("../../../target/debug/quiethold", import.meta.url));
const CHANNELS = 60;
const FRAMES = 6;
const LETTERS = ["a", "b", " ", "Z", "é", "演", "🎬"];
const PROLOGUE = new TextEncoder().encode(SUBPROTOCOL);

let peer: ChildProcess;
let waiting: ((line: string) => void)[] = [];

beforeAll(() => {
  peer = spawn(join(dirname(HUB), "sealed-peer"), { stdio: ["pipe", "pipe", "inherit"] });
  createInterface({ input: peer.stdout as NodeJS.ReadableStream }).on("line", (line) => waiting.shift()?.(line));
});
afterAll(() => peer.kill());

function ask(...words: (string | Uint8Array)[]): Promise<string> {
  const line = words.map((word) => (typeof word === "string" ? word : hex(word))).join(" ");
  return new Promise((resolve) => {
    waiting = [...waiting, resolve];
    peer.stdin?.write(`${line}\n`);
  });
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Of any length, now and then longer than one message; letters of one to four bytes. */
function frame(): string {
  const length = randomInt(20) === 0 ? randomInt(200_000) : randomInt(600);
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}

async function bothWays(page: Channel): Promise<void> {
  for (let nth = 0; nth < FRAMES; nth++) {
    const up = frame();
    let heard = "";
    for (const message of page.seal(up)) heard = await ask("open", message);
    expect(Buffer.from(heard, "hex").toString().trimEnd() === up.trimEnd(), "as it was sent").toBe(true);
    const down = frame();
    const sealed = (await ask("seal", utf8(down))).split(" ").map(bytes);
    const opened = sealed.map((message) => page.open(message)).filter((each) => each !== null);
    expect(opened.length === 1 && opened[0]?.trimEnd() === down.trimEnd(), "as it was sent").toBe(true);
  }
}

test("the page and the hub open each other's channels, whatever the keys, and read each other's frames", async () => {
  for (let nth = 0; nth < CHANNELS; nth++) {
    const secret = randomBytes(32);
    const key = hubKey(await ask("key", secret)) as Uint8Array;
    const page = new Initiator(PROLOGUE, key);
    const answer = await ask("accept", page.hello(), secret);
    const { payload, sends, hears } = page.answered(bytes(answer));
    expect(payload).toHaveLength(0);
    await bothWays(new Channel(sends, hears));
  }
});

test("and with their parts exchanged", async () => {
  for (let nth = 0; nth < CHANNELS; nth++) {
    const hub = new SealingHub();
    const { answer, channel } = hub.accept(bytes(await ask("hello", utf8(hub.code))));
    expect(await ask("answered", answer)).toBe("true");
    await bothWays(channel);
  }
});

test("neither opens what was changed on the way", async () => {
  for (let nth = 0; nth < CHANNELS; nth++) {
    const secret = randomBytes(32);
    const page = new Initiator(PROLOGUE, hubKey(await ask("key", secret)) as Uint8Array);
    const { sends, hears } = page.answered(bytes(await ask("accept", page.hello(), secret)));
    const channel = new Channel(sends, hears);
    const spoil = (message: Uint8Array) => {
      const at = randomInt(message.length);
      return message.map((byte, here) => (here === at ? byte ^ (1 << randomInt(8)) : byte));
    };
    const [down] = (await ask("seal", utf8("{}"))).split(" ").map(bytes);
    expect(() => channel.open(spoil(down as Uint8Array))).toThrow();
    const [up] = channel.seal("{}");
    expect(await ask("open", spoil(up as Uint8Array))).toBe("this message does not belong here");
    expect(await ask("open", up as Uint8Array), "nor anything behind it").toBe("this message does not belong here");
  }
});
