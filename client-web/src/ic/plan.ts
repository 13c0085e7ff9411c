import type { IcPlan, IcScene, Kind, PartView, PersonView, PlanName, Role, Say, SceneView } from "../protocol";

// The day's plan as the IC looks at it.

export const SAY: Record<Say, string> = {
  yes: "Yes",
  ask: "Ask in the moment",
  not_here: "Not in this scene",
};

export const KIND: Record<Kind, string> = {
  nudity: "nudity",
  simulated_sex: "simulated sex",
  explicit: "explicit",
  hyper_exposed: "hyper-exposed",
  kiss: "kiss",
  other: "other",
};

/** A line is only ever taken back: what it may become from here. */
export function narrower(say: Say): Say[] {
  if (say === "yes") return ["ask", "not_here"];
  return say === "ask" ? ["not_here"] : [];
}

/** The open scene first, then as in the plan; what is wrapped at the end. */
export function scenesInOrder(plan: IcPlan, open: SceneView | null): IcScene[] {
  const rank = (scene: IcScene) => (scene.id === open?.id ? 0 : scene.wrapped ? 2 : 1);
  return [...plan.scenes].sort((a, b) => rank(a) - rank(b));
}

/** Wrapped is wrapped, also while the hub still has it as the scene. */
export function openNow(scene: IcScene, open: SceneView | null): boolean {
  return scene.id === open?.id && !scene.wrapped && open.status !== "wrapped";
}

/** Names of the plan that nobody here goes by: not come yet, or gone again. */
export const expected = (plan: IcPlan): PlanName[] => plan.people.filter(({ person }) => person === null);

/** All their scenes are wrapped (a chaperone's: all scenes), so nobody waits for them. */
export function done(plan: IcPlan, { name }: PlanName): boolean {
  const theirs = plan.scenes.filter(({ parts }) => parts.some((part) => part.name === name));
  const scenes = theirs.length > 0 ? theirs : plan.scenes;
  return scenes.length > 0 && scenes.every(({ wrapped }) => wrapped);
}

/** Who does what to whom, as far as the plan says. */
export function whoToWhom({ who, to }: { who: string[]; to: string[] }): string {
  const from = who.length > 0 ? who.join(", ") : "Everybody";
  return to.length > 0 ? `${from} → ${to.join(", ")}` : from;
}

/** Where a rider stands, in a few words; empty where none is needed. */
export function riderLine(part: PartView): string {
  if (!part.needs_rider) return "";
  const here = part.received === null ? "no rider" : part.short_notice ? "rider, short notice" : "rider";
  const late = part.late_hire ? ", late hire" : "";
  return `${here}${late}${part.received === null ? "" : part.confirmed ? ", confirmed" : ", not confirmed"}`;
}

/** Something about this rider is still to be done. */
export function riderLacks(part: PartView): boolean {
  return part.needs_rider && (!part.confirmed || ((part.received === null || part.short_notice) && !part.late_hire));
}

const plain = (name: string) =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** How far two words are from each other, in letters (Levenshtein). */
function apart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** 0 the same, 1 much alike (an accent, a slip, one name of two), 2 another name. */
function likeness(a: string, b: string): 0 | 1 | 2 {
  const [one, two] = [plain(a), plain(b)];
  if (one === two) return 0;
  const shared = one.split(" ").some((word) => word.length > 1 && two.split(" ").includes(word));
  const slip = apart(one, two) <= (Math.min(one.length, two.length) > 5 ? 2 : 1);
  return shared || (slip && one !== "" && two !== "") ? 1 : 2;
}

export interface Suggestion {
  name: string;
  minor: boolean;
  /** The same name, or much alike. */
  alike: boolean;
  /** The same but for case and accents. */
  same: boolean;
}

/** Free names of the plan for somebody who waits, the likeliest first. Only a person's tap matches anybody. */
export function suggestions(plan: IcPlan | null, waiting: { name: string; role: Role }): Suggestion[] {
  if (!plan) return [];
  return expected(plan)
    .filter(({ role }) => role === waiting.role)
    .map((free) => ({ free, like: likeness(free.name, waiting.name) }))
    .sort((a, b) => a.like - b.like)
    .map(({ free, like }) => ({ name: free.name, minor: free.minor, alike: like < 2, same: like === 0 }));
}

/** What the IC has chosen for somebody who waits; a name that is only shown is no choice. */
export interface Choice {
  /** A tapped name of the plan. */
  planned: string | null;
  /** "Not in the plan" was tapped. */
  outside: boolean;
  typed: string | null;
}

export interface LettingIn {
  name: string;
  planned: Suggestion | null;
  /** Not in the plan under a name of the plan: they need another one. */
  taken: boolean;
}

/** As whom the one big tap lets somebody in. By a name of the plan it is as the plan's, unless the IC says not. */
export function lettingIn(waits: string, free: Suggestion[], { planned, outside, typed }: Choice): LettingIn {
  const name = typed?.trim() || waits;
  const same = free.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (outside) return { name, planned: null, taken: same !== undefined };
  const alike = typed === null ? free.find((one) => one.same) : undefined;
  const match = free.find((one) => one.name === planned) ?? same ?? alike ?? null;
  return { name: match?.name ?? name, planned: match, taken: false };
}

/** "Ana", or "Ana (Anna Berg in the plan)". */
export function planNote(plan: IcPlan | null, person: PersonView): string {
  if (!plan || (person.role !== "performer" && person.role !== "chaperone")) return "";
  if (person.planned === null) return "not in the plan";
  return person.planned === person.name ? "" : `in the plan: ${person.planned}`;
}

const two = (n: number) => String(n).padStart(2, "0");

/** A moment as a date-and-time field has it, on this device's clock. */
export function toField(at: number): string {
  const d = new Date(at);
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day}T${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** Null while the field is not filled in. */
export function fromField(text: string): number | null {
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}

export function dateTime(at: number): string {
  return new Date(at).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
