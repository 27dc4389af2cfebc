import { expect, test } from "vitest";
import { bundle } from "../bundle/main.mjs";

const COMPILE_ONLY = `import { compile, int64, table } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects/duckdb";
const orders = table("orders", { id: int64 });
console.log(compile(orders.filter((c) => c.id.gt(1)), duckdb).sql);`;

test("a program that only compiles SQL for DuckDB bundles to at most 70 kB of gzip", async () => {
  expect((await bundle(COMPILE_ONLY)).gzip).toBeLessThanOrEqual(70);
});
test("a bundle of one dtype does not contain the API", async () => {
  expect((await bundle('import { int64 } from "@avocet/core"; console.log(int64.kind);')).gzip).toBeLessThan(5);
});
test("a bundle of avocet without code splitting does not contain Graphviz", async () => {
  const source = 'import { int64, table } from "avocet"; console.log(table("orders", { id: int64 }).columns);';
  const { gzip, inputs } = await bundle(source, false);
  expect(gzip).toBeLessThan(100);
  expect(Object.keys(inputs).filter((file) => file.includes("@viz-js"))).toEqual([]);
});
