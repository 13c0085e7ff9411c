import { expect, test } from "vitest";
import access from "../../server/src/set/access.rs?raw";
import names from "../../server/src/set/names.rs?raw";
import scene from "../../server/src/set/scene.rs?raw";
import { LONGEST_NAME, LONGEST_NOTICE, LONGEST_NUMBER } from "./limits";

const hubs = (source: string, name: string) => Number(new RegExp(`${name}: usize = (\\d+);`).exec(source)?.[1]);

test("a field takes what the hub takes", () => {
  expect(LONGEST_NAME).toBe(hubs(names, "MAX_NAME"));
  expect(LONGEST_NUMBER).toBe(hubs(scene, "MAX_NUMBER"));
  expect(LONGEST_NOTICE).toBe(hubs(access, "MAX_NOTICE"));
});
