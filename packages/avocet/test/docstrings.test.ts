import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as ir from "@avocet/core/ir";
import type { AnyColumn } from "avocet";
import * as avocet from "avocet";
import type { DuckDBConnection } from "avocet/duckdb";
import { connect } from "avocet/duckdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examplesOf, publicNames } from "./docs/exports.js";
import type { Samples } from "./docs/samples.js";
import { SCHEMAS, samples } from "./docs/samples.js";
import { inFolder, typeErrors } from "./docs/typecheck.js";

const packages = resolve(import.meta.dirname, "../..");
const names = publicNames(join(packages, "core"));
const ofDuckDB = publicNames(join(packages, "backends"), "src/duckdb/index.ts");
const examplesIn = (some: typeof names) =>
  some.flatMap((name) => examplesOf(name).map((example) => ({ ...example, place: `${name.place} ${name.name}` })));
const examples = examplesIn(names);
const examplesOfDuckDB = examplesIn(ofDuckDB);
/** Exported for the other packages, and marked so; a namespace; of another package. */
const NOT_PUBLIC = new Set([
  ...["wholeNumber", "ordered", "fieldsOf", "ir"],
  ...["compileDuckDB", "compilePostgres", "compileSnowflake", "compileBigQuery"],
]);
/** The values of the parameters that examples name. */
const PARAMS: Readonly<Record<string, unknown>> = { least: 10 };

const listed = (some: typeof names): string => some.map(({ place, name }) => `${place} ${name}`).join("\n");

describe("every public name", () => {
  test("is found", () => {
    const found = new Set(names.map(({ name }) => name));
    const missed = Object.keys(avocet).filter((name) => !found.has(name) && !NOT_PUBLIC.has(name));
    expect(missed).toEqual([]);
    expect(ofDuckDB.map(({ name }) => name)).toContain("Connection.createTable");
    for (const name of ["TableBase.toDot", "UrlColumn.host", "across", "udf.scalar", "Row"])
      expect(found).toContain(name);
  });
  test("has a docstring", () => {
    expect(listed([...names, ...ofDuckDB].filter(({ doc }) => doc === ""))).toBe("");
  });
  test("that is called has an example", () => {
    const without = [...names, ...ofDuckDB].filter((name) => name.kind === "call" && examplesOf(name).length === 0);
    expect(listed(without)).toBe("");
  });
});

const isColumn = (value: unknown): value is AnyColumn => typeof value === "object" && value !== null && "node" in value;
const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

/** The value of an expression; in a list, for a promise would give its own. */
async function evaluated(code: string, scope: Readonly<Record<string, unknown>>): Promise<unknown> {
  const run = new Function(...Object.keys(scope), `return (async () => [\n${code}\n])()`);
  return (await run(...Object.values(scope)))[0];
}

describe("examples run", () => {
  let connection: DuckDBConnection;
  let tables: Samples;
  beforeAll(async () => {
    connection = await connect();
    tables = await samples(connection);
  });
  afterAll(() => connection.close());

  const tableOf = (column: AnyColumn): avocet.Table => {
    const used = ir.postorder([column.node]).flatMap((node) => (node.type === "field" ? [node.relation] : []));
    return new avocet.Table(used[0] ?? tables.orders.relation, connection);
  };
  /** What an expression gives: the rows of a table, the values of a column. */
  async function given(code: string): Promise<unknown> {
    const value = await evaluated(code, { ...avocet, ...tables, connection });
    if (value instanceof avocet.Table) return connection.execute(value, paramsOf(value.relation));
    if (isColumn(value)) {
      const table = tableOf(value).select({ value });
      return (await connection.execute(table, paramsOf(table.relation))).map((row) => row.value);
    }
    if (isIterable(value)) for await (const _ of value);
    return value;
  }
  function paramsOf(relation: ir.Relation): { readonly params: Readonly<Record<string, unknown>> } {
    const wanted = connection.compile(relation).params.map(({ name }) => name);
    return { params: Object.fromEntries(Object.entries(PARAMS).filter(([name]) => wanted.includes(name))) };
  }

  test.each(examples)("$place", async ({ code, expected }) => {
    const value = await inFolder((folder) =>
      given(code.replace(/"(\w+\.parquet)"/, (_, file) => JSON.stringify(join(folder, file)))),
    );
    if (expected !== undefined) expect(value).toEqual(await given(expected));
  });
});

test.each(examplesOfDuckDB)("$place runs", async ({ code }) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, "orders.csv"), "id,status\n1,placed\n");
    writeFileSync(join(folder, "orders.json"), '{"id":1,"status":"placed"}\n');
    await using connection = await connect();
    const tables = await samples(connection);
    await connection.createTable("placed", tables.orders.select("order_id", "status"));
    await (await connection.readJson(join(folder, "orders.json"))).toParquet(join(folder, "orders.parquet"));
    const located = code.replace(/"(\w+\.\w+)"/, (_, file) => JSON.stringify(join(folder, file)));
    const value = await evaluated(located, { ...avocet, ...tables, connect, connection });
    if (value instanceof avocet.Table) await value.execute();
    if (value !== connection && typeof value === "object" && value !== null && "close" in value)
      await (value as DuckDBConnection).close(); // only connections can be closed
  });
});

test("examples type-check, and none is any", async () => {
  const all = [...examples, ...examplesOfDuckDB];
  const exported = Object.keys(avocet).join(", ");
  const text = [
    `import { ${exported} } from "avocet";`,
    `import type { Samples } from ${JSON.stringify(join(import.meta.dirname, "docs/samples.ts"))};`,
    `declare const { ${Object.keys(SCHEMAS).join(", ")} }: Samples;`,
    'import type { DuckDBConnection } from "avocet/duckdb";',
    'import { connect } from "avocet/duckdb";',
    "declare const connection: DuckDBConnection;",
    "type NotAny<T> = 0 extends 1 & T ? never : unknown;",
    "declare function known<T>(value: T & NotAny<T>): void;",
    ...all.map(({ code, place }, i) => `/* ${place} */ const e${i} = ${code}; known(e${i});`),
  ];
  const errors = await typeErrors({ "examples.mts": text.join("\n") });
  const first = text.findIndex((line) => line.startsWith("/*")) + 1;
  expect(errors.replace(/^.*?\((\d+),/gm, (place, n) => `${all[Number(n) - first]?.place} ${place}`)).toBe("");
}, 120_000);
