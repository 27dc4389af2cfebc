import type { DType, Schema } from "avocet";

const NAMES: Partial<Record<DType["kind"], string>> = {
  int32: "INTEGER",
  int64: "BIGINT",
  string: "VARCHAR",
  date: "DATE",
};

/** Returns the DuckDB type of a dtype. */
function typeOf(dtype: DType): string {
  if ("precision" in dtype && "scale" in dtype) return `DECIMAL(${dtype.precision}, ${dtype.scale})`;
  const name = NAMES[dtype.kind];
  if (name === undefined) throw new Error(`Internal error: columns of type ${dtype.kind} are not supported.`);
  return name;
}

/** Returns the statement that creates an empty table. */
export function createTable(name: string, schema: Schema): string {
  const columns = Object.entries(schema).map(
    ([column, dtype]) => `${column} ${typeOf(dtype)}${dtype.nullable ? "" : " NOT NULL"}`,
  );
  return `create table ${name} (${columns.join(", ")})`;
}

/** Returns the statements that create all tables of a benchmark. */
export const createTables = (tables: { readonly [name: string]: { readonly schema: Schema } }): string[] =>
  Object.entries(tables).map(([name, { schema }]) => createTable(name, schema));
