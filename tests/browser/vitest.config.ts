import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["stories/**/*.test.ts"],
    // Each file has a browser and hubs of its own, and mostly waits. More at once only makes a small machine late.
    maxWorkers: 3,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // A shared machine that stands still for half a minute is no fault of a page. What needed it is named in the output.
    retry: process.env.CI ? 1 : 0,
  },
});
