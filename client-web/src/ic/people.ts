import type { IcView, PersonView, SceneView } from "../protocol";

// Whom the IC should look at first.

/** A silent phone that should not be silent. */
export function inTrouble(person: PersonView): boolean {
  return person.link === "trouble";
}

/**
 * What is still to be done for this performer before touch; empty when all is well or it doesn't count now.
 * Where a watcher holds the button, it is a watcher's phone that has to be linked and tested.
 */
export function missing(person: PersonView, people: PersonView[]): ("way" | "way_again" | "test" | "watcher")[] {
  if (person.role !== "performer" || !person.on_set || !person.in_cast) return [];
  if (person.way === null) return ["way"];
  const list: ("way_again" | "test" | "watcher")[] = [];
  if (!person.way_confirmed) list.push("way_again");
  if (person.way === "watcher") {
    if (!watchersOf(people, person.id).some((w) => w.link === "live" && w.tested)) list.push("watcher");
  } else if (!person.tested && person.way !== "word") list.push("test");
  return list;
}

/** Trouble first, then performers on set in the cast, then who isn't needed now, then receivers. */
function rank(person: PersonView, people: PersonView[]): number {
  if (inTrouble(person) || watchersOf(people, person.id).some(inTrouble)) return 0;
  if (person.role === "performer") return person.on_set ? (person.in_cast ? 1 : 2) : 3;
  return person.role === "ic" ? 4 : 5;
}

export function sorted(people: PersonView[]): PersonView[] {
  return people
    .filter((p) => p.role !== "crew" && p.role !== "door" && !standsUnder(p, people))
    .sort((a, b) => rank(a, people) - rank(b, people) || a.name.localeCompare(b.name));
}

/** Who holds the button for somebody here stands with that performer. */
const standsUnder = (person: PersonView, people: PersonView[]): boolean =>
  person.for !== null && people.some((p) => p.id === person.for);

/** The chaperone first: a minor's scene waits for them. */
export function watchersOf(people: PersonView[], performer: string): PersonView[] {
  return people
    .filter((p) => p.for === performer && p.id !== performer)
    .sort((a, b) => a.role.localeCompare(b.role) || a.name.localeCompare(b.name));
}

export function crew(people: PersonView[]): PersonView[] {
  return people.filter((p) => p.role === "crew" || p.role === "door");
}

/** Performers whose way is asked again: one tap says "all as before". */
export function askedAgain(people: PersonView[]): PersonView[] {
  return people.filter((p) => missing(p, people).includes("way_again"));
}

/** In the place of a way that isn't set: a way is of a scene. */
export function noWay(scene: SceneView | null): string {
  return scene ? "Way: not set" : "Open a scene first";
}

/** The cast as a list. Where none was set, the hub says who counts: as planned, or everybody. */
export function castOf({ people, cast }: Pick<IcView, "people" | "cast">): string[] {
  return cast ?? people.filter((p) => p.role === "performer" && p.in_cast).map((p) => p.id);
}

/** The cast with this one person in or out, and nobody else. */
export function castFlipped(view: Pick<IcView, "people" | "cast">, id: string): string[] {
  const now = castOf(view);
  return now.includes(id) ? now.filter((p) => p !== id) : [...now, id];
}

/** The plan says who plays in this scene. */
export const isPlanned = ({ plan }: Pick<IcView, "plan">, scene: string): boolean =>
  Boolean(plan?.scenes.some(({ id }) => id === scene));

export function castLine(view: Pick<IcView, "scene" | "people" | "cast" | "plan">): string {
  const { scene, people, cast } = view;
  if (!scene) return "Open a scene first.";
  if (cast) return `${cast.length} in the cast of ${scene.id}`;
  if (!isPlanned(view, scene.id)) return `No cast set for ${scene.id}: everybody counts`;
  const inCast = castOf(view);
  const names = people.filter(({ id }) => inCast.includes(id)).map(({ name }) => name);
  return `Cast as planned: ${names.sort((a, b) => a.localeCompare(b)).join(", ") || "nobody is here yet"}`;
}

/** A frame that takes so long there and back makes a hold late enough to be felt. The hub's doctor has the same. */
const SLOW_MS = 200;

/** How well a phone is linked, in a few words: calm where all is well, and what is weak where it isn't. */
export function linkOf({ lanes, rtt_ms }: Pick<PersonView, "lanes" | "rtt_ms">) {
  const oneLane = lanes === 1;
  const slow = rtt_ms !== undefined && rtt_ms >= SLOW_MS;
  const words = [
    oneLane ? "one lane only" : lanes === 2 ? "2 lanes" : "linked",
    ...(rtt_ms === undefined ? [] : [`${slow ? "slow: " : ""}${rtt_ms} ms`]),
  ];
  return { oneLane, slow, says: words.join(" · ") };
}
