import { defineConfig } from "vitest/config";

// Tests run the TypeScript sources; no build is needed first.
export default defineConfig({
  resolve: { conditions: ["avocet-source"] },
  ssr: { resolve: { conditions: ["avocet-source", "node"] } },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
      "bench/test/**/*.test.ts",
      "engines/test/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/*.engine.test.ts"],
    globalSetup: ["engines/postgres/global-setup.ts"],
    testTimeout: 30_000,
    // Vitest would leave one of two cores idle.
    maxWorkers: 2,
  },
});
