import type { PersonView, SceneView } from "../protocol";

// Whom the IC should look at first.

/** A silent phone that should not be silent. */
export function inTrouble(person: PersonView): boolean {
  return person.link === "trouble";
}

/** What is still to be done for this performer before touch; empty when all is well or it doesn't count now. */
export function missing(person: PersonView): ("way" | "way_again" | "test")[] {
  if (person.role !== "performer" || !person.on_set || !person.in_cast) return [];
  if (person.way === null) return ["way"];
  const list: ("way_again" | "test")[] = [];
  if (!person.way_confirmed) list.push("way_again");
  if (!person.tested && person.way !== "word") list.push("test");
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
  return people.filter((p) => missing(p).includes("way_again"));
}

/** In the place of a way that isn't set: a way is of a scene. */
export function noWay(scene: SceneView | null): string {
  return scene ? "Way: not set" : "Way: open a scene first";
}

/** The cast as a list, where none was set: everybody who performs. */
export function castOf(people: PersonView[], cast: string[] | null): string[] {
  return cast ?? people.filter((p) => p.role === "performer").map((p) => p.id);
}

export function castLine(scene: SceneView | null, cast: string[] | null): string {
  if (!scene) return "Open a scene first.";
  return cast ? `${cast.length} in the cast of ${scene.id}` : `No cast set for ${scene.id}: everybody counts`;
}
