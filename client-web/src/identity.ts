import type { Role } from "./protocol";
import { keep, kept } from "./storage";
import { uuid } from "./uuid";

/** Whom the hub let this phone in as. */
export interface Identity {
  token: string;
  /** The invite it came with: the same code scanned again is the same person coming back. */
  invite: string;
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

/** The invite in the address bar, which no server log ever sees. */
export const inviteInAddress = (): string => decodeURIComponent(location.hash.slice(1));

export const clearAddress = (): void => history.replaceState(null, "", location.pathname);
