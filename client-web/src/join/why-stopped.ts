import type { Stopped } from "../connection";
import { words } from "../words/en";

const said = words.entry;

/** What a page says that may not come back by itself, and what to do now. */
export function whyStopped({ code, message }: Stopped): { title: string; how: string[] } {
  const key = code in said.stopped ? (code as keyof typeof said.stopped) : "other";
  const title = said.stopped[key];
  const how = said.stoppedHow[key];
  // Taken off the set, or replaced by another phone: only the hub knows, and only its sentence is said.
  if (key === "revoked" && message) return { title: message, how: [how] };
  if (key === "unknown_token" && message) return { title, how: [message, how] };
  return { title, how: [message || how] };
}
