import type { DType, Schema } from "avocet";

const NAMES: Partial<Record<DType["kind"], string>> = {
  int32: "INTEGER",
  int64: "BIGINT",
  string: "VARCHAR",
  date: "DATE",
};

/** The type of a column in DuckDB's words. */
function typeOf(dtype: DType): string {
  if ("precision" in dtype && "scale" in dtype) return `DECIMAL(${dtype.precision}, ${dtype.scale})`;
  const name = NAMES[dtype.kind];
  if (name === undefined) throw new Error(`no column of the two benchmarks is ${dtype.kind}`);
  return name;
}

/** A statement that makes an empty table. */
export function createTable(name: string, schema: Schema): string {
  const columns = Object.entries(schema).map(
    ([column, dtype]) => `${column} ${typeOf(dtype)}${dtype.nullable ? "" : " NOT NULL"}`,
  );
  return `create table ${name} (${columns.join(", ")})`;
}

/** Statements that make all tables of a benchmark, empty. */
export const createTables = (tables: { readonly [name: string]: { readonly schema: Schema } }): string[] =>
  Object.entries(tables).map(([name, { schema }]) => createTable(name, schema));
