import type { CompiledQuery, DType, RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { BoundParam, LiteralValue } from "@avocet/core/backend";
import { literalValue } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";

/** A bind parameter: a value that is sent next to the SQL text. */
export interface BoundValue {
  readonly value: LiteralValue;
  readonly dtype: DType;
}
/** SQL text with the values of its bind parameters, in order. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly BoundValue[];
  /** The schema of the rows, if the statement is a compiled query. */
  readonly schema?: ir.Fields;
}
/** Creates a statement without bind parameters. */
export const sqlStatement = (sql: string): Statement => ({ sql, values: [] });

/** Binds a compiled query: its literals, and the caller's values for each `param`. */
export const statementOf = ({ sql, params, schema }: CompiledQuery, paramValues?: RunOptions["params"]): Statement => ({
  sql,
  values: params.map((param) => boundValue(param, paramValues ?? {})),
  schema,
});

/**
 * The columns of a query whose dtypes are not nullable. A table that is created from it has NOT NULL constraints on
 * them.
 */
export const requiredColumns = ({ schema }: Statement): readonly string[] =>
  [...(schema ?? [])].filter(([, { nullable }]) => !nullable).map(([name]) => name);

function boundValue({ name, value, dtype }: BoundParam, paramValues: NonNullable<RunOptions["params"]>): BoundValue {
  if (name === null) return { value: value as LiteralValue, dtype }; // only a literal has no name, and it has a value
  if (Object.hasOwn(paramValues, name)) return { value: literalValue(paramValues[name], dtype), dtype };
  throw new AvocetError("missing-parameter", `The parameter \`${name}\` has no value`, {
    hint: `Pass one when the expression is executed: execute({ params: { ${name}: … } }).`,
  });
}
