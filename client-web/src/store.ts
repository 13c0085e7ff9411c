import { alerted, answered, isCopy, OVERTAKEN_MS, revived, survived, TEST_SHOWN_MS } from "./alerts";
import { KeepAwake } from "./awake";
import { Connection, type Stopped } from "./connection";
import type { Cover } from "./cover";
import { clearAddress, codeInAddress, device, type Identity, identity, keepIdentity } from "./identity";
import { isUrgent, Outbox, type Press } from "./outbox";
import type { Alerted, Answer, Page, PlanText, Report } from "./page";
import type { Alert, ClientFrame, Command, HubFrame, Lane, View, You } from "./protocol";
import { forgetEverything, keep, kept } from "./storage";
import { uuid } from "./uuid";
import { language } from "./words";

/** What is to be shown. */
export type Now =
  | { at: "no_code" }
  /** A code was scanned: who are you? `known`: this browser already is somebody here. `no`: not under that name. */
  | { at: "name"; known: Identity | null; no: string }
  | { at: "connecting"; trouble: boolean }
  /** `canAskAgain`: with the code it came with. `known`: or go on as who this browser is already. */
  | { at: "stopped"; stopped: Stopped; canAskAgain: boolean; known: Identity | null }
  /** The hub has ended this person's day: nothing is kept here any more. `dim`: the clock was here. */
  | { at: "goodbye"; dim: boolean }
  | { at: "in"; page: Page<View>; presses: Press[] };

interface Session {
  you: You;
  epoch: string;
  rev: number;
  view: View;
}

/** A little more than the second after which a press without an answer counts as overdue. */
const OVERDUE_LOOK_MS = 1010;

/** A line that was heard within this long brings views, too: beats are echoed each second. */
const FRESH_MS = 1500;

/** Two clocks part by so many milliseconds from one beat to the next, at most: 100 in a million. */
const DRIFT_MS = 0.1;

const VERSION = 1;

/**
 * Whoever waited is in once the view says so. A welcome of the other lane may be from before and come later: by its
 * `you` alone a performer would be back in the waiting room, without a button.
 */
function isIn(you: You, view: View): boolean {
  const waits = you.role === "performer" || you.role === "watcher" || you.role === "chaperone";
  return waits ? "receivers" in view : you.admitted;
}

/**
 * All that the pages show, and all that they do. State-based: the latest view, the alerts that no person has answered,
 * and the commands that the hub has not.
 */
export class Store {
  now: Now = { at: "no_code" };

  private readonly outbox = new Outbox();
  /** Which page this is, and how many sockets it has opened. */
  private readonly page = uuid();
  private opened = 0;
  private readonly awake = new KeepAwake(() => this.changed());
  private known = identity();
  private invite = codeInAddress().invite;
  /** The hub's public key. The same code scanned again may bring a newer one. */
  private key = codeInAddress().key;
  /** The code is to be used anew, whoever this browser may be already. */
  private asNew = false;
  private joining: { name: string; title: string } | null = null;
  private connection: Connection | null = null;
  private cover: Cover | null = null;
  private covers = false;
  private session: Session | null = null;
  private alerts: Alerted[] = [];
  private sent: { plan?: PlanText; report?: Report } = {};
  /** Everything was forgotten here. */
  private goodbye: Extract<Now, { at: "goodbye" }> | null = null;
  /** The last alert of each signal since this line came up: the other lane brings each a second time. */
  private readonly rung = new Map<string, Alert>();
  private recovery = kept<string>("recovery", "session");
  /** The hub's clock minus this page's timer, from the quickest echo of late. */
  private clock = { offset: Date.now() - performance.now(), trip: Number.POSITIVE_INFINITY };
  private readonly listeners = new Set<() => void>();

  constructor() {
    addEventListener("hashchange", () => codeInAddress().invite && location.reload());
    if (this.known && (!this.invite || this.invite === this.known.invite)) this.resume();
    else this.askAgain();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** With the code from the address, under this name. */
  join = (name: string, title: string): void => {
    this.joining = { name, title };
    this.session = null;
    this.alerts = [];
    this.connect();
  };

  /** As whom this browser was let in before; a code in the address is left unused. */
  resume = (): void => {
    clearAddress();
    if (this.invite !== this.known?.invite) this.key = "";
    this.invite = this.known?.invite ?? "";
    this.key ||= this.known?.key ?? "";
    this.asNew = false;
    this.joining = null;
    this.connect();
  };

  /** With the same code, as somebody new to the hub. */
  askAgain = (): void => {
    this.asNew = true;
    this.joining = null;
    if (this.connection) this.connection.stopped = null;
    this.changed();
  };

  /** Another tab took over; this one takes it back. */
  takeBack = (): void => this.connect();

  private connect(): void {
    if (this.connection) this.connection.anew();
    else
      this.connection = new Connection({
        hello: this.hello,
        key: () => this.key,
        heard: this.heard,
        changed: () => {
          this.forgetIfOver();
          this.changed();
        },
        sayAgain: () => this.sayAgain(() => true),
        awake: () => this.awake.state === "held",
      });
    this.changed();
  }

  /** Only where the hub has said so: a socket that just closes may be one of a hub in trouble. */
  private forgetIfOver(): void {
    const stopped = this.connection?.stopped;
    if (this.goodbye || stopped?.code !== "closed" || !stopped.message) return;
    this.goodbye = { at: "goodbye", dim: kept<boolean>("clock", "session") === true };
    this.outbox.clear();
    this.known = this.joining = this.session = this.recovery = null;
    this.alerts = [];
    forgetEverything();
    clearAddress();
  }

  private hello = (lane: Lane): ClientFrame | null => {
    if (!this.joining) {
      this.opened += 1;
      return { type: "resume", v: VERSION, token: this.known?.token ?? "", lane, page: this.page, nth: this.opened };
    }
    if (lane === "b") return null;
    const { name, title } = this.joining;
    return {
      type: "join",
      v: VERSION,
      invite: this.invite,
      name,
      ...(title ? { title } : {}),
      lang: language,
      device: device(),
    };
  };

  private heard = (frame: HubFrame): void => {
    switch (frame.type) {
      case "welcome":
        this.welcomed(frame);
        break;
      case "view":
        if (!this.session || frame.rev <= this.session.rev) return;
        this.noticed(this.session.epoch, frame.view);
        this.alerts = answered(this.alerts, frame.view, performance.now());
        this.alerts = revived(this.rung, this.alerts, frame.view, performance.now());
        this.session = { ...this.session, rev: frame.rev, view: frame.view };
        break;
      case "alert": {
        const { type: _, ...alert } = frame;
        if (this.session && isCopy(this.rung, this.alerts, alert, this.session.view)) return;
        this.rung.set(alert.signal, alert);
        this.alerts = alerted(this.alerts, alert, performance.now());
        setTimeout(this.forgetAnswered, alert.level === "test" ? TEST_SHOWN_MS : OVERTAKEN_MS);
        break;
      }
      case "decoy":
        if (this.session) this.cover?.heard(frame, this.session.you.role);
        return;
      case "beat":
        this.setClock(frame.n, frame.now);
        return;
      case "plan":
        this.sent = { ...this.sent, plan: { text: frame.text } };
        break;
      case "report": {
        const { type: _, ...report } = frame;
        this.sent = { ...this.sent, report };
        break;
      }
      case "done":
        this.outbox.answer(frame.id, { ok: true });
        break;
      case "denied":
        if (frame.id) this.outbox.answer(frame.id, { ok: false, code: frame.code, message: frame.message });
        break;
      default:
        return;
    }
    this.changed();
  };

  private welcomed(frame: Extract<HubFrame, { type: "welcome" }>): void {
    const { you, epoch, rev, view } = frame;
    if (frame.token) {
      if (this.known) this.outbox.clear();
      this.known = { token: frame.token, invite: this.invite, key: this.key, name: you.name, role: you.role };
      keepIdentity(this.known);
      this.asNew = false;
      this.joining = null;
      clearAddress();
    }
    if (frame.recovery) {
      this.recovery = frame.recovery;
      keep("recovery", this.recovery, "session");
    }
    // The second lane's welcome tells nothing new, and may have been overtaken.
    const sameHub = this.session?.epoch === epoch;
    const second = this.connection?.doubled && sameHub;
    if (!second) {
      this.rung.clear();
      this.clock = { offset: frame.now - performance.now(), trip: Number.POSITIVE_INFINITY };
    }
    if (!second || rev >= (this.session?.rev ?? 0)) {
      this.noticed(epoch, view);
      if (this.session) {
        this.alerts = sameHub ? answered(this.alerts, view, performance.now()) : survived(this.alerts, view);
      }
      this.session = { you, epoch, rev, view };
    }
    this.sayAgain((cmd) => !second || isUrgent(cmd), !sameHub);
    setTimeout(this.lookForOverdue, OVERDUE_LOOK_MS);
  }

  private sayAgain(which: (cmd: Command) => boolean, otherHub = false): void {
    for (const again of this.outbox.again(otherHub)) if (which(again.cmd)) this.say(again);
  }

  private say(frame: Extract<ClientFrame, { type: "do" }>): void {
    if (isUrgent(frame.cmd)) this.connection?.urgent(frame, frame.id);
    else this.connection?.send(frame);
  }

  private noticed(epoch: string, view: View): void {
    if ("receivers" in view) this.outbox.noticed(epoch, view.signal);
  }

  private setClock(beat: number, now: number): void {
    const sent = this.connection?.beatSentAt(beat);
    if (sent === undefined) return;
    const at = performance.now();
    const trip = at - sent;
    this.clock.trip += 2 * DRIFT_MS;
    if (trip <= this.clock.trip) this.clock = { offset: now + trip / 2 - at, trip };
  }

  /** Time alone ends a press-test, and the doubt whether the latest view knows of an alert. */
  private forgetAnswered = (): void => {
    const view = this.session?.view;
    if (!view) return;
    // Only what was heard since can know of it: with both paths stalled, the latest view is an old one.
    if (this.connection && this.connection.silence() > FRESH_MS) {
      setTimeout(this.forgetAnswered, FRESH_MS);
      return;
    }
    this.alerts = answered(this.alerts, view, performance.now());
    this.changed();
  };

  private do = (cmd: Command): Promise<Answer> => {
    const { id, answer } = this.outbox.add(cmd);
    if (this.connection?.live) {
      const frame = this.outbox.frame(id);
      if (frame) this.say(cmd.kind === "raise" && cmd.test ? { ...frame, at: Math.round(this.hubNow()) } : frame);
    }
    if (cmd.kind === "raise") setTimeout(this.lookForOverdue, OVERDUE_LOOK_MS);
    this.changed();
    return answer;
  };

  /** A press for which nothing came back: if the hub was silent too, the path is dead, whatever the socket says. */
  private lookForOverdue = (): void => {
    if (!this.outbox.overdue()) return;
    const { connection } = this;
    if (connection?.live && connection.silence() >= 1000) connection.anew();
    this.changed();
  };

  private shown = (alert: Alert): void => {
    const { signal, again, level } = alert;
    const at = level === "test" ? { at: Math.round(this.hubNow()) } : {};
    this.connection?.urgent({ type: "shown", signal, again, ...at }, signal);
  };

  private dismissLost = (signal: string): void => {
    this.alerts = this.alerts.filter((each) => each.alert.signal !== signal);
    this.changed();
  };

  private recoveryWritten = (): void => {
    this.recovery = null;
    keep("recovery", null, "session");
    this.changed();
  };

  private hubNow = (): number => performance.now() + this.clock.offset;

  /** Only where frames cross the air. */
  private keepCovered(view: View): void {
    this.connection?.another?.watches("reach" in view && this.cover?.isLive(view) === true);
    this.cover?.see(view);
    if (this.covers || !["sealed", "tls"].includes(view.hub.secure)) return;
    this.covers = true;
    import("./cover").then(
      ({ Another, Cover }) => {
        if (this.connection) this.connection.another = new Another(this.connection, this.known?.role);
        this.cover = new Cover(() => this.connection);
        this.changed();
      },
      () => {
        this.covers = false;
      },
    );
  }

  private changed(): void {
    if (this.session) this.keepCovered(this.session.view);
    this.now = this.look();
    for (const listener of this.listeners) listener();
  }

  private look(): Now {
    if (this.goodbye) return this.goodbye;
    const { connection, session } = this;
    const stopped = connection?.stopped ?? null;
    // The hub alone knows from the code whether a name is needed.
    if (stopped?.code === "bad_frame" && this.joining) {
      return { at: "name", known: this.known, no: stopped.message };
    }
    if (stopped) {
      return { at: "stopped", stopped, canAskAgain: this.invite !== "", known: this.asNew ? this.known : null };
    }
    if (this.asNew && !this.joining) return this.invite ? { at: "name", known: this.known, no: "" } : { at: "no_code" };
    if (!connection || !session) return { at: "connecting", trouble: (connection?.failures ?? 0) > 2 };
    const { view } = session;
    const page: Page<View> = {
      you: { ...session.you, admitted: isIn(session.you, view) },
      view,
      alerts: this.alerts,
      dismissLost: this.dismissLost,
      link: connection.live && !this.outbox.overdue() ? "live" : "trouble",
      hubNow: this.hubNow,
      do: this.do,
      shown: this.shown,
      awake: this.awake.state,
      ...this.sent,
      ...(this.recovery ? { recovery: this.recovery, recoveryWritten: this.recoveryWritten } : {}),
    };
    return { at: "in", page, presses: this.outbox.presses() };
  }
}
