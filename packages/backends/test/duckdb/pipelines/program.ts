// A program as it is drawn: rows of the base tables, and steps as lists of choices.
import type { Schema, Table } from "@avocet/core";
import { AvocetError, bool, date, int64, memtable, notNull, string, table } from "@avocet/core";
import fc from "fast-check";
import type { Building } from "./build.js";
import { build } from "./build.js";
import { drawStep, VALUES } from "./draw.js";
import { interpret, TooLarge } from "./interpret.js";
import type { Rel, Row, Step, Type } from "./plan.js";
import { parts } from "./plan.js";

const BASES = {
  t: { k: notNull(int64), n: int64, s: string },
  u: { k: int64, n: int64, b: bool, d: date },
  v: { m: notNull(int64), s: string, n: int64, u: notNull(string) },
} as const;
const TYPE_OF: Readonly<Record<string, Type>> = { int64: "int", string: "str", bool: "bool", date: "date" };

/** What is drawn. */
export interface Drawn {
  readonly data: readonly (readonly Row[])[];
  /** Whether the base tables are tables of the database, or rows in memory. */
  readonly stored: boolean;
  readonly steps: readonly (readonly number[])[];
}
const rowOf = (schema: Schema): fc.Arbitrary<Row> =>
  fc.record(
    Object.fromEntries(
      Object.entries(schema).map(([name, dtype]) => {
        const values = fc.constantFrom(...VALUES[TYPE_OF[dtype.kind] ?? "int"].slice(0, 4));
        return [name, dtype.nullable ? fc.option(values, { freq: 3 }) : values];
      }),
    ),
  );
export const drawn: fc.Arbitrary<Drawn> = fc.record({
  data: fc.tuple(...Object.values(BASES).map((schema) => fc.array(rowOf(schema), { maxLength: 7, size: "max" }))),
  stored: fc.boolean(),
  steps: fc.array(fc.array(fc.nat({ max: 839 }), { maxLength: 60, size: "max" }), {
    minLength: 1,
    maxLength: 7,
    size: "max",
  }),
});

/** A program that was built and worked out. */
export interface Program {
  readonly bases: readonly Table[];
  readonly table: Table;
  readonly expected: Rel;
  readonly steps: readonly Step[];
  /** Why steps were left out or built otherwise, where the library refused them. */
  readonly refused: readonly string[];
}
const MOST_ROWS = 60;
const WAYS: readonly Building[] = [
  { ancestors: true, views: false },
  { ancestors: false, views: false },
  { ancestors: false, views: true },
];
/** Refusals that are right, as what was drawn may be ambiguous. */
const EXPECTED = new Set(["ambiguous-column", "unrelated-column", "unknown-column"]);

export function programOf({ data, stored, steps }: Drawn): Program {
  const bases = Object.entries(BASES).map(([name, schema], i) => memtable<Schema>([...(data[i] ?? [])], schema, name));
  const tables: Table[] = Object.entries(BASES).map(([name, schema], i) =>
    stored ? table<Schema>(name, schema) : (bases[i] ?? table<Schema>(name, schema)),
  );
  const rels: Rel[] = Object.values(BASES).map((schema: Schema, i) => ({
    cols: Object.entries(schema).map(([name, { kind }]) => ({ name, type: TYPE_OF[kind] ?? "int", refs: [[i, name]] })),
    rows: data[i] ?? [],
    ordered: false,
  }));
  const refused: string[] = [];
  const taken: Step[] = [];
  for (const choices of steps) {
    const step = drawStep(choices, rels);
    if (step.v === "aggregate" && repeatsQuery(step)) continue;
    let rel: Rel;
    try {
      rel = interpret(step, rels, rels.length);
    } catch (error) {
      if (error instanceof TooLarge) continue;
      throw error;
    }
    if (rel.rows.length > MOST_ROWS || rel.cols.length > 12) continue;
    const built = attempt(step, tables, refused);
    if (!built) continue;
    taken.push(step);
    tables.push(built);
    rels.push(rel);
  }
  const [last, expected] = [tables.at(-1), rels.at(-1)];
  if (!last || !expected) throw new TypeError("a program has tables");
  return { bases, table: last, expected, steps: taken, refused };
}

/** Whether a metric has the subquery of a key, which is another one each time it is built. */
const repeatsQuery = (step: Step & { v: "aggregate" }): boolean =>
  [...parts([...step.metrics.map(([, e]) => e), ...step.having])].some((e) => e.k === "sub");
function attempt(step: Step, tables: readonly Table[], refused: string[]): Table | undefined {
  for (const way of WAYS)
    try {
      return build(step, tables, way);
    } catch (error) {
      if (!(error instanceof AvocetError) || !EXPECTED.has(error.code)) throw error;
      refused.push(`${error.code}: ${error.message}`);
    }
  return undefined;
}
