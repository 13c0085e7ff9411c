import type {
  Access,
  Answer,
  ChangeState,
  HubView,
  Override,
  Reach,
  ReadyLine,
  Reply,
  Role,
  SceneView,
  Status,
  Way,
} from "./protocol";

// What the IC's and the 1st AD's pages say alike.

const USUAL: Record<Status, string> = {
  blocking: "Blocking",
  rehearsal: "Rehearsal",
  last_looks: "Last looks",
  picture_up: "Picture up",
  rolling: "Rolling",
  cut: "Cut",
  reset: "Reset",
  closure: "Closure",
  wrapped: "Wrapped",
};

export const STATUSES = Object.keys(USUAL) as Status[];

/** As the trade says them, or this production. */
export const STATUS: Record<Status, string> = { ...USUAL };

export const ACCESS: Record<Access, string> = {
  open: "Open",
  closing: "Closing",
  closed: "Closed",
  reopening: "Reopening",
};

export const WAY: Record<Way, string> = {
  in_hand: "In the hand",
  in_reach: "Within reach",
  remote: "Remote or pedal",
  watcher: "Their watcher",
  word: "Word or gesture only",
};

export const ROLE: Record<Role, string> = {
  ic: "IC",
  ad: "1st AD",
  performer: "Performer",
  watcher: "Watcher",
  chaperone: "Chaperone",
  crew: "Crew",
  door: "Door",
};

/** The trade words of the day, before a console paints; used as they were given. */
export function inTheirWords({ words = [] }: Pick<HubView, "words">): void {
  const given = new Map<string, string>(words.map(({ word, text }) => [word, text]));
  for (const status of STATUSES) STATUS[status] = given.get(status) ?? USUAL[status];
  ROLE.ic = given.get("ic") ?? "IC";
  ROLE.ad = given.get("ad") ?? "1st AD";
}

export const OVERRIDE: Record<Override, string> = {
  ic_present: "The IC is present",
  ad_responsible: "I take responsibility",
  checked_in_person: "Checked in person",
  not_needed_here: "Not needed here",
};

export const ANSWER: Record<Answer, string> = { green: "Green", amber: "Amber", red: "Red" };

export const REPLY: Record<Reply, string> = { yes: "Yes", no: "No", talk: "Talk to me" };

export const CHANGE: Record<ChangeState, string> = { asking: "Asking", agreed: "Agreed", not_today: "Not today" };

/** What one tap of "closed as listed" says. */
export const CLOSED_AS_LISTED = [
  "Only the listed people are in",
  "Only the listed monitors show the scene",
  "No phones or cameras but signal phones",
  "Robes are to hand",
];

export const NO_ROLL = "No roll until this is met";

/** What an unmet line bars, beside the line itself. Stood down, nothing is refused. */
export function readyNote(line: ReadyLine, stoodDown: boolean): string {
  return !line.met && line.hard && !stoodDown ? NO_ROLL : "";
}

/**
 * What a refused status waits for: the unmet lines of the list, or endings that nobody has had yet.
 * Nothing, once it has come about by another hand.
 */
export function missingFor(
  status: Status,
  { scene, ready }: { scene: SceneView | null; ready: ReadyLine[] },
  closures: number | null,
) {
  if (scene?.status === status || (status === "wrapped" && closures === 0)) return [];
  if (status !== "wrapped") return ready.filter((line) => !line.met).sort((a, b) => Number(b.hard) - Number(a.hard));
  const who = closures === null ? "Somebody" : closures === 1 ? "One" : `${closures}`;
  const have = closures === null || closures === 1 ? "has" : "have";
  return [{ key: "closure", text: `${who} of the cast ${have} had no closure yet`, hard: false }];
}

/** The set has to close before anybody says what it is closed as; what was said can always be taken back. */
export function mayAttest(access: Access, said: boolean): boolean {
  return said || access === "closing" || access === "closed";
}

export const CLOSE_FIRST = "First say that the set is closing or closed.";

const IN_TURN: Access[] = ["closing", "closed", "reopening", "open"];

/** What somebody may say of the set, and what it is now. */
export function accessChips(may: Access[], now: Access): Access[] {
  return IN_TURN.filter((access) => access === now || may.includes(access));
}

export function sceneLine(scene: SceneView | null): string {
  if (!scene) return "No scene is open";
  const parts = [`Scene ${scene.id}`];
  if (scene.setup) parts.push(`setup ${scene.setup}`);
  if (scene.take > 0) parts.push(`take ${scene.take}`);
  return parts.join(" · ");
}

/** How long something has been running: `0:07`, `12:31`, `1:02:07`. */
export function running(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

/** The time of day, as on the wall of the set. */
export function clock(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB");
}

/** Whether what somebody presses now reaches people. Fewer than two receivers is said out loud. */
export function reachLine(reach: Reach): { text: string; enough: boolean } {
  const enough = reach.ic > 0 && reach.ic + reach.ad > 1;
  if (reach.ic + reach.ad === 0) return { enough, text: "Nobody can be reached: a hold reaches no one." };
  if (reach.ic === 0)
    return { enough, text: "No IC can be reached: a hold reaches the 1st AD only, a pause may reach nobody." };
  if (!enough) return { enough, text: "Only one IC and no 1st AD can be reached: a hold has no second screen." };
  const text = `${count(reach.ic, "an IC")} and ${count(reach.ad, "a 1st AD")} can be reached.`;
  return { enough, text: text[0]?.toUpperCase() + text.slice(1) };
}

const NUMBERS = ["no", "", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** `one` is the word with its article. In words, because "2 1st ADs" can't be read. */
function count(n: number, one: string): string {
  return n === 1 ? one : `${NUMBERS[n] ?? n} ${one.replace(/^an? /, "")}s`;
}
