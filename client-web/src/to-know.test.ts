import { expect, test } from "vitest";
import { untold } from "./to-know";

const line = (at: number) => ({ at, text: "Jo has joined as a further IC.", tone: "normal" }) as const;

test("a notice stays until it is tapped, and what comes later is told anew", () => {
  expect(untold([line(2), line(1)], [])).toEqual([line(2), line(1)]);
  expect(untold([line(2), line(1)], [1, 2])).toEqual([]);
  expect(untold([line(3), line(2), line(1)], [1, 2])).toEqual([line(3)]);
  // A clock set back hides nothing.
  expect(untold([line(1), line(2)], [2])).toEqual([line(1)]);
});
