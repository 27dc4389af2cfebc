// Helpers that run expressions on an in-memory DuckDB, one for each test file.
import type { AnyColumn, Row, RunOptions, Schema, Table } from "@avocet/core";
import { memtable } from "@avocet/core";
import type { Js, NoOptions } from "@avocet/core/backend";
import { afterAll } from "vitest";
import type { DuckDBConnection } from "../../src/duckdb/index.js";
import { connect } from "../../src/duckdb/index.js";

let opened: Promise<DuckDBConnection> | undefined;

/** The connection of this test file. */
export function connection(): Promise<DuckDBConnection> {
  opened ??= connect();
  return opened;
}
afterAll(async () => (await opened)?.close());

/** Executes an expression and returns its rows. */
export const run = async <S extends Schema>(table: Table<S>, options?: RunOptions<NoOptions>): Promise<Row<S>[]> =>
  (await connection()).execute(table, options);

/** Creates a memtable with a schema. */
export const rows = <const S extends Schema>(
  schema: S,
  data: readonly { readonly [K in keyof S]?: unknown }[],
): Table<S> => memtable<S>(data, schema);

type Values<C extends Record<string, AnyColumn>> = { -readonly [K in keyof C]: Js<C[K]["dtype"]> };

/** Evaluates expressions without a table, in one statement: `evaluate({ a: lit(1).add(1) })` is `{ a: 2 }`. */
export function evaluate<const C extends Record<string, AnyColumn>>(
  columns: C,
  options?: RunOptions,
): Promise<Values<C>>;
export function evaluate<const C extends AnyColumn>(column: C, options?: RunOptions): Promise<Js<C["dtype"]>>;
export async function evaluate(input: AnyColumn | Record<string, AnyColumn>, options?: RunOptions): Promise<unknown> {
  const single = "node" in input && "dtype" in input;
  // only a column has a node
  const columns = single ? { value: input as AnyColumn } : (input as Record<string, AnyColumn>);
  const [row] = await run(memtable([{ row: 1 }]).select(columns), options);
  return single ? Object.values(row ?? {})[0] : row;
}
