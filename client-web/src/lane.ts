import { padded, type Socket } from "./dial";
import type { ClientFrame, HubFrame, Lane as Name } from "./protocol";

export interface Hub {
  /** The first frame of a socket; null while this lane may not be opened. */
  hello(lane: Name): ClientFrame | null;
  /** A new socket; null where none may be opened. */
  dial(): Socket | null;
  /** Whatever the hub says here, in order. */
  take(lane: Lane, data: string): void;
  /** The hub, or the path, has ended it. */
  closed(lane: Lane, code: number): void;
}

/** The last rung is below the 2 s in which everybody is back once the hub answers, with time to connect. */
const LADDER_MS = [10, 50, 100, 200, 500, 1000, 1500];

/**
 * One socket to the hub.
 *
 * Safety: a path is judged by what is heard on it, never by `readyState`; a socket given up is detached first, so that
 * nothing it still says or does counts.
 */
export class Lane {
  /** Welcomed. */
  live = false;
  /** Connections that came to nothing since the last welcome. */
  failures = 0;
  /** How long the echo of the last beat took here, and which that was. */
  trip: number | undefined;
  echoed = 0;
  /** Which start of the hub is at the other end, and since when this socket is open. */
  epoch = "";
  openSince = 0;
  refused: Extract<HubFrame, { type: "refused" }> | null = null;

  private socket: Socket | null = null;
  private heardAt = 0;
  private next: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly name: Name,
    private readonly hub: Hub,
  ) {}

  /** It has a socket, on its way or open. */
  get there(): boolean {
    return this.socket !== null;
  }

  /** It neither has a socket nor waits for its next. */
  get idle(): boolean {
    return !this.there && this.next === undefined;
  }

  /** Milliseconds since the hub was last heard here. */
  silence(): number {
    return performance.now() - this.heardAt;
  }

  /** A new socket, at once. */
  open(): void {
    this.drop();
    const hello = this.hub.hello(this.name);
    if (!hello) return;
    this.refused = null;
    this.heardAt = performance.now();
    const socket = this.hub.dial();
    if (!socket) return;
    this.socket = socket;
    socket.onopen = () => {
      this.openSince = performance.now();
      socket.send(padded(JSON.stringify(hello)));
    };
    socket.onmessage = ({ data }) => {
      this.heardAt = performance.now();
      this.hub.take(this, String(data));
    };
    socket.onclose = ({ code }) => this.hub.closed(this, code);
  }

  /** False if it could not go out here now. */
  send(frame: ClientFrame): boolean {
    if (!this.live || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(padded(JSON.stringify(frame)));
    return true;
  }

  /** A new socket after a while; by default after the next rung of the ladder. */
  later(ms = this.rung()): void {
    this.failures += 1;
    clearTimeout(this.next);
    this.next = setTimeout(() => this.open(), ms);
  }

  drop(): void {
    const { socket } = this;
    this.socket = null;
    this.live = false;
    this.trip = undefined;
    clearTimeout(this.next);
    this.next = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** A little less than the rung, by chance, so that a whole set doesn't come back in the same instant. */
  private rung(): number {
    return (LADDER_MS[Math.min(this.failures, LADDER_MS.length - 1)] as number) * (0.7 + Math.random() * 0.25);
  }
}
