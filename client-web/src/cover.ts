import type { ClientFrame, HubFrame, Role, View } from "./protocol";
import { uuid } from "./uuid";

// Decoys on the air while a scene is live, so that whoever watches lengths and times can't tell a press from none.
// Fetched only where frames cross the air; docs/cover.md says what they hide and what not.

export { Another } from "./another";

const MEAN_MS = 10_000;
/** A person who answers an alert taps some seconds after the screen has shown it. */
const TAP_MS = { least: 1000, mean: 3500 };
/** The IC releases some time after that. */
const RELEASE_MS = { least: 3000, mean: 20_000 };

const LIVE: readonly string[] = ["rehearsal", "last_looks", "picture_up", "rolling", "cut"];

/** Mean `ms`, and no moment tells anything of the next. */
const byChance = (ms: number): number => -Math.log(1 - Math.random()) * ms;

const after = ({ least, mean }: typeof TAP_MS, then: () => void) => setTimeout(then, least + byChance(mean));

interface Line {
  /** On both lanes, with chasers until the hub names `what`. */
  urgent(frame: ClientFrame, what: string): unknown;
  /** On one lane, as a release is. */
  send(frame: ClientFrame): unknown;
}

export class Cover {
  private next: ReturnType<typeof setTimeout> | undefined;

  /** The decoys that this receiver's page has answered, with the number of the latest ask. */
  private readonly answered = new Map<string, number>();

  constructor(private readonly line: () => Line | null) {}

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

  /** A receiver's page answers as it would to an alert: at once each time, again when a person would tap, and an IC's
   * when they would release. */
  heard({ id, answer, again = 0 }: Extract<HubFrame, { type: "decoy" }>, role: Role): void {
    if (!id || !answer) return;
    const before = this.answered.get(id);
    if (before !== undefined && again <= before) return; // the other lane's copy
    this.answered.set(id, again);
    painted(() => this.line()?.urgent({ type: "decoy", id }, id));
    if (before !== undefined) return;
    after(TAP_MS, () => {
      this.line()?.urgent({ type: "decoy", id, again: 1 }, id);
      after(RELEASE_MS, () => {
        this.answered.delete(id);
        if (role === "ic") this.line()?.send({ type: "decoy", id, again: 2 });
      });
    });
  }

  private later(): void {
    this.next = setTimeout(() => {
      const id = uuid();
      this.line()?.urgent({ type: "decoy", id }, id);
      this.later();
    }, byChance(MEAN_MS));
  }
}

/** As an alert is answered (receiver.ts): behind its painting. A dark screen paints nothing, and answers at once. */
function painted(then: () => void): void {
  if (document.visibilityState !== "visible") then();
  else requestAnimationFrame(() => requestAnimationFrame(then));
}
