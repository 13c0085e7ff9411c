import type { SaidWord } from "../protocol";

/** As a production says it: used as it was given, in every place and every language. */
export type Given = readonly SaidWord[];

/** Puts the trade's words into a sentence: `{ic}`, `{Ic}` at its beginning, `{HOLD}` out loud. */
export function trade(own: Record<string, string>, given: Given): (text: string) => string {
  const said = new Map<string, string>(given.map(({ word, text }) => [word, text]));
  return (text) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const word = name.toLowerCase();
      const usual = own[word];
      if (usual === undefined) return whole;
      const loud = name.slice(1) !== word.slice(1);
      const first = name[0] !== word[0];
      return said.get(word) ?? (loud ? usual.toUpperCase() : first ? capital(usual) : usual);
    });
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

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
