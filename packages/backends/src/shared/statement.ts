import type { BoundParam, CompiledQuery, DType, ir, LiteralValue, RunOptions } from "@avocet/core";
import { AvocetError, literalValue } from "@avocet/core";

/** A value that is sent beside the text of a statement. */
export interface BoundValue {
  readonly value: LiteralValue;
  readonly dtype: DType;
}
/** SQL text, and the values of its places in their order. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly BoundValue[];
  /** The columns of its rows, of a query that was compiled. */
  readonly schema?: ir.Fields;
}
/** A statement without values. */
export const plain = (sql: string): Statement => ({ sql, values: [] });

/** A compiled query with the values for its places: its own literals, and what the caller gives for `param`s. */
export const statementOf = ({ sql, params, schema }: CompiledQuery, given?: RunOptions["params"]): Statement => ({
  sql,
  values: params.map((param) => boundValue(param, given ?? {})),
  schema,
});

function boundValue({ name, value, dtype }: BoundParam, given: NonNullable<RunOptions["params"]>): BoundValue {
  if (name === null) return { value: value as LiteralValue, dtype }; // the compiler passes on a literal's own value
  if (Object.hasOwn(given, name)) return { value: literalValue(given[name], dtype), dtype };
  throw new AvocetError("missing-parameter", `the parameter \`${name}\` has no value`, {
    hint: `Give it one when the expression is run: execute({ params: { ${name}: … } }).`,
  });
}
