import { defineConfig } from "vitest/config";

// Tests that need the heavy packages of engines/heavy: `npm run test:engines` installs those and runs these.
export default defineConfig({
  resolve: { conditions: ["avocet-source"] },
  ssr: { resolve: { conditions: ["avocet-source", "node"] } },
  test: {
    include: [
      "packages/*/test/**/*.engine.test.ts",
      "engines/test/**/*.engine.test.ts",
      "bench/test/**/*.engine.test.ts",
    ],
    // The client of BigQuery would look for credentials on a machine of Google's.
    env: { METADATA_SERVER_DETECTION: "none" },
    // Some cases run a hundred statements, and machines are slow at times.
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
