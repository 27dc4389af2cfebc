import type * as d from "../../dtype/dtype.js";
import { notNull, nullable } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { commonDType, sameDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { NullRule } from "../../ir/ops/udf.js";
import { identifier } from "../../ir/options.js";
import type { Value } from "../../ir/value.js";
import { literal, nullLiteral } from "../../ir/value.js";
import { formatValue } from "../../text/format.js";
import type { ReduceOptions } from "../column/base.js";
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
  ...args: readonly [...UdfArgs<A>, options?: ReduceOptions]
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
    const shared = sharedArgs(name, returns, options);
    return (...given) => columnFrom(op("ScalarUdf", { ...shared, args: argNodes(name, params, given) }));
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
    const shared = sharedArgs(name, returns, options);
    return (...given) => {
      const last: ReduceOptions | undefined =
        given.length > params.length ? (given.at(-1) as ReduceOptions | undefined) : undefined; // it stands after the arguments
      const args = argNodes(name, params, last === undefined ? given : given.slice(0, -1));
      return columnFrom(op("AggregateUdf", { ...shared, args, where: last?.where?.node }));
    };
  },
};

function sharedArgs(name: string, returns: d.DType, options: UdfOptions<NullRule>) {
  const { nulls, deterministic } = options;
  const schema = options.schema === undefined || Array.isArray(options.schema) ? options.schema : [options.schema];
  for (const part of [...(schema ?? []), name])
    if (!identifier.test(part))
      throw new AvocetError(
        "invalid-argument",
        `the name of a function is letters, digits and _, got ${JSON.stringify(part)}`,
        {
          hint: 'Give the schema that it is in as an option: { schema: "main" }.',
        },
      );
  return { name, schema, returns: nullable(returns), nulls, deterministic };
}

function argNodes(name: string, params: readonly d.DType[], given: readonly unknown[]): readonly Value[] {
  if (given.length !== params.length)
    throw new AvocetError("invalid-argument", `${name} takes ${params.length} arguments, got ${given.length}`);
  return params.map((dtype, i) => argNode(name, i, dtype, given[i]));
}

/** An argument as the dtype of its parameter: numbers are widened, anything else must be of that dtype. */
function argNode(name: string, place: number, dtype: d.DType, given: unknown): Value {
  if (given === null || given === undefined) return nullLiteral();
  if (!isColumn(given)) return literal(given, notNull(dtype));
  const { node } = given;
  if (node.dtype.kind === "null" || sameDType(node.dtype, dtype)) return node;
  const common = commonDType(node.dtype, dtype);
  if (common && sameDType(common, dtype)) return op("Cast", { arg: node, to: nullable(dtype) });
  throw new AvocetError(
    "invalid-argument",
    `${name} takes ${printDType(nullable(dtype))} as argument ${place + 1}, not ${printDType(node.dtype)}`,
    { hint: "Cast the column with .cast(dtype).", detail: formatValue(node) },
  );
}
