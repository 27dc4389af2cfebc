import type { DType } from "@avocet/core";
import { isDecimal } from "@avocet/core/dialect";
import type { RuleContext } from "../../dialect.js";
import type { Sql } from "../../sql/expr.js";
import { arrayRules } from "./arrays.js";
import { jsonRules } from "./json.js";
import { numericRules } from "./numeric.js";
import { structRules } from "./structs.js";

type Args = { readonly [name: string]: unknown };
type Context = Pick<RuleContext, "cast"> & { readonly node: { readonly dtype: DType } };

/** Compile-time facts about an expression: whether it contains NULL, and whether it depends on rows. */
interface NullInfo {
  readonly isNull: boolean;
  readonly varies: boolean;
}
const nullInfoCache = new WeakMap<Sql, NullInfo>();
const LEAF: Readonly<Record<Exclude<Sql["kind"], "text" | "literal">, NullInfo>> = {
  column: { isNull: false, varies: true },
  query: { isNull: false, varies: true },
  name: { isNull: false, varies: true },
  param: { isNull: false, varies: false },
};
/** Returns the facts about an expression. Each node is visited once and cached. */
function nullInfo(root: Sql): NullInfo {
  if (root.kind === "literal") return { isNull: root.value === null, varies: false };
  if (root.kind !== "text") return LEAF[root.kind];
  const stack: Sql[] = [root];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const operands =
      node.kind === "text"
        ? node.segments.flatMap((segment) => (typeof segment === "string" ? [] : [segment.sql]))
        : [];
    const waiting = nullInfoCache.has(node)
      ? []
      : operands.filter((operand) => operand.kind === "text" && !nullInfoCache.has(operand));
    stack.push(...waiting);
    if (waiting.length > 0) continue;
    stack.pop();
    if (nullInfoCache.has(node)) continue;
    const operandInfos = operands.map((operand) => nullInfoCache.get(operand) ?? nullInfo(operand));
    nullInfoCache.set(node, { isNull: operandInfos.some((p) => p.isNull), varies: operandInfos.some((p) => p.varies) });
  }
  return nullInfoCache.get(root) ?? LEAF.param;
}
/** True if the expression may be a constant NULL: a constant expression, or one with a NULL operand. */
function mayBeConstantNull(value: Sql): boolean {
  const { isNull, varies } = nullInfo(value);
  return isNull || (value.kind === "text" && !varies);
}

const isSql = (value: unknown): value is Sql => typeof value === "object" && value !== null && "kind" in value;
const sqlArgs = (args: Args): readonly Sql[] =>
  Object.values(args).flatMap((arg) => (Array.isArray(arg) ? arg : [arg]).filter(isSql));

/** Casts the result of a generic function: if an argument is a constant NULL, DuckDB folds it to an untyped NULL. */
const castConstantNull =
  <A extends Args, C extends Context>(rule: (args: A, context: C) => Sql) =>
  (args: A, context: C): Sql => {
    const result = rule(args, context);
    const { dtype } = context.node;
    if (!dtype.nullable || !sqlArgs(args).some(mayBeConstantNull)) return result;
    const cast = context.cast(result, dtype);
    nullInfoCache.set(cast, { ...nullInfo(cast), isNull: true });
    return cast;
  };
/** Like {@link castConstantNull}, but only for decimals, whose precision makes the function generic. */
const castConstantNullDecimal =
  <A extends Args, C extends Context>(rule: (args: A, context: C) => Sql) =>
  (args: A, context: C): Sql =>
    isDecimal(context.node.dtype) ? castConstantNull(rule)(args, context) : rule(args, context);

/** Rules of generic functions, with results cast if an argument may be a constant NULL. */
export const typedNullRules = {
  StructField: castConstantNull(structRules.StructField),
  ArrayIndex: castConstantNull(arrayRules.ArrayIndex),
  ArraySlice: castConstantNull(arrayRules.ArraySlice),
  ArrayConcat: castConstantNull(arrayRules.ArrayConcat),
  ArrayRepeat: castConstantNull(arrayRules.ArrayRepeat),
  ArrayDistinct: castConstantNull(arrayRules.ArrayDistinct),
  ArraySort: castConstantNull(arrayRules.ArraySort),
  ArrayUnion: castConstantNull(arrayRules.ArrayUnion),
  ArrayIntersect: castConstantNull(arrayRules.ArrayIntersect),
  ArrayFlatten: castConstantNull(arrayRules.ArrayFlatten),
  ArrayMode: castConstantNull(arrayRules.ArrayMode),
  ToJSONMap: castConstantNull(jsonRules.ToJSONMap),
  ToJSONArray: castConstantNull(jsonRules.ToJSONArray),
  Add: castConstantNullDecimal(numericRules.Add),
  Subtract: castConstantNullDecimal(numericRules.Subtract),
  Multiply: castConstantNullDecimal(numericRules.Multiply),
  Modulus: castConstantNullDecimal(numericRules.Modulus),
  Negate: castConstantNullDecimal(numericRules.Negate),
  Abs: castConstantNullDecimal(numericRules.Abs),
};
