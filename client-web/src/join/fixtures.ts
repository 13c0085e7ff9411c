import type { ComponentProps } from "preact";
import type { Store } from "../store";
import type { Entry } from "./entry";

// What somebody sees who is not in, to look at; not part of the page.

export type EntryState = ComponentProps<typeof Entry>;

const nothing = () => {};
const store = { join: nothing, resume: nothing, askAgain: nothing, takeBack: nothing } as unknown as Store;

/** Every state worth a look, by name. */
export const ENDS: Record<string, EntryState> = {
  no_code: { now: { at: "no_code" }, store },
  name: { now: { at: "name", known: null, no: "" }, store },
  goodbye: { now: { at: "goodbye", dim: false }, store },
  goodbye_dim: { now: { at: "goodbye", dim: true }, store },
  revoked: {
    now: { at: "stopped", stopped: { code: "revoked", message: "Out." }, canAskAgain: true, known: null },
    store,
  },
  role_conflict: {
    now: { at: "stopped", stopped: { code: "role_conflict", message: "" }, canAskAgain: true, known: null },
    store,
  },
};
