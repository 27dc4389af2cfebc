// Runs a TypeScript file of the benchmarks from source, without a build.
import { fileURLToPath } from "node:url";
import { createViteServer } from "vitest/node";

const [path = "/bench/speed/main.ts"] = process.argv.slice(2);
const server = await createViteServer({
  configFile: false,
  root: fileURLToPath(new URL("..", import.meta.url)),
  logLevel: "error",
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  resolve: { conditions: ["avocet-source"] },
  ssr: { resolve: { conditions: ["avocet-source", "node"] } },
});
await server.ssrLoadModule(path);
await server.close();
