import type * as d from "../../dtype/dtype.js";
import { notNull, nullable } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { commonDType, sameDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { NullRule } from "../../ir/ops/udf.js";
import { identifierOption } from "../../ir/options.js";
import type { Value } from "../../ir/value.js";
import { literal, nullLiteral } from "../../ir/value.js";
import { formatValue } from "../../text/format.js";
import type { AggregateOptions } from "../column/base.js";
import type { Column } from "../column/column.js";
import { registerColumnClasses } from "../column/column-classes.js";
import { columnFrom } from "../column/column-factory.js";
import type { AnyColumn, Literals, OperandNull } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";

registerColumnClasses();

/** An argument for a parameter of a dtype: a column of its kind, or a JavaScript value. */
export type UdfArg<D extends d.DType> =
  | (AnyColumn & { readonly dtype: { readonly kind: D["kind"] } })
  | Literals[D["kind"]]
  | null;
type UdfArgs<A extends readonly d.DType[]> = { readonly [K in keyof A]: UdfArg<A[K]> };

/** Properties of an engine function in addition to its dtypes. */
export interface UdfOptions<N extends NullRule> {
  /** When the result may be NULL: `always` (default), `never`, or `strict`, if an argument is NULL. */
  readonly nulls?: N;
  /** False if the function returns different values for equal arguments, so that calls are not duplicated or merged. */
  readonly deterministic?: boolean;
  /** The schema of the function, or its catalog and schema. */
  readonly schema?: string | readonly string[];
}
type AnyNull<V extends readonly unknown[]> = true extends OperandNull<V[number]> ? true : false;
type ScalarNull<N extends NullRule, V extends readonly unknown[]> = N extends "strict"
  ? AnyNull<V>
  : N extends "never"
    ? false
    : true;

/** A scalar function of the engine with typed arguments. */
export type ScalarUdf<A extends readonly d.DType[], R extends d.DType, N extends NullRule> = <
  const V extends UdfArgs<A>,
>(
  ...args: V
) => Column<d.SetNull<R, ScalarNull<N, V>>>;
/** An aggregate function of the engine with typed arguments, followed by `{ where }`. */
export type AggregateUdf<A extends readonly d.DType[], R extends d.DType, N extends "never" | "always"> = (
  ...args: readonly [...UdfArgs<A>, options?: AggregateOptions]
) => Column<d.SetNull<R, N extends "never" ? false : true>>;

/** Typed functions for engine functions that Avocet does not have. */
export const udf = {
  /**
   * Scalar function of the engine, by its name and the dtypes of its parameters and its result.
   * Throws `invalid-argument` if the name has characters other than letters, digits and _.
   * @example udf.scalar("jaro_similarity", [string, string], float64, { nulls: "strict" })(orders.c.status, "placed")
   */
  scalar<const A extends readonly d.DType[], R extends d.DType, const N extends NullRule = "always">(
    name: string,
    params: A,
    returns: R,
    options: UdfOptions<N> = {},
  ): ScalarUdf<A, R, N> {
    const commonArgs = sharedArgs(name, returns, options);
    return (...callArgs) => columnFrom(op("ScalarUdf", { ...commonArgs, args: argNodes(name, params, callArgs) }));
  },
  /**
   * Aggregate function of the engine, by its name and the dtypes of its parameters and its result.
   * Throws `invalid-argument` if the name has characters other than letters, digits and _.
   * @example payments.aggregate({ spread: udf.aggregate("mad", [float64], float64)(payments.c.amount) })
   */
  aggregate<const A extends readonly d.DType[], R extends d.DType, const N extends "never" | "always" = "always">(
    name: string,
    params: A,
    returns: R,
    options: UdfOptions<N> = {},
  ): AggregateUdf<A, R, N> {
    const commonArgs = sharedArgs(name, returns, options);
    return (...callArgs) => {
      // The options follow the arguments.
      const aggregateOptions: AggregateOptions | undefined =
        callArgs.length > params.length ? (callArgs.at(-1) as AggregateOptions | undefined) : undefined;
      const args = argNodes(name, params, aggregateOptions === undefined ? callArgs : callArgs.slice(0, -1));
      return columnFrom(op("AggregateUdf", { ...commonArgs, args, where: aggregateOptions?.where?.node }));
    };
  },
};

function sharedArgs(name: string, returns: d.DType, options: UdfOptions<NullRule>) {
  const { nulls, deterministic } = options;
  const schema = options.schema === undefined || Array.isArray(options.schema) ? options.schema : [options.schema];
  for (const identifier of [...(schema ?? []), name])
    if (!identifierOption.test(identifier))
      throw new AvocetError(
        "invalid-argument",
        `The name of a function consists of letters, digits and _, got ${JSON.stringify(identifier)}`,
        {
          hint: 'Pass its schema as an option: { schema: "main" }.',
        },
      );
  return { name, schema, returns: nullable(returns), nulls, deterministic };
}

function argNodes(name: string, params: readonly d.DType[], args: readonly unknown[]): readonly Value[] {
  if (args.length !== params.length)
    throw new AvocetError("invalid-argument", `\`${name}\` takes ${params.length} arguments, got ${args.length}`);
  return params.map((dtype, i) => argNode(name, i, dtype, args[i]));
}

/** Casts an argument to the dtype of its parameter: only numbers are widened. */
function argNode(name: string, position: number, dtype: d.DType, arg: unknown): Value {
  if (arg === null || arg === undefined) return nullLiteral();
  if (!isColumn(arg)) return literal(arg, notNull(dtype));
  const { node } = arg;
  if (node.dtype.kind === "null" || sameDType(node.dtype, dtype)) return node;
  const common = commonDType(node.dtype, dtype);
  if (common && sameDType(common, dtype)) return op("Cast", { arg: node, to: nullable(dtype) });
  throw new AvocetError(
    "invalid-argument",
    `\`${name}\` takes ${printDType(nullable(dtype))} as argument ${position + 1}, not ${printDType(node.dtype)}`,
    { hint: "Cast the column with .cast(dtype).", detail: formatValue(node) },
  );
}
