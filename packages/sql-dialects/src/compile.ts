import type { CompiledQuery, CompileOptions } from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import type { Dialect } from "./dialect.js";
import { castDecimals } from "./lower/decimal-casts.js";
import { planStatement } from "./lower/query-planner.js";
import { encodeResults } from "./lower/result-encoding.js";
import { printStatement } from "./sql/print.js";

/** Compiles a relation with a dialect. Returns the SQL text, its parameters and the schema of the result. */
export function compileWith(dialect: Dialect, relation: ir.Relation, options: CompileOptions = {}): CompiledQuery {
  const planned = planStatement(relation, dialect);
  const typed = dialect.features.unboundedDecimals
    ? { ...planned, query: castDecimals(planned.query, relation, dialect) }
    : planned;
  const statement =
    options.encodeResults && dialect.encodeResult
      ? { ...typed, query: encodeResults(typed.query, relation, dialect) }
      : typed;
  dialect.check?.(statement, relation);
  const { sql, params } = printStatement(statement, dialect, options);
  return { sql, params, schema: relation.schema };
}
