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
import { columnFrom } from "../column/column-factory.js";
import type { AnyColumn, Literals, OperandNull } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";

/** What a function takes for a parameter of a dtype: a column of its kind, or a JavaScript value. */
export type UdfArg<D extends d.DType> =
  | (AnyColumn & { readonly dtype: { readonly kind: D["kind"] } })
  | Literals[D["kind"]]
  | null;
type UdfArgs<A extends readonly d.DType[]> = { readonly [K in keyof A]: UdfArg<A[K]> };

/** What the engine knows of a function besides its dtypes. */
export interface UdfOptions<N extends NullRule> {
  /** When the result may be NULL; `always` (it may at any time) unless told. `strict` is where an argument is NULL. */
  readonly nulls?: N;
  /** False for a function that gives another value each time, so that it is never written twice for one value. */
  readonly deterministic?: boolean;
  /** The schema that the function is in, or the names that lead there. */
  readonly schema?: string | readonly string[];
}
type AnyNull<V extends readonly unknown[]> = true extends OperandNull<V[number]> ? true : false;
type ScalarNull<N extends NullRule, V extends readonly unknown[]> = N extends "strict"
  ? AnyNull<V>
  : N extends "never"
    ? false
    : true;

/** A function of the engine, bound with its dtypes. */
export type ScalarUdf<A extends readonly d.DType[], R extends d.DType, N extends NullRule> = <
  const V extends UdfArgs<A>,
>(
  ...args: V
) => Column<d.SetNull<R, ScalarNull<N, V>>>;
/** An aggregate function of the engine, bound with its dtypes; after the arguments it takes `{ where }`. */
export type AggregateUdf<A extends readonly d.DType[], R extends d.DType, N extends "never" | "always"> = (
  ...args: readonly [...UdfArgs<A>, options?: AggregateOptions]
) => Column<d.SetNull<R, N extends "never" ? false : true>>;

/** Functions of the engine that Avocet does not know, as typed functions on columns. */
export const udf = {
  /**
   * A scalar function of the engine by name, the dtypes of its parameters and of its result. → the dtype that it returns
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
   * An aggregate function of the engine by name, the dtypes of its parameters and of its result. → the dtype that it returns
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
      const aggregateOptions: AggregateOptions | undefined =
        callArgs.length > params.length ? (callArgs.at(-1) as AggregateOptions | undefined) : undefined; // it stands after the arguments
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
        `the name of a function is letters, digits and _, got ${JSON.stringify(identifier)}`,
        {
          hint: 'Give the schema that it is in as an option: { schema: "main" }.',
        },
      );
  return { name, schema, returns: nullable(returns), nulls, deterministic };
}

function argNodes(name: string, params: readonly d.DType[], args: readonly unknown[]): readonly Value[] {
  if (args.length !== params.length)
    throw new AvocetError("invalid-argument", `${name} takes ${params.length} arguments, got ${args.length}`);
  return params.map((dtype, i) => argNode(name, i, dtype, args[i]));
}

/** An argument as the dtype of its parameter: numbers are widened, anything else must be of that dtype. */
function argNode(name: string, position: number, dtype: d.DType, arg: unknown): Value {
  if (arg === null || arg === undefined) return nullLiteral();
  if (!isColumn(arg)) return literal(arg, notNull(dtype));
  const { node } = arg;
  if (node.dtype.kind === "null" || sameDType(node.dtype, dtype)) return node;
  const common = commonDType(node.dtype, dtype);
  if (common && sameDType(common, dtype)) return op("Cast", { arg: node, to: nullable(dtype) });
  throw new AvocetError(
    "invalid-argument",
    `${name} takes ${printDType(nullable(dtype))} as argument ${position + 1}, not ${printDType(node.dtype)}`,
    { hint: "Cast the column with .cast(dtype).", detail: formatValue(node) },
  );
}
