import type { CompiledQuery, CompileOptions, SqlDialect } from "../backend/contract.js";
import { AvocetError } from "../errors.js";
import type { TableLike } from "./table.js";

/**
 * Compiles a table to the SQL of a dialect. Returns the text, its bind parameters in order, and the schema of the
 * result. Needs no connection. Throws `unsupported-operation` if the dialect cannot express the table.
 * @example () => compile(orders, duckdb, { literals: "bind" }).sql
 */
export function compile(table: TableLike, dialect: SqlDialect, options?: CompileOptions): CompiledQuery {
  return checkedDialect(dialect).compile(table.relation, options);
}

/** Users of plain JavaScript may pass the name of a dialect. */
export function checkedDialect(dialect: SqlDialect): SqlDialect {
  if (typeof dialect === "object" && dialect !== null && typeof dialect.compile === "function") return dialect;
  const name = typeof dialect === "string" && /^[a-z]+$/.test(dialect) ? dialect : "duckdb";
  throw new AvocetError("unknown-dialect", "A dialect is an object, not a name or anything else.", {
    hint: `Import it: import { ${name} } from "avocet/dialects/${name}".`,
  });
}
