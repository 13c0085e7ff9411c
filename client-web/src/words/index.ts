import type { HubView, You } from "../protocol";
import { keep, kept } from "../storage";
import { en, type First } from "./en";
import type { More } from "./en-more";
import { fill, type Given, trade } from "./fill";

/** By their own names, so that whoever looks for one finds it. */
export const LANGUAGES = { en: "English", es: "Español", fr: "Français", de: "Deutsch", ar: "العربية" };

export type Language = keyof typeof LANGUAGES;

/** All sentences of a language. */
export type Words = First & More;

const FILES: Record<Exclude<Language, "en">, () => Promise<{ default: Words }>> = {
  es: () => import("./es"),
  fr: () => import("./fr"),
  de: () => import("./de"),
  ar: () => import("./ar"),
};

let own: Partial<Words> = {};
let given: Given = [];

/** The language that is spoken now. */
export let language: Language = "en";

/** What a page needs until its button works, in the language of now. Read it anew each time that you paint. */
export let words: First = said(en);

const listeners = new Set<() => void>();

/** `english` in the language of now, in the production's own trade words. */
export function said<T>(english: T): T {
  return fill(english, own, trade({ ...en.trade, ...own.trade }, given, language !== "ar"));
}

/** Called now, and whenever the words are others. */
export function onWords(listener: () => void): () => void {
  listeners.add(listener);
  listener();
  return () => listeners.delete(listener);
}

function changed(): void {
  words = said(en);
  for (const listener of listeners) listener();
}

/** The first of this phone's languages that there is, unless a person has chosen one here. */
export function wanted(): Language {
  const known = (tag: string): tag is Language => tag in LANGUAGES;
  const chosen = kept<string>("language") ?? "";
  if (known(chosen)) return chosen;
  return (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2)).find(known) ?? "en";
}

/** A language that can't be fetched leaves the one before. */
export async function speak(wish: Language): Promise<void> {
  try {
    const file = wish === "en" ? {} : (await FILES[wish]()).default;
    [language, own] = [wish, file];
    changed();
  } catch {
    // The button works in any language.
  }
}

export function choose(wish: Language): Promise<void> {
  keep("language", wish);
  return speak(wish);
}

/** The trade words of the day, as each view has them. */
export function sayTradeWords(hub: Pick<HubView, "words"> | undefined): void {
  const now = hub?.words ?? [];
  if (!hub || JSON.stringify(now) === JSON.stringify(given)) return;
  given = now;
  changed();
}

/** The consoles speak English, and so from left to right. */
export function pageLanguage(role: You["role"] | undefined): void {
  const console = role === "ic" || role === "ad";
  const { documentElement: root } = document;
  root.lang = console ? "en" : language;
  root.dir = root.lang === "ar" ? "rtl" : "ltr";
}
