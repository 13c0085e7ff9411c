import type { Another } from "./another";
import { dial } from "./dial";
import { type Hub, Lane } from "./lane";
import type { ClientFrame, HubFrame, Lane as LaneName, RefusalCode } from "./protocol";

/** Why this page may not come back by itself. */
export interface Stopped {
  /** `elsewhere`: another tab of this browser has taken over. */
  code: RefusalCode | "elsewhere" | "closed";
  /** The hub's sentence; empty if it said none. */
  message: string;
}

export interface Ends {
  /** The first frame of a lane: `join` or `resume`. Null for lane b while only lane a can be opened. */
  hello(lane: LaneName): ClientFrame | null;
  /** The hub's public key, as the code had it; empty if it had none. */
  key(): string;
  /** Whatever the hub says, in order on each lane; what is urgent comes twice. */
  heard(frame: HubFrame): void;
  /** `live` or `stopped` is another one now. */
  changed(): void;
  /** A lane went and the other lives: what was on its way there is said again. */
  sayAgain(): void;
  /** Whether the screen is kept on, for the beat. */
  awake(): boolean;
}

const BEAT_MS = 1000;
const LOOK_MS = 250;
/** Nothing heard for so long: trouble. Also the longest that a connection may take to come about. */
const SILENCE_MS = 3000;
/** After the phone woke, its network changed or it came to the front, less silence is enough. */
const WAKE_SILENCE_MS = 2500;
/** Wall clock and timer disagree by so much: the phone slept. */
const JUMP_MS = 2000;
/** When chasers follow an urgent frame: as the hub's own do (server/src/hub/chase.rs). */
export const CHASERS_MS = [4, 10, 22, 38, 56, 78, 102, 130, 160, 190, 320, 640];
const CLOSE = { atOnce: 4000, shortly: 4001, reload: 4002, stop: 4003, elsewhere: 4004 };

/**
 * The line to the hub: two sockets, kept up each by itself for as long as the page lives.
 *
 * A lost packet stalls one TCP connection for 200 ms and more, and rarely both. What is urgent goes on both, with a few
 * chasers behind it, so that TCP notices a loss at once. One lane alone is a line, too.
 *
 * Liveness: whenever a lane has no socket, a timer for its next one runs, unless the hub said not to come back; lane b
 * begins once lane a was welcomed.
 */
export class Connection {
  stopped: Stopped | null = null;

  /** How a lane is opened and heard. */
  readonly hub: Hub;
  /** Lane a, and b. */
  readonly lanes: [Lane, Lane];
  /** Where frames cross the air. */
  another: Another | null = null;
  /** What is urgent and has not been named. */
  readonly chased = new Set<string>();
  private n = 0;
  /** When the last sixteen beats went out: on a slow path an echo comes behind later beats. */
  private readonly beats: number[] = [];
  private lookedAt = { timer: performance.now(), wall: Date.now() };

  constructor(readonly ends: Ends) {
    this.hub = { hello: ends.hello, dial: this.dial, take: this.take, closed: this.closed };
    this.lanes = [new Lane("a", this.hub), new Lane("b", this.hub)];
    setInterval(this.beat, BEAT_MS);
    setInterval(this.look, LOOK_MS);
    document.addEventListener("visibilitychange", () => {
      this.beat();
      this.takeBack();
      this.wake();
    });
    for (const sign of ["pageshow", "online", "focus"]) addEventListener(sign, this.wake);
    this.lanes[0].open();
  }

  /** At least one lane is. */
  get live(): boolean {
    return this.lanes.some((lane) => lane.live);
  }

  /** Both are. */
  get doubled(): boolean {
    return this.lanes.every((lane) => lane.live);
  }

  /** Connections that came to nothing since the last welcome. */
  get failures(): number {
    return this.live ? 0 : this.lanes[0].failures;
  }

  /** On one lane. False if it could not go out now; whoever needs it there sends it again after the welcome. */
  send(frame: ClientFrame): boolean {
    return this.lanes.some((lane) => lane.send(frame));
  }

  /** On both lanes, with chasers behind it until the hub names `what`. */
  urgent(frame: ClientFrame, what: string): boolean {
    const sent = this.lanes.filter((lane) => lane.send(frame)).length > 0;
    if (sent && !this.chased.has(what)) {
      this.chased.add(what);
      this.chase(what, 0);
    }
    this.another?.sent(frame, what);
    return sent;
  }

  /** Milliseconds since the hub was last heard. */
  silence(): number {
    const [live, there] = [this.lanes.filter((lane) => lane.live), this.lanes.filter((lane) => lane.there)];
    return Math.min(...(live.length ? live : there).map((lane) => lane.silence()));
  }

  /** When a beat went out, if that is not long ago: its echo tells the hub's clock. */
  beatSentAt(n: number): number | undefined {
    return n > this.n - 16 ? this.beats[n % 16] : undefined;
  }

  /** Drops all sockets and connects anew at once. */
  anew(): void {
    this.stop(null);
    this.lanes[0].open();
  }

  private stop(stopped: Stopped | null): void {
    this.stopped = stopped;
    this.another?.stops();
    for (const lane of this.lanes) lane.drop();
  }

  private dial = () => {
    const socket = dial(this.ends.key());
    if (!socket) this.stop({ code: "needs_secure_channel", message: "" });
    return socket;
  };

  private chase(what: string, nth: number): void {
    const due = CHASERS_MS[nth];
    if (due === undefined) this.chased.delete(what);
    else
      setTimeout(
        () => {
          if (!this.chased.has(what)) return;
          for (const lane of this.lanes) lane.send({ type: "chaser" });
          this.chase(what, nth + 1);
        },
        due - (CHASERS_MS[nth - 1] ?? 0),
      );
  }

  private take = (lane: Lane, data: string): void => {
    this.another?.heard(data);
    for (const what of this.chased) if (data.includes(what)) this.chased.delete(what);
    let frame: HubFrame;
    try {
      frame = JSON.parse(data) as HubFrame;
    } catch {
      return;
    }
    if (frame.type === "refused") lane.refused = frame;
    if (frame.type === "beat" && frame.n > lane.echoed) {
      lane.echoed = frame.n;
      const at = this.beatSentAt(frame.n);
      if (at) lane.trip = performance.now() - at;
    }
    if (frame.type !== "welcome") {
      this.ends.heard(frame);
      return;
    }
    if (!this.sameHub(lane, frame.epoch)) return;
    lane.failures = 0;
    lane.live = true;
    // Before anything else: what this page paints counts only once the hub knows that it can be seen.
    this.beat();
    this.ends.heard(frame);
    const [, b] = this.lanes;
    if (b.idle && this.live) b.open();
    this.ends.changed();
  };

  /** Both lanes lead to the same start of the hub. Where not, the one that was opened first leads to one that is gone. */
  private sameHub(lane: Lane, epoch: string): boolean {
    lane.epoch = epoch;
    const other = this.lanes[lane.name === "a" ? 1 : 0];
    if (!other.live || other.epoch === epoch) return true;
    const gone = other.openSince > lane.openSince ? lane : other;
    gone.open();
    return gone !== lane;
  }

  private closed = (lane: Lane, code: number): void => {
    const { refused, live } = lane;
    lane.drop();
    if (code === CLOSE.elsewhere) this.stop({ code: "elsewhere", message: "" });
    else if (code === CLOSE.reload) setTimeout(() => location.reload(), 200 + Math.random() * 800);
    // Somebody who is in comes back after a frame that the hub could not read: it must not lock a performer out.
    else if (code === CLOSE.stop || (refused && !live && !this.live))
      this.stop(refused ? { code: refused.code, message: refused.message } : { code: "closed", message: "" });
    else if (code === CLOSE.atOnce && lane.failures === 0) lane.later(0);
    else if (code === CLOSE.shortly) lane.later(100 + Math.random() * 900);
    else lane.later();
    if (live && this.live) this.ends.sayAgain();
    this.ends.changed();
  };

  beat = (): void => {
    if (!this.live) return;
    this.another?.beats();
    this.beats[++this.n % 16] = performance.now();
    this.sayBeat();
  };

  /** Says the last beat on the lanes that have no echo of it, and tells on how many. */
  sayBeat(): number {
    const visible = document.visibilityState === "visible";
    const awake = this.ends.awake();
    const { n } = this;
    return this.lanes.filter((lane) => {
      const rtt = lane.trip && Math.round(lane.trip);
      return lane.echoed !== n && lane.send({ type: "beat", n, visible, awake, rtt });
    }).length;
  }

  private look = (): void => {
    const now = { timer: performance.now(), wall: Date.now() };
    const slept = Math.abs(now.wall - this.lookedAt.wall - (now.timer - this.lookedAt.timer)) > JUMP_MS;
    this.lookedAt = now;
    if (this.stopped) return;
    if (slept) {
      this.lanes[0].failures += 1;
      this.anew();
      this.ends.changed();
    } else this.renew(SILENCE_MS, (lane) => lane.there);
  };

  /** New sockets for the lanes that have been silent for so long. */
  private renew(silence: number, which: (lane: Lane) => boolean, failures?: number): void {
    for (const lane of this.lanes.filter(which)) {
      if (lane.there && lane.silence() < silence) continue;
      const { live } = lane;
      lane.failures = failures ?? lane.failures + 1;
      lane.open();
      if (live && this.live) this.ends.sayAgain();
      this.ends.changed();
    }
  }

  /** Where another tab took over, whichever a person has brought to the front is the one they use. */
  private takeBack(): void {
    if (this.stopped?.code !== "elsewhere" || document.visibilityState !== "visible") return;
    this.anew();
    this.ends.changed();
  }

  private wake = (): void => {
    if (!this.stopped) this.renew(WAKE_SILENCE_MS, (lane) => !lane.idle, 0);
  };
}
