import type { AnyColumn, Columns, ErrorCode, FailureReason, Schema, TableLike } from "@avocet/core";
import { int64, memtable } from "@avocet/core";
import type { ConformanceBackend } from "./backend.js";
import type { Case, Cells, RowsCase, StandInGap } from "./case.js";

/** What a case may say besides its rows. */
export interface CaseOptions {
  /** How far a float may lie beside the expected one, relative to it; 1e-12 unless told, as engines sum in different orders. */
  readonly tolerance?: number;
  /** The values of parameters. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly standIns?: Readonly<Record<string, StandInGap>>;
}
const TOLERANCE = 1e-12;
const common = (options: CaseOptions) => ({
  tolerance: options.tolerance ?? TOLERANCE,
  ...(options.params ? { params: options.params } : {}),
  ...(options.standIns ? { standIns: options.standIns } : {}),
});

/** Rows that the input of a case is made of: a column that a row lacks is NULL there. */
export type Inputs<S extends Schema> = readonly { readonly [K in keyof S]?: unknown }[];
/**
 * Rows in memory under a schema.
 * @example rows({ id: int64 }, [{ id: 1 }, { id: null }])
 */
export const rows = <const S extends Schema>(schema: S, data: Inputs<S>) => memtable<S>(data, schema);

const one = () => memtable([{ one: 1 }]);

/**
 * Values that need no table, each a case of its own.
 * @example values({ "int + int": [lit(2).add(3), 5] })
 */
export function values(
  given: Readonly<Record<string, readonly [column: AnyColumn, expected: unknown]>>,
  options: CaseOptions = {},
): Case[] {
  return Object.entries(given).map(([name, [column, value]]) => ({
    kind: "rows",
    name,
    table: one().select({ value: column }),
    rows: [{ value }],
    ordered: true,
    ...common(options),
  }));
}

/** A case whose expression is built when it is asked for: there are thousands, and often some are run only. */
function laterRows(name: string, options: CaseOptions, make: () => Pick<RowsCase, "table" | "rows">): RowsCase {
  let made: ReturnType<typeof make> | undefined;
  const get = () => {
    made ??= make();
    return made;
  };
  return {
    kind: "rows",
    name,
    get table() {
      return get().table;
    },
    get rows() {
      return get().rows;
    },
    ordered: true,
    ...common(options),
  };
}

type Numbered<S extends Schema> = S & { row: typeof int64 };
const isColumn = (given: AnyColumn | Readonly<Record<string, AnyColumn>>): given is AnyColumn =>
  "node" in given && "dtype" in given;

/**
 * What an expression, or several by name, give for each of some rows: what is expected in the order of the rows, or a JavaScript function of a row.
 * @example perRow("length", { s: string }, [{ s: "abc" }, { s: null }], (c) => c.s.length(), [3, null])
 */
export function perRow<const S extends Schema, I extends Inputs<S>[number]>(
  name: string,
  schema: S,
  inputs: readonly I[],
  build: (c: Columns<Numbered<S>>) => AnyColumn | Readonly<Record<string, AnyColumn>>,
  expected: readonly unknown[] | ((input: I) => unknown),
  options: CaseOptions = {},
): Case {
  const result = typeof expected === "function" ? inputs.map(expected) : expected;
  if (result.length !== inputs.length)
    throw new RangeError(`${name}: ${inputs.length} rows, ${result.length} expected values`);
  return laterRows(name, options, () => {
    const numbered = inputs.map((input, row) => ({ ...input, row }));
    const table = rows<Numbered<S>>({ ...schema, row: int64 }, numbered);
    const built = build(table.c);
    const one = isColumn(built);
    return {
      table: table.orderBy((c) => c.row).select({ row: table.c.row, ...(one ? { value: built } : built) }),
      rows: result.map((cells, row) => (one ? { row, value: cells } : { row, ...(cells as Cells) })), // values by name, as what is built
    };
  });
}

/**
 * What reductions give over some rows; none is a case, too.
 * @example overRows("sum", { n: int64 }, [{ n: 1 }, { n: 2 }], (c) => ({ sum: c.n.sum() }), { sum: 3 })
 */
export function overRows<const S extends Schema>(
  name: string,
  schema: S,
  inputs: Inputs<S>,
  build: (c: Columns<S>) => Readonly<Record<string, AnyColumn>>,
  expected: Cells,
  options: CaseOptions = {},
): Case {
  return laterRows(name, options, () => ({ table: rows(schema, inputs).aggregate(build), rows: [expected] }));
}

/**
 * The rows of a table, in any order unless they are said to be ordered.
 * @example gives("limit", rows({ id: int64 }, [{ id: 1 }]).limit(0), [])
 */
export function gives(
  name: string,
  table: TableLike,
  expected: readonly Cells[],
  options: CaseOptions & { readonly ordered?: boolean } = {},
): Case {
  return { kind: "rows", name, table, rows: expected, ordered: options.ordered ?? false, ...common(options) };
}

/**
 * An expression that must fail, never give a wrong answer.
 * @example fails("overflow", lit(2n ** 63n - 1n).add(1), "data")
 */
export function fails(
  name: string,
  given: AnyColumn | TableLike,
  how: ErrorCode | FailureReason | readonly (ErrorCode | FailureReason)[],
  options: Pick<CaseOptions, "standIns"> = {},
): Case {
  const table = "relation" in given ? given : one().select({ value: given });
  const ways = typeof how === "string" ? [how] : how;
  return { kind: "error", name, table, fails: ways, ...(options.standIns ? { standIns: options.standIns } : {}) };
}

/**
 * A story on a connection, and what it must come to.
 * @example scenario("a table is there", async (backend) => (await backend.tables()).length >= 0, true)
 */
export function scenario(
  name: string,
  run: (backend: ConformanceBackend) => Promise<unknown>,
  expected: unknown,
  options: Pick<CaseOptions, "standIns"> = {},
): Case {
  return { kind: "scenario", name, run, gives: expected, ...(options.standIns ? { standIns: options.standIns } : {}) };
}
