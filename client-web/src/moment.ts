/**
 * A moment by both clocks of a phone. Neither is enough alone: the timer may stand still while the phone sleeps, and the
 * time of day may be set back.
 */
export interface Moment {
  timer: number;
  wall: number;
}

/** Now, or so many milliseconds ago. */
export const moment = (ago = 0): Moment => ({ timer: performance.now() - ago, wall: Date.now() - ago });

/** Milliseconds by whichever clock says more: a press may be called late too early, but never too late. */
export const elapsed = (then: Moment, now = moment()): number =>
  Math.round(Math.max(now.timer - then.timer, now.wall - then.wall));
