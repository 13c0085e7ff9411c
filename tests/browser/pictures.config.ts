import { defineConfig } from "vitest/config";

// Not a test: the same acts, photographed. See scripts/pictures.
export default defineConfig({
  test: {
    include: ["pictures/take.ts"],
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    reporters: ["dot"],
  },
});
