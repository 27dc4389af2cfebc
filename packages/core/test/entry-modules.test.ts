import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { describe, expect, test, vi } from "vitest";

const src = resolve(import.meta.dirname, "../src");
const modules = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

test("every source module can be the first one that is loaded", async () => {
  expect(modules.length).toBeGreaterThan(100);
  for (const file of modules) {
    vi.resetModules();
    await import(join(src, file));
  }
});

/** Bundles a program as an application would, which drops unused modules, and runs it. */
async function runBundle(program: string): Promise<{ readonly result: unknown; readonly bytes: number }> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    conditions: ["avocet-source"],
    logLevel: "error",
  });
  const [output] = outputFiles;
  if (!output) throw new TypeError("esbuild returned no output");
  const url = `data:text/javascript;base64,${Buffer.from(output.contents).toString("base64")}`;
  const module: { readonly result: unknown } = await import(/* @vite-ignore */ url);
  return { result: module.result, bytes: output.contents.length };
}

/** A table of one int64 column, as JSON text. */
const serializedTable = JSON.stringify({
  avocet: 1,
  nodes: [{ type: "table", name: "t", database: null, catalog: null, schema: [["n", "int64"]] }],
  root: 0,
});

describe("a bundle with one constructor has the methods of tables and columns", () => {
  test.each([
    ["lit(1).add(2)", "lit"],
    ['param("p", int64).add(2)', "param, int64"],
    ["randomUUID().cast(string)", "randomUUID, string"],
    ["count().add(1)", "count"],
    ["now().year()", "now"],
    ["arrayOf(1, 2).length()", "arrayOf"],
    ['udf.scalar("f", [int64], int64)(1).add(1)', "udf, int64"],
    ['table("t", { n: int64 }).mutate((c) => ({ m: c.n.add(1) }))', "table, int64"],
    ["memtable([{ n: 1 }]).filter((c) => c.n.gt(0))", "memtable"],
    [`tableFromJSON(${JSON.stringify(serializedTable)}).filter((c) => c.n.gt(0))`, "tableFromJSON"],
  ])("%s", async (expression, names) => {
    const program = `import { ${names} } from "@avocet/core"; export const result = String(${expression});`;
    expect((await runBundle(program)).result).toMatch(/\S/);
  });
});

test("a bundle with one dtype contains no operations", async () => {
  const { result, bytes } = await runBundle('import { int64 } from "@avocet/core"; export const result = int64.kind;');
  expect(result).toBe("int64");
  expect(bytes).toBeLessThan(5000);
});
