import { dial, padded, type Socket } from "./dial";
import type { ClientFrame, HubFrame, RefusalCode } from "./protocol";

/** Why this page may not come back by itself. */
export interface Stopped {
  /** `elsewhere`: another tab of this browser has taken over. */
  code: RefusalCode | "elsewhere" | "closed";
  /** The hub's sentence; empty if it said none. */
  message: string;
}

export interface Ends {
  /** The first frame of a socket: `join` or `resume`. */
  hello(): ClientFrame;
  /** The hub's public key, as the code had it; empty if it had none. */
  key(): string;
  /** Whatever the hub says, in order. */
  heard(frame: HubFrame): void;
  /** `live` or `stopped` is another one now. */
  changed(): void;
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
/** The last rung is below the 2 s in which everybody is back once the hub answers, with time to connect. */
const LADDER_MS = [10, 50, 100, 200, 500, 1000, 1500];

const CLOSE = { atOnce: 4000, shortly: 4001, reload: 4002, stop: 4003, elsewhere: 4004 };

/**
 * One line to the hub, kept up for as long as the page lives.
 *
 * Safety: a path is judged by what is heard on it, never by `readyState`; a socket given up is detached first, so that
 * nothing it still says or does counts. Liveness: whenever there is no socket, a timer for the next one runs, unless
 * the hub said not to come back.
 */
export class Connection {
  live = false;
  stopped: Stopped | null = null;
  /** Connections that came to nothing since the last welcome. */
  failures = 0;

  private socket: Socket | null = null;
  private refused: Stopped | null = null;
  private heardAt = 0;
  private next: ReturnType<typeof setTimeout> | undefined;
  private lastBeat = { n: 0, at: 0 };
  private lookedAt = { timer: performance.now(), wall: Date.now() };

  constructor(private readonly ends: Ends) {
    setInterval(this.beat, BEAT_MS);
    setInterval(this.look, LOOK_MS);
    document.addEventListener("visibilitychange", () => {
      this.beat();
      this.takeBack();
      this.wake();
    });
    for (const sign of ["pageshow", "online", "focus"]) addEventListener(sign, this.wake);
    this.open();
  }

  /** False if it could not go out now; whoever needs it there sends it again after the welcome. */
  send(frame: ClientFrame): boolean {
    if (!this.live || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(padded(JSON.stringify(frame)));
    return true;
  }

  /** Milliseconds since the hub was last heard. */
  silence(): number {
    return performance.now() - this.heardAt;
  }

  /** When the last beat went out, if it is the one asked for: its echo tells the hub's clock. */
  beatSentAt(n: number): number | undefined {
    return n === this.lastBeat.n ? this.lastBeat.at : undefined;
  }

  /** Drops the socket and connects anew at once. */
  anew(): void {
    this.stopped = null;
    this.drop();
    this.open();
  }

  private open(): void {
    clearTimeout(this.next);
    this.next = undefined;
    this.refused = null;
    this.heardAt = performance.now();
    const socket = dial(this.ends.key());
    this.socket = socket;
    if (!socket) {
      this.stopped = { code: "needs_secure_channel", message: "" };
      return;
    }
    socket.onopen = () => socket.send(padded(JSON.stringify(this.ends.hello())));
    socket.onmessage = ({ data }) => this.take(String(data));
    socket.onclose = ({ code }) => this.closed(code);
  }

  private take(data: string): void {
    this.heardAt = performance.now();
    let frame: HubFrame;
    try {
      frame = JSON.parse(data) as HubFrame;
    } catch {
      return;
    }
    if (frame.type === "refused") this.refused = { code: frame.code, message: frame.message };
    if (frame.type === "welcome") {
      this.failures = 0;
      this.live = true;
      // Before anything else: what this page paints counts only once the hub knows that it can be seen.
      this.beat();
    }
    this.ends.heard(frame);
    if (frame.type === "welcome") this.ends.changed();
  }

  private closed(code: number): void {
    const { refused, live } = this;
    this.drop();
    if (code === CLOSE.elsewhere) this.stopped = { code: "elsewhere", message: "" };
    else if (code === CLOSE.reload) setTimeout(() => location.reload(), 200 + Math.random() * 800);
    // Somebody who is in comes back after a frame that the hub could not read: it must not lock a performer out.
    else if (code === CLOSE.stop || (refused && !live)) this.stopped = refused ?? { code: "closed", message: "" };
    else if (code === CLOSE.atOnce && this.failures === 0) this.later(0);
    else this.later(code === CLOSE.shortly ? 100 + Math.random() * 900 : this.rung());
    this.ends.changed();
  }

  /** A little less than the rung, by chance, so that a whole set doesn't come back in the same instant. */
  private rung(): number {
    return (LADDER_MS[Math.min(this.failures, LADDER_MS.length - 1)] as number) * (0.7 + Math.random() * 0.25);
  }

  private later(ms: number): void {
    this.failures += 1;
    clearTimeout(this.next);
    this.next = setTimeout(() => this.open(), ms);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.live = false;
    clearTimeout(this.next);
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private beat = (): void => {
    if (!this.live) return;
    const visible = document.visibilityState === "visible";
    this.lastBeat = { n: this.lastBeat.n + 1, at: performance.now() };
    this.send({ type: "beat", n: this.lastBeat.n, visible, awake: this.ends.awake() });
  };

  private look = (): void => {
    const now = { timer: performance.now(), wall: Date.now() };
    const slept = Math.abs(now.wall - this.lookedAt.wall - (now.timer - this.lookedAt.timer)) > JUMP_MS;
    this.lookedAt = now;
    if (this.stopped) return;
    if (slept || (this.socket && this.silence() >= SILENCE_MS)) {
      this.failures += 1;
      this.anew();
      this.ends.changed();
    }
  };

  /** Where another tab took over, whichever a person has brought to the front is the one they use. */
  private takeBack(): void {
    if (this.stopped?.code !== "elsewhere" || document.visibilityState !== "visible") return;
    this.anew();
    this.ends.changed();
  }

  private wake = (): void => {
    if (this.stopped) return;
    if (this.socket && this.silence() < WAKE_SILENCE_MS) return;
    this.failures = 0;
    this.anew();
    this.ends.changed();
  };
}
