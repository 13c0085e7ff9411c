import type {
  CheckInStanding,
  Command,
  IcChange,
  IcClosure,
  IcView,
  PersonId,
  PersonView,
  Reply,
  Word,
} from "../protocol";

// What the IC has asked, and whom to go to. Answers raise nothing; they come up here.

/** One reason to go and ask somebody. */
export interface GoAndAsk {
  /** The same as long as the same thing is so: what was dealt with comes up again only when it changes. */
  key: string;
  person: PersonId;
  name: string;
  why: "red" | "amber" | "silent" | "word" | "talk";
  of: "check_in" | "change" | "line" | "closure";
  /** The change, or the line of the plan. */
  about?: string;
  /** Closure: the word that was wanted. */
  word?: Word;
  /** What tells the hub that the IC has been there. Without one this screen alone remembers it. */
  done?: Command;
}

/** Whom to go to first. Within the same, closure before the rest: somebody waits to leave. */
const FIRST: GoAndAsk["why"][] = ["red", "amber", "silent", "word", "talk"];
const THEN: GoAndAsk["of"][] = ["closure", "check_in", "change", "line"];

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
  return [...ofCheckIn(view), ...ofChanges(view), ...ofLines(view), ...ofClosures(view)].sort(
    (a, b) => FIRST.indexOf(a.why) - FIRST.indexOf(b.why) || THEN.indexOf(a.of) - THEN.indexOf(b.of),
  );
}

function ofCheckIn({ check_in: round, people }: IcView): GoAndAsk[] {
  return (round ? standings(people) : []).flatMap(({ person: { id, name }, standing }) =>
    standing === "green" || standing === "asked" || (standing === "silent" && round?.cleared)
      ? []
      : [{ key: `${round?.id} ${id} ${standing}`, person: id, name, why: standing, of: "check_in" as const }],
  );
}

function ofChanges(view: IcView): GoAndAsk[] {
  return ofScene(view).flatMap(({ id, text, replies }) =>
    replies
      .filter(({ reply }) => reply === "talk")
      .map(({ person, name }) => ({
        key: `${id} ${person} talk`,
        person,
        name,
        why: "talk" as const,
        of: "change" as const,
        about: text,
      })),
  );
}

function ofLines({ talks }: IcView): GoAndAsk[] {
  return talks.map(({ line, person, name, scene, what, at }) => ({
    key: `${line} ${person} ${at}`,
    person,
    name,
    why: "talk",
    of: "line",
    about: `${scene}: ${what}`,
    done: { kind: "talked", line, person },
  }));
}

function ofClosures({ people }: IcView): GoAndAsk[] {
  return people.flatMap(({ id, name, closure }) => {
    const why = closure && closureNeeds(closure);
    if (!why) return [];
    const done: Command = { kind: "closed", person: id, in_person: true };
    return [
      {
        key: `${id} ${closure.at} ${why}`,
        person: id,
        name,
        why,
        of: "closure",
        word: closure.word ?? "no_thanks",
        done,
      },
    ];
  });
}

/** Why somebody has to be gone to before they leave; null where there is time, or nothing was wanted. */
export function closureNeeds({ silent, answer, word }: IcClosure): "red" | "amber" | "silent" | "word" | null {
  if (answer === null) return silent ? "silent" : null;
  if (answer !== "green") return answer;
  return word === null || word === "no_thanks" ? null : "word";
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
