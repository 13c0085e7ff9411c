import type { ClientFrame, HubFrame, Role, View } from "./protocol";
import { uuid } from "./uuid";

// Decoys on the air while a scene is live, so that whoever watches lengths and times can't tell a press from none.
// Fetched only where frames cross the air; docs/cover.md says what they hide and what not.

export { Another } from "./another";

const MEAN_MS = 10_000;
/** A person who answers an alert taps some seconds after the screen has shown it. */
const TAP_MS = { least: 1000, mean: 3000 };

const LIVE: readonly string[] = ["rehearsal", "last_looks", "picture_up", "rolling", "cut"];

/** Mean `ms`, and no moment tells anything of the next. */
const byChance = (ms: number): number => -Math.log(1 - Math.random()) * ms;

export class Cover {
  private next: ReturnType<typeof setTimeout> | undefined;

  /** `urgent`: on both lanes, with chasers until the hub names `what`. */
  constructor(private readonly urgent: (frame: ClientFrame, what: string) => void) {}

  /** A phone with a button sends decoys as long as a scene is live. */
  see(view: View): void {
    const wanted = "receivers" in view && this.isLive(view);
    if (wanted === (this.next !== undefined)) return;
    clearTimeout(this.next);
    this.next = undefined;
    if (wanted) this.later();
  }

  /** A scene is being played, or about to be. */
  isLive(view: View): boolean {
    return LIVE.includes(view.scene?.status ?? "");
  }

  /** A receiver's page answers as it would to an alert: at once, and an IC's again when a person would tap. */
  heard({ id, answer }: Extract<HubFrame, { type: "decoy" }>, role: Role): void {
    if (!id || !answer) return;
    this.urgent({ type: "decoy", id }, id);
    if (role !== "ic") return;
    const tap = TAP_MS.least + byChance(TAP_MS.mean);
    setTimeout(() => this.urgent({ type: "decoy", id, again: 1 }, id), tap);
  }

  private later(): void {
    this.next = setTimeout(() => {
      const id = uuid();
      this.urgent({ type: "decoy", id }, id);
      this.later();
    }, byChance(MEAN_MS));
  }
}
