import type { CheckInStanding, IcChange, IcView, PersonId, PersonView, Reply } from "../protocol";

// What the IC has asked, and whom to go to. Answers raise nothing; they come up here.

/** One reason to go and ask somebody. */
export interface GoAndAsk {
  /** The same as long as the same thing is so: what was dealt with comes up again only when it changes. */
  key: string;
  person: PersonId;
  name: string;
  why: "amber" | "red" | "silent" | "talk";
  /** The change, for `talk`. */
  about?: string;
}

export const isCleared = (view: IcView): boolean =>
  view.check_in?.cleared ?? view.ready.some((line) => line.key === "check_in_cleared" && line.met);

/** How everybody stands who was asked, those to go to first. */
const ORDER: CheckInStanding[] = ["red", "amber", "silent", "asked", "green"];

export function standings(people: PersonView[]): { person: PersonView; standing: CheckInStanding }[] {
  return people
    .flatMap((person) => (person.check_in ? [{ person, standing: person.check_in }] : []))
    .sort(
      (a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || a.person.name.localeCompare(b.person.name),
    );
}

/** The open scene's changes. */
export const ofScene = (view: IcView): IcChange[] => view.changes.filter(({ scene }) => scene === view.scene?.id);

/** Something was asked and the IC has not yet said what became of it. */
export const isAsking = (view: IcView): boolean =>
  view.check_in?.cleared === false || ofScene(view).some(({ state }) => state === "asking");

/** Everybody who has to be gone to. Silence after "clear" is dealt with: the IC has spoken with them. */
export function goAndAsk(view: IcView): GoAndAsk[] {
  const list: GoAndAsk[] = [];
  const round = view.check_in;
  for (const { person, standing } of round ? standings(view.people) : []) {
    if (standing === "green" || standing === "asked" || (standing === "silent" && round?.cleared)) continue;
    list.push({ key: `${round?.id} ${person.id} ${standing}`, person: person.id, name: person.name, why: standing });
  }
  for (const { id, text, replies } of ofScene(view)) {
    for (const { person, name, reply } of replies) {
      if (reply === "talk") list.push({ key: `${id} ${person} talk`, person, name, why: "talk", about: text });
    }
  }
  return list;
}

/** "Not today" that this screen has not been told by its own person: a yes was taken back, or another IC said so. */
export const turned = (view: IcView): IcChange[] => ofScene(view).filter(({ state }) => state === "not_today");

export const turnedKey = (change: Pick<IcChange, "id">): string => `${change.id} not_today`;

/** Silence is not yes, and nobody asked is not everybody. */
export const allSayYes = ({ replies }: IcChange): boolean =>
  replies.length > 0 && replies.every(({ reply }) => reply === "yes");

export function tally({ replies }: IcChange): string {
  const count = (one: Reply | null) => replies.filter(({ reply }) => reply === one).length;
  return `${count("yes")} of ${replies.length} said yes`;
}

/** Of what was dealt with, only what still stands: the same answer given anew comes up anew. */
export function stillSo(heard: readonly string[], now: readonly string[]): readonly string[] {
  const kept = heard.filter((key) => now.includes(key));
  return kept.length === heard.length ? heard : kept;
}
