import { keep, kept } from "../storage";

// A performer's own four digits, in front of what is agreed and of their answers, never of hold and pause. They keep out
// a glance, and a hand that picks up a left phone. They keep out nobody who reads this browser's storage: four digits
// are ten thousand tries for a program, however they are kept (and a page on plain http has no cryptography of its own).

interface Code {
  salt: string;
  digest: string;
  /** Tries in a row that were not it. */
  wrong: number;
  /** No try before this time of day. */
  until: number;
}

export const isCode = (digits: string): boolean => /^\d{4}$/.test(digits);

/** So many may be wrong before it gets slow. */
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 300_000;
const ROUNDS = 5000;

/** FNV-1a over and over, in two lanes: enough that nobody reads the digits off the storage. */
function digest(salt: string, digits: string): string {
  let [a, b] = [0x811c9dc5, 0x01234567];
  for (let round = 0; round < ROUNDS; round++) {
    for (const char of salt + digits) {
      a = Math.imul(a ^ char.charCodeAt(0), 0x01000193);
      b = Math.imul(b ^ (a >>> 13) ^ char.charCodeAt(0), 0x85ebca6b);
    }
  }
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

export function setCode(digits: string): void {
  const salt = [...crypto.getRandomValues(new Uint8Array(8))].join("-");
  keep("code", { salt, digest: digest(salt, digits), wrong: 0, until: 0 } satisfies Code);
}

export const removeCode = (): void => keep("code", null);

export type Tried = { open: true } | { open: false; waitMs: number };

/** Whether these are the digits. After some wrong ones each try has to wait for longer, a reload included. */
export function tryCode(digits: string, now = Date.now()): Tried {
  const code = kept<Code>("code");
  if (!code) return { open: true };
  // A clock that was set back must not lock a performer out for longer than the longest wait.
  const waitMs = Math.min(code.until - now, LONGEST_WAIT_MS);
  if (waitMs > 0) return { open: false, waitMs };
  if (digest(code.salt, digits) === code.digest) {
    keep("code", { ...code, wrong: 0, until: 0 });
    return { open: true };
  }
  const wrong = code.wrong + 1;
  const wait = wrong < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT_MS);
  keep("code", { ...code, wrong, until: now + wait });
  return { open: false, waitMs: wait };
}
