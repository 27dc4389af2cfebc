// Runs the check from source, without a build.
import { fileURLToPath } from "node:url";
import { createViteServer } from "vitest/node";

const server = await createViteServer({
  configFile: false,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  logLevel: "error",
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  resolve: { conditions: ["avocet-source"] },
  ssr: { resolve: { conditions: ["avocet-source", "node"] } },
});
const { main } = await server.ssrLoadModule("/bench/tpc/check/main.ts");
process.exitCode = await main(process.argv.slice(2));
await server.close();
