import type { CompiledQuery, CompileOptions, ir } from "@avocet/core";
import type { Dialect } from "./dialect.js";
import { withDigits } from "./lower/decimal-casts.js";
import { lower } from "./lower/query-planner.js";
import { wired } from "./lower/result-encoding.js";
import { printStatement } from "./sql/print.js";

/** The SQL of a relation in a dialect, its parameters and the schema of its result. */
export function compileWith(dialect: Dialect, relation: ir.Relation, options: CompileOptions = {}): CompiledQuery {
  const made = lower(relation, dialect);
  const lowered = dialect.features.unboundedDecimals
    ? { ...made, query: withDigits(made.query, relation, dialect) }
    : made;
  const statement =
    options.wire && dialect.encodeResult ? { ...lowered, query: wired(lowered.query, relation, dialect) } : lowered;
  dialect.check?.(statement, relation);
  const { sql, params } = printStatement(statement, dialect, options);
  return { sql, params, schema: relation.schema };
}
