import { expect, it } from "vitest";
import { words } from ".";
import { more } from "./more";

const { entry } = words;

it("a page that can't signal says to use the agreed word or gesture", () => {
  const { revoked, unknown_token, other } = more.stopped.how;
  for (const how of [
    revoked,
    unknown_token,
    other,
    entry.lookingHow,
    more.stopped.elsewhereHow,
    words.waiting.notYet,
  ]) {
    expect(how).toContain(words.useYourWord);
  }
});

it("the page to join is right for those without a button, and without a name", () => {
  expect(entry.kept).not.toMatch(/press/);
  expect(entry.nameHint).toMatch(/crew and displays may leave it empty/i);
});
