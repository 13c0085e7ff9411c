import { expect, test } from "vitest";
import type { AdChange, ChangeState } from "../protocol";
import { noLonger, relied } from "./relied";

const change = (id: string, state: ChangeState): AdChange => ({ id, scene: "42A", text: "The towel stays on", state });

test("what was shown as agreed and turns to not today is told; what never was agreed isn't", () => {
  const on = relied([], [change("a", "agreed"), change("b", "asking"), change("c", "not_today")]);
  expect(on).toEqual(["a"]);
  expect(noLonger(on, [change("a", "agreed")])).toEqual([]);
  const later = [change("a", "not_today"), change("b", "not_today"), change("c", "not_today")];
  expect(noLonger(on, later).map(({ id }) => id)).toEqual(["a"]);
  expect(relied(on, later)).toBe(on);
});
