import { join, resolve } from "node:path";
import type { AnyColumn } from "avocet";
import * as avocet from "avocet";
import type { DuckDBConnection } from "avocet/duckdb";
import { connect } from "avocet/duckdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examplesOf, publicNames } from "./docs/exports.js";
import type { Samples } from "./docs/samples.js";
import { SCHEMAS, samples } from "./docs/samples.js";
import { typeErrors } from "./docs/typecheck.js";

const names = publicNames(resolve(import.meta.dirname, "../../core"));
const examples = names.flatMap((name) =>
  examplesOf(name).map((example) => ({ ...example, place: `${name.place} ${name.name}` })),
);
/** Exported for the other packages, and marked so; a namespace; of another package. */
const NOT_PUBLIC = new Set(["wholeNumber", "ordered", "fieldsOf", "ir", "compileDuckDB"]);
/** The values of the parameters that examples name. */
const PARAMS: Readonly<Record<string, unknown>> = { least: 10 };

const listed = (some: typeof names): string => some.map(({ place, name }) => `${place} ${name}`).join("\n");

describe("every public name", () => {
  test("is found", () => {
    const found = new Set(names.map(({ name }) => name));
    const missed = Object.keys(avocet).filter((name) => !found.has(name) && !NOT_PUBLIC.has(name));
    expect(missed).toEqual([]);
    for (const name of ["TableBase.toDot", "UrlColumn.host", "across", "udf.scalar", "Row"])
      expect(found).toContain(name);
  });
  test("has a docstring", () => {
    expect(listed(names.filter(({ doc }) => doc === ""))).toBe("");
  });
  test("that is called has an example", () => {
    const without = names.filter((name) => name.kind === "call" && examplesOf(name).length === 0);
    expect(listed(without)).toBe("");
  });
});

const isColumn = (value: unknown): value is AnyColumn => typeof value === "object" && value !== null && "node" in value;
const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

describe("examples run", () => {
  let connection: DuckDBConnection;
  let tables: Samples;
  beforeAll(async () => {
    connection = await connect();
    tables = await samples(connection);
  });
  afterAll(() => connection.close());

  const tableOf = (column: AnyColumn): avocet.Table => {
    const used = avocet.ir.postorder([column.node]).flatMap((node) => (node.type === "field" ? [node.relation] : []));
    return new avocet.Table(used[0] ?? tables.orders.relation, connection);
  };
  /** What an expression gives: the rows of a table, the values of a column. */
  async function given(code: string): Promise<unknown> {
    const scope = { ...avocet, ...tables };
    const run = new Function(...Object.keys(scope), `return (async () => [\n${code}\n])()`);
    const [value] = await run(...Object.values(scope));
    if (value instanceof avocet.Table) return connection.execute(value, paramsOf(value.relation));
    if (isColumn(value)) {
      const table = tableOf(value).select({ value });
      return (await connection.execute(table, paramsOf(table.relation))).map((row) => row.value);
    }
    if (isIterable(value)) for await (const _ of value);
    return value;
  }
  function paramsOf(relation: avocet.ir.Relation): { readonly params: Readonly<Record<string, unknown>> } {
    const wanted = connection.compile(relation).params.map(({ name }) => name);
    return { params: Object.fromEntries(Object.entries(PARAMS).filter(([name]) => wanted.includes(name))) };
  }

  test.each(examples)("$place", async ({ code, expected }) => {
    const value = await given(code);
    if (expected !== undefined) expect(value).toEqual(await given(expected));
  });
});

test("examples type-check, and none is any", async () => {
  const exported = Object.keys(avocet).join(", ");
  const text = [
    `import { ${exported} } from "avocet";`,
    `import type { Samples } from ${JSON.stringify(join(import.meta.dirname, "docs/samples.ts"))};`,
    `declare const { ${Object.keys(SCHEMAS).join(", ")} }: Samples;`,
    "type NotAny<T> = 0 extends 1 & T ? never : unknown;",
    "declare function known<T>(value: T & NotAny<T>): void;",
    ...examples.map(({ code, place }, i) => `/* ${place} */ const e${i} = ${code}; known(e${i});`),
  ];
  const errors = await typeErrors({ "examples.mts": text.join("\n") });
  const first = text.findIndex((line) => line.startsWith("/*")) + 1;
  expect(errors.replace(/^.*?\((\d+),/gm, (place, n) => `${examples[Number(n) - first]?.place} ${place}`)).toBe("");
}, 120_000);
