import type { Level } from "../protocol";
import { keep } from "../storage";
import { learned, levelOf } from "./keys";

/** Keys that the phone or the browser needs, or that leave the clock, or that type a person's own code. */
const NEEDED =
  /^(|Unidentified|Dead|Process|Escape|Tab|Shift|Control|Alt|AltGraph|Meta|CapsLock|ContextMenu|Power|GoBack|GoHome|Browser.*|F\d+|\d|Backspace)$/;

export const forgetLearned = (): void => keep("keys", null);

/** Why a key can't be taught, or null if it is learned now. No key of a hold ever becomes a pause. */
export function learn(level: Level, key: string, combined: boolean): "needed" | "is_hold" | null {
  if (combined || NEEDED.test(key)) return "needed";
  if (level === "pause" && levelOf(key) === "hold") return "is_hold";
  const taught = learned();
  if (level === "hold" && taught.pause === key) delete taught.pause;
  keep("keys", { ...taught, [level]: key });
  return null;
}
