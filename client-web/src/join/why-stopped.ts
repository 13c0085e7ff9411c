import type { Stopped } from "../connection";
import { language } from "../words";
import { more } from "../words/more";

/** What a page says that may not come back by itself, and what to do now. */
export function whyStopped({ code, message }: Stopped): { title: string; how: string[] } {
  const said = more.stopped;
  const key = code in said.titles ? (code as keyof typeof said.titles) : "other";
  const title = said.titles[key];
  const how = said.how[key];
  // The hub's own sentence is English.
  if (language !== "en") return { title, how: [how] };
  // Taken off the set, or replaced by another phone: only the hub knows, and only its sentence is said.
  if (key === "revoked" && message) return { title: message, how: [how] };
  if (key === "unknown_token" && message) return { title, how: [message, how] };
  return { title, how: [message || how] };
}
