import { afterEach, describe, expect, it } from "vitest";
import { LANGUAGES, type Language, sayTradeWords, speak, words } from ".";
import ar from "./ar";
import de from "./de";
import { en } from "./en";
import { more as enMore } from "./en-more";
import es from "./es";
import { fill, trade } from "./fill";
import fr from "./fr";
import { more } from "./more";

const english = {
  ...en,
  ...enMore,
  between: { ...en.between, ...enMore.between },
  waiting: { ...en.waiting, ...enMore.waiting },
};
const others = { es, fr, de, ar };

/** Each sentence by its path; a sentence about something is said about "1", "2" … */
function sentences(of: unknown, path = ""): [string, string, number][] {
  if (typeof of === "string") return [[path, of, 0]];
  if (typeof of === "function")
    return [[path, of(...Array.from(of as { length: number }, (_, n) => n + 2)), of.length]];
  return Object.entries(of as object).flatMap(([key, each]) => sentences(each, `${path}.${key}`));
}

describe.each(Object.entries(others))("%s", (_, file) => {
  it("says everything that English says, and about as much", () => {
    const shape = (of: unknown) => sentences(of).map(([path, , about]) => `${path}(${about})`);
    expect(shape(file).sort()).toEqual(shape(english).sort());
  });

  it("leaves no sentence empty, and none in English", () => {
    const said = new Map(sentences(english).map(([path, text]) => [path, text]));
    for (const [path, text] of sentences(file)) {
      expect(text.trim(), path).not.toBe("");
      // Names, digits and words that happen to be the same are short.
      if (text.length > 16 && !/^\.(status|role|trade)/.test(path)) expect(text, path).not.toBe(said.get(path));
    }
  });

  it("uses only trade words that there are", () => {
    for (const [path, text] of sentences(file)) {
      for (const [, word = ""] of text.matchAll(/\{(\w+)\}/g)) {
        expect(Object.keys(en.trade), path).toContain(word.toLowerCase());
      }
    }
  });
});

it("no English sentence says what is never said here", () => {
  const never = /panic|alarm|incident|complaint|veto|violation|consent revoked|reason|talent|victim/i;
  for (const [path, text] of sentences(english)) expect(text, path).not.toMatch(never);
});

describe("the words of now", () => {
  afterEach(async () => {
    sayTradeWords({ words: [] });
    await speak("en");
  });

  it.each(Object.keys(LANGUAGES) as Language[])(
    "are those of %s, both the first and the later ones",
    async (language) => {
      await speak(language);
      const own = language === "en" ? english : others[language];
      expect(words.entry.hello).toBe(own.entry.hello);
      expect(more.plan.footer).toBe(own.plan.footer);
    },
  );

  it("are English where a language has no sentence for it", () => {
    const half = fill({ a: "one", b: { c: (n: number) => `${n} two` } }, { a: "eins", b: {} }, trade({}, []));
    expect(half.a).toBe("eins");
    expect(half.b.c(2)).toBe("2 two");
  });

  it("are the production's own where it has its own, raised where a sentence begins", async () => {
    sayTradeWords({
      words: [
        { word: "ic", text: "intimacy lead" },
        { word: "rolling", text: "Motor läuft" },
      ],
    });
    expect(more.between.icReachable).toBe("Intimacy lead: reachable");
    expect(words.status.rolling).toBe("Motor läuft");
    await speak("fr");
    expect(more.between.icReachable).toBe("Intimacy lead : joignable");
    expect(words.hold).toBe("STOP");
  });

  it("begin a sentence with a capital, and are loud where they are large", () => {
    expect(more.between.adReachable).toBe("1st AD: reachable");
    expect(more.between.icReachable).toBe("Intimacy coordinator: reachable");
    expect(words.hold).toBe("HOLD");
  });
});
