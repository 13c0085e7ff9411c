import { elapsed, type Moment } from "../moment";
import type { LinkState } from "../page";
import type { Level, OwnSignal, Receivers } from "../protocol";

/** Painted by no screen for so long: the performer must know, and use the agreed word or gesture. */
export const UNSEEN_MS = 5000;

/** Scene statuses in which the page becomes the clock. */
export const IN_SCENE: readonly string[] = ["rehearsal", "last_looks", "picture_up", "rolling"];

/** A press as the rules need it. */
export interface Pressed {
  level: Level;
  test: boolean;
  at: Moment;
  back: boolean;
}

export interface Facts {
  link: LinkState;
  receivers: Receivers;
  signal: OwnSignal | null;
  /** Presses that the hub has not answered. */
  presses: Pressed[];
  /** Since when the own signal has been raised and painted by nobody; null if it is not so. */
  raisedSince: Moment | null;
  /** The hub has denied the last press. */
  denied: boolean;
  now: Moment;
}

export interface Standing {
  /** Nothing that is pressed now can be promised to arrive. */
  notConnected: boolean;
  /** A press is open that no screen has painted. */
  nobodyHasSeenIt: boolean;
  /** Under the clock: one dot, painted; a short line, an IC has it. Never before it is true. */
  mark: "none" | "dot" | "line";
  /** A press waits on this phone for the hub. */
  kept: Level | null;
  /** What may be said of the signal: nothing, while a press is on its way that the view doesn't know of. */
  told: OwnSignal | null;
}

/** What a performer may be told right now: never more than is true. */
export function standing({ link, receivers, signal, presses, raisedSince, denied, now }: Facts): Standing {
  const open = presses.filter((press) => !press.test && !press.back);
  const since = [...open.map(({ at }) => at), ...(raisedSince === null ? [] : [raisedSince])];
  const told = open.length === 0 ? signal : null;
  const kept = open.some(({ level }) => level === "hold") ? "hold" : open.length > 0 ? "pause" : null;
  return {
    notConnected: link !== "live" || (!receivers.ic && !receivers.ad),
    nobodyHasSeenIt: denied || since.some((at) => elapsed(at, now) >= UNSEEN_MS),
    mark: told?.stage === "acknowledged" ? "line" : told?.stage === "displayed" ? "dot" : "none",
    kept: link === "live" ? null : kept,
    told,
  };
}

/** Since when the signal is raised: from when this page first saw it so, until it is painted or another one. */
export function raisedSince(
  before: { signal: string; at: Moment } | null,
  signal: OwnSignal | null,
  now: Moment,
): { signal: string; at: Moment } | null {
  if (signal?.stage !== "raised") return null;
  return before?.signal === signal.id ? before : { signal: signal.id, at: now };
}
