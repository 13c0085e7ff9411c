import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["stories/**/*.test.ts"],
    // Each file has a browser and hubs of its own, and mostly waits. More at once only makes a small machine late.
    maxWorkers: 3,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
