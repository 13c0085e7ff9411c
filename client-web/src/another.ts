import { Datagrams } from "./datagram";
import { type Hub, Lane } from "./lane";
import type { ClientFrame, Role } from "./protocol";

// Against TCP's patience, which loss and outages teach it: a beat is said again where its echo is missing, a lane is
// opened anew, and what is urgent goes by datagram, too. docs/bad-link.md has what each brings. Comes with the cover, so
// that the button does not wait for it.

/** What is urgent was sent, and nothing is heard for so long. */
const ANEW_MS = 60;
/** The same where only a beat's echo is missing. */
const RESTLESS_MS = 400;
/** So long behind a beat it is said again where its echo is missing, in usual round trips of at least so much. */
const AGAIN_TRIPS = [2, 4, 7, 11];
const LEAST_TRIP_MS = 10;
/** A worn lane is renewed this often at most, and never by all phones of a set at once. */
const RENEW_MS = { least: 10_000, chance: 10_000 };
/** Not an IC's page, whose long views widen TCP's window again and would all come anew; crew and doors need no such line. */
const RENEWS: readonly (Role | undefined)[] = ["performer", "watcher", "chaperone", "ad"];
/** Whoever says or hears anything urgent. */
const THIRD: readonly (Role | undefined)[] = ["performer", "watcher", "chaperone", "ic", "ad"];
/** So many rungs up its ladder an old lane b waits: some 150 ms. */
const ENDED_FOR_A_NEW_ONE = 3;
/** After that the line itself sees to both lanes. */
const GIVE_UP_MS = 3000;
/** A receiver's page beats so often while a scene is live, so that it notices before it is needed. */
const QUICK_BEAT_MS = 250;

export interface Line {
  readonly lanes: [Lane, Lane];
  readonly hub: Hub;
  readonly chased: ReadonlySet<string>;
  readonly ends: { sayAgain(): void };
  send(frame: ClientFrame): boolean;
  beat(): void;
  sayBeat(): number;
}

/** Lane b anew, again and again, until anything is heard. Lane a stays, and takes its time. */
export class Another {
  /** How long the latest echoes took. */
  private trips: number[] = [];
  private again: ReturnType<typeof setTimeout> | undefined;
  /** Lane b has been through an outage. */
  private worn = false;
  /** Not renewed for that before. */
  private renewAt = 0;
  /** Takes lane b's place as soon as the hub is heard there. */
  private fresh: Lane | null = null;
  private heardAt = performance.now();
  /** Since when an answer is missing. */
  private asked: number | undefined;
  private anewAt = 0;
  private next: ReturnType<typeof setTimeout> | undefined;
  private quick: ReturnType<typeof setInterval> | undefined;
  private readonly third: Datagrams | null;
  /** What is being heard came on the third lane. */
  private aside = false;
  /** Since when the sockets are open that the last beat went out on. */
  private sockets: number[] = [];

  constructor(
    private readonly line: Line,
    private readonly role: Role | undefined,
  ) {
    const copy = (data: string) => {
      this.aside = true;
      line.hub.take(line.lanes[0], data);
    };
    this.third = THIRD.includes(role) ? new Datagrams({ send: (frame) => line.send(frame), copy }) : null;
  }

  /** The line ends, or begins anew: nothing of it may still come in. */
  stops(): void {
    this.fresh?.drop();
    this.fresh = null;
    this.worn = false;
    this.asked = undefined;
    clearTimeout(this.again);
    clearTimeout(this.next);
    this.third?.close();
  }

  /** A beat is about to go out. */
  beats(): void {
    const { lanes, chased } = this.line;
    this.keepThird(lanes.flatMap(({ live, openSince }) => (live ? openSince : [])));
    this.trips = [...lanes.flatMap(({ trip }) => trip ?? []), ...this.trips].slice(0, 9);
    // After an outage TCP lets out few packets, for good, on a lane that carries little: too few for chasers in the next.
    const quiet = chased.size === 0 && this.asked === undefined;
    const now = performance.now();
    if (this.worn && quiet && now >= this.renewAt && lanes.every(({ live }) => live)) {
      this.worn = false;
      this.renewAt = now + RENEW_MS.least + Math.random() * RENEW_MS.chance;
      this.renew();
    }
    clearTimeout(this.again);
    this.sayAgain(0);
  }

  /** The hub's end of the third lane goes with the person's last socket. */
  private keepThird(sockets: number[]): void {
    if (!sockets.some((since) => this.sockets.includes(since))) this.third?.close();
    this.sockets = sockets;
    this.third?.begin();
  }

  /** A lone packet that is lost costs TCP 200 ms and more, in which whatever is urgent waits behind it. */
  private sayAgain(nth: number): void {
    const due = AGAIN_TRIPS[nth];
    const usual = [...this.trips].sort((one, other) => one - other)[this.trips.length >> 1];
    if (due === undefined || usual === undefined) return;
    const wait = (due - (AGAIN_TRIPS[nth - 1] ?? 0)) * Math.max(usual, LEAST_TRIP_MS);
    const at = performance.now() + wait;
    this.again = setTimeout(() => {
      const missing = this.line.sayBeat();
      // Chance takes one lane's packets, and an outage both; so does a page that was busy itself.
      const busy = performance.now() - at >= LEAST_TRIP_MS;
      this.worn ||= RENEWS.includes(this.role) && nth === 0 && missing === 2 && !busy;
      if (missing) this.sayAgain(nth + 1);
    }, wait);
  }

  /** Lane b anew. The old one stays until the hub has heard of the new one, which may come to nothing. */
  private renew(): void {
    const { lanes, hub } = this.line;
    if (!lanes[1].live) {
      lanes[1].open();
      return;
    }
    // The hub ends the old one for the new one, which may be told first: time for the new one's welcome.
    lanes[1].failures = Math.max(lanes[1].failures, ENDED_FOR_A_NEW_ONE);
    this.fresh?.drop();
    this.fresh = new Lane("b", {
      ...hub,
      take: (lane, data) => {
        const comes = lane === this.fresh;
        if (comes) {
          this.fresh = null;
          // Refused, it says nothing of the old one, which stays.
          if (!data.startsWith('{"type":"welcome"')) {
            lane.drop();
            return;
          }
          lanes[1].drop();
          lanes[1] = lane;
        }
        hub.take(lane, data);
        if (comes) this.line.ends.sayAgain();
      },
      closed: (lane, code) => {
        if (lane === this.fresh) {
          this.fresh = null;
          lane.drop();
        } else hub.closed(lane, code);
      },
    });
    this.fresh.open();
  }

  /** Something urgent went out. */
  sent(frame: ClientFrame, what: string): void {
    this.third?.urgent(frame, what);
    this.misses(performance.now());
  }

  /** Anything came. On the third lane it tells nothing of the websockets, by which alone views come. */
  heard(data: string): void {
    this.third?.came(data);
    const { aside } = this;
    this.aside = false;
    if (aside) return;
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
    if (this.asked !== undefined || !this.line.lanes[0].live) return;
    this.asked = since;
    this.look();
  }

  private look = (): void => {
    const { asked } = this;
    clearTimeout(this.next);
    if (asked === undefined) return;
    const [a, b] = this.line.lanes;
    const now = performance.now();
    if (now - asked >= GIVE_UP_MS || !a.live) {
      this.asked = undefined;
      return;
    }
    // A slow path is not a dead one.
    const trips = [a, b].map(({ trip }) => trip ?? 0).filter((trip) => trip > 0);
    const patience = Math.max(ANEW_MS, trips.length ? 4 * Math.min(...trips) : 0);
    const left = Math.max(asked, this.anewAt) + patience - now;
    if (left <= 0) {
      // One that has opened since the last time is about to be welcomed: on a slow path that takes longer.
      const opened = (b.live ? this.fresh : b)?.openSince ?? 0;
      if (opened <= this.anewAt) this.renew();
      this.anewAt = now;
    }
    this.next = setTimeout(this.look, left > 0 ? left : patience);
  };
}
