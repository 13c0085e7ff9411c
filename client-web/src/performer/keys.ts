import type { Level } from "../protocol";
import { kept } from "../storage";
import { LEAVE_MS } from "./touches";

/** A Bluetooth remote or a pedal types one of these. */
const KEYS: Record<string, Level> = { Enter: "hold", " ": "hold", PageDown: "hold", PageUp: "pause" };

/** The keys that this phone was taught, by what they say. */
export type Learned = Partial<Record<Level, string>>;

export const learned = (): Learned => kept<Learned>("keys") ?? {};

/** What a key says: a taught one first, the usual ones all the same. */
export function levelOf(key: string, taught = learned()): Level | undefined {
  if (key === taught.hold) return "hold";
  if (key === taught.pause) return "pause";
  return KEYS[key];
}

/**
 * A key is a signal at key-down, each time it goes down. Held for two seconds it also leaves the clock, where it may;
 * Escape does only that. A key that repeats because it is held is not pressed again.
 */
export class Keys {
  private readonly held = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly act: { press(level: Level): void; mayLeave(): boolean; leave(): void }) {}

  /** True if the key is one of ours. */
  down(key: string, repeat: boolean): boolean {
    const level = levelOf(key);
    if (!level && key !== "Escape") return false;
    if (repeat) return true;
    if (level) this.act.press(level);
    this.up(key);
    this.held.set(
      key,
      setTimeout(() => this.act.mayLeave() && this.act.leave(), LEAVE_MS),
    );
    return true;
  }

  up(key: string): void {
    clearTimeout(this.held.get(key));
    this.held.delete(key);
  }

  /** The page was left with a key down; where it comes up is not told. */
  letGo = (): void => {
    for (const key of [...this.held.keys()]) this.up(key);
  };
}
