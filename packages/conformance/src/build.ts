import type { AnyColumn, Columns, ErrorCode, FailureReason, Schema, TableLike } from "@avocet/core";
import { int64, memtable } from "@avocet/core";
import type { ConformanceBackend } from "./backend.js";
import type { Case, Cells, RowsCase, StandInGap } from "./case.js";

/** Options of a case. */
export interface CaseOptions {
  /** Relative tolerance for floats, 1e-12 by default: engines sum in different orders. */
  readonly tolerance?: number;
  /** Values of the parameters in the expression. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Known differences between a stand-in and its engine, by dialect. */
  readonly standIns?: Readonly<Record<string, StandInGap>>;
}
const TOLERANCE = 1e-12;
const optionFields = (options: CaseOptions) => ({
  tolerance: options.tolerance ?? TOLERANCE,
  ...(options.params ? { params: options.params } : {}),
  ...(options.standIns ? { standIns: options.standIns } : {}),
});

/** Input rows of a case. A missing column is NULL. */
export type Inputs<S extends Schema> = readonly { readonly [K in keyof S]?: unknown }[];
/**
 * Builds a memtable from a schema and rows.
 * @example rows({ id: int64 }, [{ id: 1 }, { id: null }])
 */
export const rows = <const S extends Schema>(schema: S, data: Inputs<S>) => memtable<S>(data, schema);

const singleRowTable = () => memtable([{ one: 1 }]);

/**
 * Builds one case per value that needs no table.
 * @example values({ "int + int": [lit(2).add(3), 5] })
 */
export function values(
  cases: Readonly<Record<string, readonly [column: AnyColumn, expected: unknown]>>,
  options: CaseOptions = {},
): Case[] {
  return Object.entries(cases).map(([name, [column, value]]) => ({
    kind: "rows",
    name,
    table: singleRowTable().select({ value: column }),
    expectedRows: [{ value }],
    ordered: true,
    ...optionFields(options),
  }));
}

/** A case whose table is built on first access: there are thousands of cases, and often only some of them run. */
function lazyRowsCase(
  name: string,
  options: CaseOptions,
  build: () => Pick<RowsCase, "table" | "expectedRows">,
): RowsCase {
  let builtCase: ReturnType<typeof build> | undefined;
  const getCase = () => {
    builtCase ??= build();
    return builtCase;
  };
  return {
    kind: "rows",
    name,
    get table() {
      return getCase().table;
    },
    get expectedRows() {
      return getCase().expectedRows;
    },
    ordered: true,
    ...optionFields(options),
  };
}

type WithRowNumber<S extends Schema> = S & { row: typeof int64 };
const isColumn = (value: AnyColumn | Readonly<Record<string, AnyColumn>>): value is AnyColumn =>
  "node" in value && "dtype" in value;

/**
 * Builds a case from an expression, or a record of expressions, that is evaluated for each row. The expected values are
 * a list in the order of the rows, or a function of an input row.
 * @example perRow("length", { s: string }, [{ s: "abc" }, { s: null }], (c) => c.s.length(), [3, null])
 */
export function perRow<const S extends Schema, I extends Inputs<S>[number]>(
  name: string,
  schema: S,
  inputs: readonly I[],
  build: (c: Columns<WithRowNumber<S>>) => AnyColumn | Readonly<Record<string, AnyColumn>>,
  expected: readonly unknown[] | ((input: I) => unknown),
  options: CaseOptions = {},
): Case {
  const result = typeof expected === "function" ? inputs.map(expected) : expected;
  if (result.length !== inputs.length)
    throw new RangeError(`${name}: ${inputs.length} rows, ${result.length} expected values`);
  return lazyRowsCase(name, options, () => {
    const numbered = inputs.map((input, row) => ({ ...input, row }));
    const table = rows<WithRowNumber<S>>({ ...schema, row: int64 }, numbered);
    const output = build(table.c);
    const isSingleColumn = isColumn(output);
    return {
      table: table.orderBy((c) => c.row).select({ row: table.c.row, ...(isSingleColumn ? { value: output } : output) }),
      // For several expressions, an expected value is a record of cells.
      expectedRows: result.map((cells, row) => (isSingleColumn ? { row, value: cells } : { row, ...(cells as Cells) })),
    };
  });
}

/**
 * Builds a case from aggregates over all rows; the list of rows may be empty.
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
  return lazyRowsCase(name, options, () => ({
    table: rows(schema, inputs).aggregate(build),
    expectedRows: [expected],
  }));
}

/**
 * Builds a case from a table and its expected rows, which are compared in any order by default.
 * @example returnsRows("limit 0 returns no rows", rows({ id: int64 }, [{ id: 1 }]).limit(0), [])
 */
export function returnsRows(
  name: string,
  table: TableLike,
  expected: readonly Cells[],
  options: CaseOptions & { readonly ordered?: boolean } = {},
): Case {
  return {
    kind: "rows",
    name,
    table,
    expectedRows: expected,
    ordered: options.ordered ?? false,
    ...optionFields(options),
  };
}

/**
 * Builds a case from an expression that must raise one of the expected errors.
 * @example fails("overflow", lit(2n ** 63n - 1n).add(1), "data")
 */
export function fails(
  name: string,
  expression: AnyColumn | TableLike,
  expectedErrors: ErrorCode | FailureReason | readonly (ErrorCode | FailureReason)[],
  options: Pick<CaseOptions, "standIns"> = {},
): Case {
  const table = "relation" in expression ? expression : singleRowTable().select({ value: expression });
  const errors = typeof expectedErrors === "string" ? [expectedErrors] : expectedErrors;
  return {
    kind: "error",
    name,
    table,
    expectedErrors: errors,
    ...(options.standIns ? { standIns: options.standIns } : {}),
  };
}

/**
 * Builds a case from calls on a connection and their expected outcome.
 * @example scenario("tables can be listed", async (backend) => (await backend.tables()).length >= 0, true)
 */
export function scenario(
  name: string,
  run: (backend: ConformanceBackend) => Promise<unknown>,
  expected: unknown,
  options: Pick<CaseOptions, "standIns"> = {},
): Case {
  return { kind: "scenario", name, run, expected, ...(options.standIns ? { standIns: options.standIns } : {}) };
}
