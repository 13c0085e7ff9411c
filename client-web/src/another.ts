import type { Lane } from "./lane";

// Another way, where TCP would wait: a socket that is opened anew begins without the patience of the old one. Comes with
// the cover, so that the button does not wait for it.

/** What is urgent was sent, and nothing is heard for so long. */
const ANEW_MS = 100;
/** The same where only a beat's echo is missing. */
const RESTLESS_MS = 400;
/** After that the line itself sees to both lanes. */
const GIVE_UP_MS = 3000;
/** A receiver's page beats so often while a scene is live, so that it notices before it is needed. */
const QUICK_BEAT_MS = 250;

export interface Line {
  readonly lanes: readonly Lane[];
  beat(): void;
}

/** Lane b anew, again and again, until anything is heard. Lane a stays, and takes its time. */
export class Another {
  private heardAt = performance.now();
  /** Since when an answer is missing. */
  private asked: number | undefined;
  private anewAt = 0;
  private next: ReturnType<typeof setTimeout> | undefined;
  private quick: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly line: Line) {}

  /** Something urgent went out. */
  sent(): void {
    this.misses(performance.now());
  }

  /** Anything came. */
  heard(): void {
    this.heardAt = performance.now();
    this.asked = undefined;
  }

  /** A receiver's page while a scene is live. */
  watches(closely: boolean): void {
    if (closely === (this.quick !== undefined)) return;
    clearInterval(this.quick);
    this.quick = closely ? setInterval(this.quickBeat, QUICK_BEAT_MS) : undefined;
  }

  private quickBeat = (): void => {
    this.line.beat();
    if (performance.now() - this.heardAt > RESTLESS_MS) this.misses(this.heardAt);
  };

  private misses(since: number): void {
    if (this.asked !== undefined || !this.line.lanes[0]?.live) return;
    this.asked = since;
    this.look();
  }

  private look = (): void => {
    const { asked } = this;
    clearTimeout(this.next);
    if (asked === undefined) return;
    const [a, b] = this.line.lanes as [Lane, Lane];
    const now = performance.now();
    if (now - asked >= GIVE_UP_MS || !a.live) {
      this.asked = undefined;
      return;
    }
    // A slow path is not a dead one.
    const trips = [a, b].map(({ trip }) => trip ?? 0).filter((trip) => trip > 0);
    const patience = Math.max(ANEW_MS, trips.length ? 3 * Math.min(...trips) : 0);
    const left = Math.max(asked, this.anewAt) + patience - now;
    if (left <= 0) {
      this.anewAt = now;
      b.open();
    }
    this.next = setTimeout(this.look, left > 0 ? left : patience);
  };
}
