import { elapsed, type Moment, moment } from "./moment";
import type { Answer } from "./page";
import type { ClientFrame, Command, Level, OwnSignal } from "./protocol";
import { keep, kept } from "./storage";
import { uuid } from "./uuid";

/** A press of this phone's own that the hub has not answered. */
export interface Press {
  id: string;
  level: Level;
  test: boolean;
  /** Touch-down. */
  at: Moment;
  /** The hub that is there now has shown that it knows of it. Its `done` may come later: that one waits for the disk. */
  back: boolean;
}

interface Waiting {
  id: string;
  cmd: Command;
  at: Moment;
  /** Has been on the wire at least once. */
  sent: boolean;
  back: boolean;
  resolve: (answer: Answer) => void;
}

interface Kept {
  id: string;
  cmd: Command;
  /** The time of day at touch-down: all that outlives the page. */
  at: number;
  sent: boolean;
  back: boolean;
}

/** What was last seen of the own signal, and from which hub: a press since then shows as one more. */
interface Seen {
  epoch: string;
  signal: string | null;
  presses: number;
}

/** A press for which nothing comes back for so long may not be promised. */
const OVERDUE_MS = 1000;
/** Anything but a press is given up after this: a ROLL that arrives minutes late would be worse than none. */
const STALE_MS = 10_000;
/** A press of an earlier page that lies in the future: the clock was set back. Late for the hub, and not a word more. */
const AT_LEAST_MS = 2001;

const UNSURE = "The hub did not answer in time. Look whether this was done; if not, tap again.";

function keptAt(at: number): Moment {
  const ago = Date.now() - at;
  return moment(ago < 0 ? AT_LEAST_MS : ago);
}

/** What travels on both lanes: what stops, or says that it was seen. The hub has the same list (`Command::is_urgent`). */
export const isUrgent = (cmd: Command): boolean =>
  cmd.kind === "raise" ||
  cmd.kind === "acknowledge" ||
  cmd.kind === "call" ||
  (cmd.kind === "status" && cmd.status === "cut") ||
  (cmd.kind === "stand_down" && cmd.on);

const isPress = (cmd: Command): boolean => cmd.kind === "raise" && !cmd.test;

/**
 * Commands that the hub has not answered.
 *
 * Safety: a press leaves only when the hub has answered its id, a reload included, so it is never lost;
 * the id is the same each time, so a second copy is harmless.
 * Liveness: everything here is sent again after each welcome.
 */
export class Outbox {
  private waiting: Waiting[] =
    kept<Kept[]>("presses")?.map((press) => ({
      ...press,
      at: keptAt(press.at),
      resolve: () => {},
    })) ?? [];
  private seen = kept<Seen>("seen") ?? { epoch: "", signal: null, presses: 0 };

  add(cmd: Command): { id: string; answer: Promise<Answer> } {
    const id = uuid();
    const answer = new Promise<Answer>((resolve) => {
      this.waiting.push({ id, cmd, at: moment(), sent: false, back: false, resolve });
    });
    this.save();
    return { id, answer };
  }

  /** The frame to send now, with its age where it comes later than the press. */
  frame(id: string): Extract<ClientFrame, { type: "do" }> | null {
    const found = this.waiting.find((each) => each.id === id);
    if (!found) return null;
    const age = elapsed(found.at);
    const late = found.sent || age > OVERDUE_MS;
    found.sent = true;
    this.save();
    return { type: "do", id, ...(late ? { age } : {}), cmd: found.cmd };
  }

  /**
   * All that is sent again after a welcome. What would come too late to be right is answered here instead; so is what was
   * in hand before another hub: it counts its alerts anew, and may have heard a newer press.
   */
  again(otherHub: boolean): Extract<ClientFrame, { type: "do" }>[] {
    for (const { id, cmd, at } of this.waiting) {
      if (cmd.kind === "raise" && cmd.test) this.giveUp(id, "The press-test did not get through. Try it again now.");
      else if (!isPress(cmd) && (elapsed(at) > STALE_MS || (otherHub && cmd.kind === "acknowledge")))
        this.giveUp(id, UNSURE);
    }
    return this.waiting.map(({ id }) => this.frame(id)).filter((frame) => frame !== null);
  }

  answer(id: string, answer: Answer): void {
    const found = this.waiting.find((each) => each.id === id);
    if (!found) return;
    this.waiting = this.waiting.filter((each) => each !== found);
    this.save();
    found.resolve(answer);
  }

  /**
   * A view can tell of a press before its `done`: the signal is there, or there is one press more on it. Kept, so that
   * a reload asks no more; but a new hub may have lost what the disk had no room for.
   */
  noticed(epoch: string, signal: OwnSignal | null): void {
    const { seen } = this;
    if (epoch !== seen.epoch) for (const each of this.waiting) each.back = false;
    if (signal && (signal.id !== seen.signal || signal.presses > seen.presses)) {
      for (const each of this.waiting) if (each.sent && isPress(each.cmd)) each.back = true;
    }
    this.seen = { epoch, signal: signal?.id ?? null, presses: signal?.presses ?? 0 };
    keep("seen", this.seen);
    this.save();
  }

  presses(): Press[] {
    return this.waiting.flatMap(({ id, cmd, at, back }) =>
      cmd.kind === "raise" ? [{ id, level: cmd.level, test: cmd.test ?? false, at, back }] : [],
    );
  }

  /** A press (or a test) for which nothing has come back within a second. */
  overdue(): boolean {
    return this.presses().some(({ at, back }) => !back && elapsed(at) >= OVERDUE_MS);
  }

  /** Another person now holds this phone: what the last one pressed is not theirs. */
  clear(): void {
    this.waiting = [];
    this.save();
  }

  private giveUp(id: string, message: string): void {
    this.answer(id, { ok: false, code: "not_recorded", message });
  }

  private save(): void {
    keep(
      "presses",
      this.waiting
        .filter(({ cmd }) => isPress(cmd))
        .map(({ id, cmd, at, sent, back }): Kept => ({ id, cmd, at: Date.now() - elapsed(at), sent, back })),
    );
  }
}
