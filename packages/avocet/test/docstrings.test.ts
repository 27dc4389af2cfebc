import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as backend from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import type { AnyColumn } from "avocet";
import * as avocet from "avocet";
import { duckdb } from "avocet/dialects/duckdb";
import type { DuckDBConnection } from "avocet/duckdb";
import { connect } from "avocet/duckdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PublicName } from "./docs/exports.js";
import { examplesOf, publicNames } from "./docs/exports.js";
import type { Samples } from "./docs/samples.js";
import { createSamples, SCHEMAS } from "./docs/samples.js";
import { typeErrors, withTemporaryFolder } from "./docs/typecheck.js";

const packages = resolve(import.meta.dirname, "../..");
const names = [...publicNames(join(packages, "core")), ...publicNames(join(packages, "core"), "src/backend/index.ts")];
/** The names that examples can use in addition to the tables. */
const SCOPE = { ...backend, ...avocet, duckdb };
const duckdbNames = publicNames(join(packages, "backends"), "src/duckdb/index.ts");
const examplesIn = (nameList: readonly PublicName[]) =>
  nameList.flatMap((name) =>
    examplesOf(name).map((example) => ({ ...example, location: `${name.location} ${name.name}` })),
  );
const examples = examplesIn(names);
const duckdbExamples = examplesIn(duckdbNames);
/** The values of the parameters that examples name. */
const PARAMS: Readonly<Record<string, unknown>> = { least: 10 };

const formatNames = (nameList: readonly PublicName[]): string =>
  nameList.map(({ location, name }) => `${location} ${name}`).join("\n");

describe("every public name", () => {
  test("is found in the sources", () => {
    const foundNames = new Set(names.map(({ name }) => name));
    const missing = Object.keys({ ...backend, ...avocet }).filter((name) => !foundNames.has(name));
    expect(missing).toEqual([]);
    expect(duckdbNames.map(({ name }) => name)).toContain("Connection.createTable");
    for (const name of ["TableBase.toString", "toDot", "UrlColumn.host", "across", "udf.scalar", "Row"])
      expect(foundNames).toContain(name);
  });
  test("has a docstring", () => {
    expect(formatNames([...names, ...duckdbNames].filter(({ doc }) => doc === ""))).toBe("");
  });
  test("of a function or method has an example", () => {
    const withoutExample = [...names, ...duckdbNames].filter(
      (name) => name.kind === "call" && examplesOf(name).length === 0,
    );
    expect(formatNames(withoutExample)).toBe("");
  });
});

const isColumn = (value: unknown): value is AnyColumn => typeof value === "object" && value !== null && "node" in value;
const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

/** Evaluates an expression. It is wrapped in an array, because an async function would unwrap a promise. */
async function evaluate(code: string, scope: Readonly<Record<string, unknown>>): Promise<unknown> {
  const run = new Function(...Object.keys(scope), `return (async () => [\n${code}\n])()`);
  return (await run(...Object.values(scope)))[0];
}

describe("examples run", () => {
  let connection: DuckDBConnection;
  let tables: Samples;
  beforeAll(async () => {
    connection = await connect();
    tables = await createSamples(connection);
  });
  afterAll(() => connection.close());

  const tableOf = (column: AnyColumn): avocet.Table => {
    const relations = ir.postorder([column.node]).flatMap((node) => (node.type === "field" ? [node.relation] : []));
    return new avocet.Table(relations[0] ?? tables.orders.relation, connection);
  };
  /** Evaluates an example: to the rows of a table, or to the values of a column. */
  async function resultOf(code: string): Promise<unknown> {
    const value = await evaluate(code, { ...SCOPE, ...tables, connection });
    if (value instanceof avocet.Table) return connection.execute(value, paramsOf(value.relation));
    if (isColumn(value)) {
      const table = tableOf(value).select({ value });
      return (await connection.execute(table, paramsOf(table.relation))).map((row) => row.value);
    }
    if (isIterable(value)) for await (const _ of value);
    return value;
  }
  function paramsOf(relation: ir.Relation): { readonly params: Readonly<Record<string, unknown>> } {
    const paramNames = connection.compile(relation).params.map(({ name }) => name);
    return { params: Object.fromEntries(Object.entries(PARAMS).filter(([name]) => paramNames.includes(name))) };
  }

  test.each(examples)("$location", async ({ code, expected }) => {
    const value = await withTemporaryFolder((folder) =>
      resultOf(code.replace(/"(\w+\.parquet)"/, (_, file) => JSON.stringify(join(folder, file)))),
    );
    if (expected !== undefined) expect(value).toEqual(await resultOf(expected));
  });
});

test.each(duckdbExamples)("$location runs", async ({ code }) => {
  await withTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, "orders.csv"), "id,status\n1,placed\n");
    writeFileSync(join(folder, "orders.json"), '{"id":1,"status":"placed"}\n');
    await using connection = await connect();
    const tables = await createSamples(connection);
    await connection.createTable("placed", tables.orders.select("order_id", "status"));
    await (await connection.readJson(join(folder, "orders.json"))).toParquet(join(folder, "orders.parquet"));
    const codeWithPaths = code.replace(/"(\w+\.\w+)"/, (_, file) => JSON.stringify(join(folder, file)));
    const value = await evaluate(codeWithPaths, { ...SCOPE, ...tables, connect, connection });
    if (value instanceof avocet.Table) await value.execute();
    if (value !== connection && typeof value === "object" && value !== null && "close" in value)
      await (value as DuckDBConnection).close(); // only connections can be closed
  });
});

test("examples type-check, and none has type any", async () => {
  const allExamples = [...examples, ...duckdbExamples];
  const avocetNames = Object.keys(avocet).join(", ");
  const backendNames = Object.keys(backend)
    .filter((name) => !(name in avocet))
    .join(", ");
  const text = [
    `import { ${avocetNames} } from "avocet";`,
    `import { ${backendNames} } from "@avocet/core/backend";`,
    'import { duckdb } from "avocet/dialects/duckdb";',
    `import type { Samples } from ${JSON.stringify(join(import.meta.dirname, "docs/samples.ts"))};`,
    `declare const { ${Object.keys(SCHEMAS).join(", ")} }: Samples;`,
    'import type { DuckDBConnection } from "avocet/duckdb";',
    'import { connect } from "avocet/duckdb";',
    "declare const connection: DuckDBConnection;",
    "type NotAny<T> = 0 extends 1 & T ? never : unknown;",
    "declare function notAny<T>(value: T & NotAny<T>): void;",
    ...allExamples.map(({ code, location }, i) => `/* ${location} */ const e${i} = ${code}; notAny(e${i});`),
  ];
  const errors = await typeErrors({ "examples.mts": text.join("\n") });
  const firstExampleLine = text.findIndex((line) => line.startsWith("/*")) + 1;
  expect(
    errors.replace(
      /^.*?\((\d+),/gm,
      (position, n) => `${allExamples[Number(n) - firstExampleLine]?.location} ${position}`,
    ),
  ).toBe("");
}, 120_000);
