import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["stories/**/*.test.ts"],
    // Each file has a browser and hubs of its own. More at once than this only makes a small machine late.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
