import { expect, it } from "vitest";
import published from "../../server/tests/vectors/noise-nk.json";
import { Initiator } from "./noise";

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (all: Uint8Array) => Array.from(all, (byte) => byte.toString(16).padStart(2, "0")).join("");

// The hub's side has the same test, on the same file.
it.each(published.vectors)("speaks the Noise that is published with $from", (vector) => {
  const said = vector.messages.map(({ payload, ciphertext }) => [bytes(payload), bytes(ciphertext)] as const);
  const [first, second, ...rest] = said;
  if (!first || !second) throw new Error("a handshake has two messages");
  const page = new Initiator(
    bytes(vector.init_prologue),
    bytes(vector.init_remote_static),
    bytes(vector.init_ephemeral),
  );
  expect(hex(page.hello(first[0]))).toBe(hex(first[1]));
  const { payload, sends, hears } = page.answered(second[1]);
  expect(hex(payload)).toBe(hex(second[0]));
  for (const [nth, [plain, sealed]] of rest.entries()) {
    if (nth % 2 === 0) expect(hex(sends.encryptWithAd(new Uint8Array(), plain))).toBe(hex(sealed));
    else expect(hex(hears.decryptWithAd(new Uint8Array(), sealed))).toBe(hex(plain));
  }
});
