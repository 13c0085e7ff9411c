import { afterEach, describe, expect, it } from "vitest";
import panel from "../ic/ask-panel.tsx?raw";
import type { AskedChange } from "../protocol";
import { speak } from "../words";
import { more as english } from "../words/en-more";
import { asAsked, parted } from "./questions";

const change = (id: string, state: AskedChange["state"], reply?: AskedChange["reply"]): AskedChange => ({
  ...{ id, scene: "42A", text: "The robe stays on", sensitive: false, short_notice: false },
  ...{ state, reply },
});

describe("what was asked", () => {
  it("stays on top until it is answered", () => {
    const question = { id: "q1", text: "How are you?" };
    expect(parted({ question, changes: [] }).open.question).toBe(question);
    const answered = { ...question, answer: "green" as const };
    expect(parted({ question: answered, changes: [] })).toEqual({
      open: { question: null, changes: [] },
      over: { question: answered, changes: [] },
    });
  });

  it("stays on top while others are still asked, also after a reply, and goes below once it is decided", () => {
    const changes = [change("c1", "agreed", "yes"), change("c2", "asking", "yes"), change("c3", "not_today")];
    const { open, over } = parted({ question: null, changes });
    expect(open.changes.map(({ id }) => id)).toEqual(["c2"]);
    expect(over.changes.map(({ id }) => id)).toEqual(["c1", "c3"]);
  });
});

describe("a question", () => {
  afterEach(() => speak("en"));

  it("of the console's ready-made ones is known here, each of them", () => {
    const [, list = ""] = panel.match(/const QUESTIONS = \[([^\]]*)\]/) ?? [];
    expect([...list.matchAll(/"([^"]*)"/g)].map(([, text]) => text)).toEqual(Object.keys(english.readyQuestions));
  });

  it("that is ready-made is asked in the phone's language, any other as it was written", async () => {
    expect(asAsked("How are you?")).toBe("How are you?");
    await speak("de");
    expect(asAsked("Was that as agreed?")).toBe("War das wie vereinbart?");
    expect(asAsked("Is the robe warm enough?")).toBe("Is the robe warm enough?");
    expect(asAsked("toString")).toBe("toString");
  });
});
