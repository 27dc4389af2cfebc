// Sizes of minified esbuild bundles, in kB after gzip. `npm run bench` prints them; --files lists the largest files.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const COMPILE_ONLY = `import { compile, int64, table } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects/duckdb";
const orders = table("orders", { id: int64 });
console.log(compile(orders.filter((c) => c.id.gt(1)), duckdb).sql);`;
const ONE_DTYPE = `import { int64 } from "@avocet/core"; console.log(int64.kind);`;
const FROM_AVOCET = `import { int64, table } from "avocet"; console.log(table("orders", { id: int64 }).columns);`;

export async function bundle(source, splitting = true) {
  const result = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    splitting,
    format: "esm",
    platform: "browser",
    outdir: "out",
    write: false,
    metafile: true,
    conditions: ["avocet-source"],
    logLevel: "error",
  });
  // The entry and all chunks that it imports statically; chunks that load on demand do not count.
  const { outputs } = result.metafile;
  const pathOf = (ending) => Object.keys(outputs).find((path) => path.endsWith(ending));
  const loaded = new Set([pathOf("stdin.js")]);
  for (const path of loaded)
    for (const { path: imported, kind } of outputs[path].imports) if (kind === "import-statement") loaded.add(imported);
  const files = result.outputFiles.filter(({ path }) => [...loaded].some((output) => path.endsWith(output)));
  const contents = Buffer.concat(files.map((file) => file.contents));
  const inputs = Object.assign({}, ...[...loaded].map((path) => outputs[path].inputs));
  return { gzip: gzipSync(contents).length / 1000, bytes: contents.length, inputs };
}

if (process.argv[1] === import.meta.filename) {
  const rows = {
    "core + DuckDB dialect": await bundle(COMPILE_ONLY),
    "one dtype": await bundle(ONE_DTYPE),
    "avocet, without code splitting": await bundle(FROM_AVOCET, false),
  };
  for (const [name, { gzip, bytes }] of Object.entries(rows))
    console.log(
      `${name.padEnd(32)} ${gzip.toFixed(1).padStart(7)} kB gzip  ${(bytes / 1000).toFixed(0).padStart(5)} kB`,
    );
  if (process.argv.includes("--files"))
    for (const [file, { bytesInOutput }] of Object.entries(rows["core + DuckDB dialect"].inputs)
      .sort((a, b) => b[1].bytesInOutput - a[1].bytesInOutput)
      .slice(0, 70))
      console.log(`${String(bytesInOutput).padStart(6)} ${file}`);
}
