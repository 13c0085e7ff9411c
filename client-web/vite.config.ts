import { defineConfig } from "vitest/config";
import { shortPreload } from "./build-plugins";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [shortPreload()],
  build: {
    // Phones of the last six years.
    target: "es2020",
    // The page must run under a policy without inline script; every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: true,
    // All that the performer's button needs is one file, and so one request; all the rest of that page is another.
    rolldownOptions: {
      output: {
        // Chance can't be packed: the page names twenty files, and each letter of a hash is a byte on the air.
        entryFileNames: "assets/[name]-[hash:6].js",
        chunkFileNames: "assets/[name]-[hash:6].js",
        assetFileNames: "assets/[name]-[hash:6][extname]",
        codeSplitting: {
          groups: [
            { name: "page", test: /src\/main\.tsx$/, priority: 2 },
            { name: "rest", test: /src\/performer\/rest\.ts$/, priority: 1 },
          ],
        },
      },
    },
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
