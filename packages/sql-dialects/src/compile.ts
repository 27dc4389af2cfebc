import type { CompiledQuery, CompileOptions, ir } from "@avocet/core";
import type { Dialect } from "./dialect.js";
import { withDigits } from "./lower/decimals.js";
import { lower } from "./lower/lower.js";
import { wired } from "./lower/wired.js";
import { printStatement } from "./sql/print.js";

/** The SQL of a relation in a dialect, its parameters and the schema of its result. */
export function compileWith(dialect: Dialect, relation: ir.Relation, options: CompileOptions = {}): CompiledQuery {
  const made = lower(relation, dialect);
  const lowered = dialect.features.looseDecimals ? { ...made, query: withDigits(made.query, relation, dialect) } : made;
  const statement =
    options.wire && dialect.wire ? { ...lowered, query: wired(lowered.query, relation, dialect) } : lowered;
  dialect.check?.(statement, relation);
  const { sql, params } = printStatement(statement, dialect, options);
  return { sql, params, schema: relation.schema };
}
