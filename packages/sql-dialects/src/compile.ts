import type { CompiledQuery, CompileOptions } from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import type { Dialect } from "./dialect.js";
import { planStatement } from "./lower/query-planner.js";
import { printStatement } from "./sql/print.js";

/** Compiles a relation with a dialect. Returns the SQL text, its parameters and the schema of the result. */
export function compileWith(dialect: Dialect, relation: ir.Relation, options: CompileOptions = {}): CompiledQuery {
  const { query: planned, ...rest } = planStatement(relation, dialect);
  const typed = dialect.castResults?.(planned, relation) ?? planned;
  const encoded = options.encodeResults ? dialect.encodeResults?.(typed, relation) : undefined;
  const statement = { ...rest, query: encoded ?? typed };
  dialect.check?.(statement, relation);
  const { sql, params } = printStatement(statement, dialect, options);
  return { sql, params, schema: relation.schema };
}
