import { expect } from "vitest";
import { barriers } from "../src/axe";
import { answers, card } from "../src/console";
import { stories } from "../src/story";

const story = stories();

story(
  "A performer's day ends with two equal questions and a word, and then the phone forgets everything",
  async (stage) => {
    const ic = await stage.ic();
    const ana = await stage.performer(ic, "Ana");
    await ic.page.locator("summary", { hasText: "More for Ana" }).click();
    await ic.tap(/Off set for good: closure/);
    await ana.sees("Before you go");
    await ana.sees("A question waits at the top.");
    expect(await barriers(ana)).toEqual([]);
    const questions = await ana.page.locator(".closure .three").evaluateAll((each) =>
      each.map((three) =>
        [...three.querySelectorAll("button")].map((button) => {
          const { fontWeight, backgroundColor, borderColor } = getComputedStyle(button);
          return [Math.round(button.getBoundingClientRect().width), fontWeight, backgroundColor, borderColor].join();
        }),
      ),
    );
    expect(questions.map((looks) => looks.length)).toEqual([3, 3]);
    for (const looks of questions) expect(new Set(looks).size, "no answer is larger or louder").toBe(1);

    await ana.page.waitForTimeout(700);
    await ana.tap(ana.exactly("Amber"));
    await ana.tap("Yes, in sight of someone");
    await ana.tap("Give both to the intimacy coordinator");
    await ana.sees(/has your answers: Amber. Yes, in sight of someone/);
    await ana.tap(ana.exactly("PAUSE"));
    await ic.sees(card(ic, "Ana", "pause"));
    await ana.tap("Meant nothing");
    await answers(ic, "Ana", "pause");
    await ic.tap(/says it meant nothing: release/);
    await ic.seesNo(card(ic, "Ana", "pause"));
    await ic.tap(/I have spoken with them: done/);

    await ana.sees("Goodbye, and thank you");
    expect(await barriers(ana)).toEqual([]);
    expect(await ana.page.evaluate(() => localStorage.length + sessionStorage.length), "kept on the phone").toBe(0);
    await ana.page.reload();
    await ana.sees("Scan the code to come in");
  },
);
