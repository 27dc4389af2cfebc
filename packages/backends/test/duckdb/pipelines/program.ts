// Random programs: rows of the base tables, and steps as lists of choices.
import type { Schema, Table } from "@avocet/core";
import { AvocetError, bool, date, int64, memtable, notNull, string, table } from "@avocet/core";
import fc from "fast-check";
import type { BuildOptions } from "./build.js";
import { build } from "./build.js";
import { drawStep, VALUES } from "./draw.js";
import { interpret, TooLarge } from "./interpret.js";
import type { Rel, Row, Step, Type } from "./plan.js";
import { subexpressions } from "./plan.js";

const BASES = {
  t: { k: notNull(int64), n: int64, s: string },
  u: { k: int64, n: int64, b: bool, d: date },
  v: { m: notNull(int64), s: string, n: int64, u: notNull(string) },
} as const;
const TYPE_OF: Readonly<Record<string, Type>> = { int64: "int", string: "str", bool: "bool", date: "date" };

/** The random input of a program. */
export interface DrawnProgram {
  readonly data: readonly (readonly Row[])[];
  /** True if the base tables are stored in the database, false if they are memtables. */
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
export const drawnPrograms: fc.Arbitrary<DrawnProgram> = fc.record({
  data: fc.tuple(...Object.values(BASES).map((schema) => fc.array(rowOf(schema), { maxLength: 7, size: "max" }))),
  stored: fc.boolean(),
  steps: fc.array(fc.array(fc.nat({ max: 839 }), { maxLength: 60, size: "max" }), {
    minLength: 1,
    maxLength: 7,
    size: "max",
  }),
});

/** A program that was built and interpreted. */
export interface Program {
  readonly bases: readonly Table[];
  readonly table: Table;
  readonly expected: Rel;
  readonly steps: readonly Step[];
  /** The errors of the library for steps that were skipped or built in another way. */
  readonly refusals: readonly string[];
}
const MAX_ROWS = 60;
const BUILD_OPTIONS: readonly BuildOptions[] = [
  { ancestors: true, views: false },
  { ancestors: false, views: false },
  { ancestors: false, views: true },
];
/** Expected errors, because random columns may be ambiguous. */
const EXPECTED_ERRORS = new Set(["ambiguous-column", "unrelated-column", "unknown-column"]);

export function buildProgram({ data, stored, steps }: DrawnProgram): Program {
  const bases = Object.entries(BASES).map(([name, schema], i) => memtable<Schema>([...(data[i] ?? [])], schema, name));
  const tables: Table[] = Object.entries(BASES).map(([name, schema], i) =>
    stored ? table<Schema>(name, schema) : (bases[i] ?? table<Schema>(name, schema)),
  );
  const rels: Rel[] = Object.values(BASES).map((schema: Schema, i) => ({
    cols: Object.entries(schema).map(([name, { kind }]) => ({ name, type: TYPE_OF[kind] ?? "int", refs: [[i, name]] })),
    rows: data[i] ?? [],
    ordered: false,
  }));
  const refusals: string[] = [];
  const builtSteps: Step[] = [];
  for (const choices of steps) {
    const step = drawStep(choices, rels);
    if (step.v === "aggregate" && metricsHaveSubquery(step)) continue;
    let rel: Rel;
    try {
      rel = interpret(step, rels, rels.length);
    } catch (error) {
      if (error instanceof TooLarge) continue;
      throw error;
    }
    if (rel.rows.length > MAX_ROWS || rel.cols.length > 12) continue;
    const built = tryBuild(step, tables, refusals);
    if (!built) continue;
    builtSteps.push(step);
    tables.push(built);
    rels.push(rel);
  }
  const [last, expected] = [tables.at(-1), rels.at(-1)];
  if (!last || !expected) throw new TypeError("Internal error: the program has no tables");
  return { bases, table: last, expected, steps: builtSteps, refusals };
}

/** Whether a metric contains a subquery, which may be that of a key, and is a new node each time it is built. */
const metricsHaveSubquery = (step: Step & { v: "aggregate" }): boolean =>
  [...subexpressions([...step.metrics.map(([, e]) => e), ...step.having])].some((e) => e.k === "sub");
function tryBuild(step: Step, tables: readonly Table[], refusals: string[]): Table | undefined {
  for (const options of BUILD_OPTIONS)
    try {
      return build(step, tables, options);
    } catch (error) {
      if (!(error instanceof AvocetError) || !EXPECTED_ERRORS.has(error.code)) throw error;
      refusals.push(`${error.code}: ${error.message}`);
    }
  return undefined;
}
