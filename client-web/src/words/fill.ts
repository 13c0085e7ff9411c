import type { SaidWord } from "../protocol";

/** As a production says it, in every language. */
export type Given = readonly SaidWord[];

/**
 * Puts the trade's words into a sentence: `{ic}`, `{Ic}` at its beginning, `{HOLD}` out loud. A production's own word is
 * raised the same way, so that a button and the sentence about it agree; Arabic has no capitals.
 */
export function trade(own: Record<string, string>, given: Given, cased = true): (text: string) => string {
  const said = new Map<string, string>(given.map(({ word, text }) => [word, text]));
  return (text) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const word = name.toLowerCase();
      const usual = said.get(word) ?? own[word];
      if (usual === undefined) return whole;
      if (!cased || name === word) return usual;
      const loud = name.slice(1) !== word.slice(1);
      return loud ? usual.toUpperCase() : usual.charAt(0).toUpperCase() + usual.slice(1);
    });
}

/** The sentences of `english`, each as `own` has it, where it has it, with the trade's words put in. */
export function fill<T>(english: T, own: unknown, say: (text: string) => string): T {
  if (typeof english === "string") return say(typeof own === "string" && own ? own : english) as T;
  if (typeof english === "function") {
    const sentence = (typeof own === "function" ? own : english) as (...about: unknown[]) => string;
    return ((...about: unknown[]) => say(sentence(...about))) as T;
  }
  const theirs = (own ?? {}) as Record<string, unknown>;
  const all = Object.entries(english as Record<string, unknown>);
  return Object.fromEntries(all.map(([key, each]) => [key, fill(each, theirs[key], say)])) as T;
}
