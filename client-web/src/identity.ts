import type { Role } from "./protocol";
import { keep, kept } from "./storage";
import { uuid } from "./uuid";

/** Whom the hub let this phone in as. */
export interface Identity {
  token: string;
  /** The invite it came with: the same code scanned again is the same person coming back. */
  invite: string;
  /** The hub's public key, where frames have to be sealed. */
  key?: string;
  name: string;
  role: Role;
}

export const identity = (): Identity | null => kept<Identity>("identity");

export const keepIdentity = (known: Identity): void => keep("identity", known);

/** The phone's own name towards the hub; never shown to anyone. */
export function device(): string {
  const known = kept<string>("device");
  if (known) return known;
  const fresh = uuid();
  keep("device", fresh);
  return fresh;
}

/** The invite in the address bar, which no server log ever sees, and the hub's public key behind it. */
export function codeInAddress(): { invite: string; key: string } {
  const [invite = "", key = ""] = decodeURIComponent(location.hash.slice(1)).split(".");
  return { invite, key };
}

export const clearAddress = (): void => history.replaceState(null, "", location.pathname);
