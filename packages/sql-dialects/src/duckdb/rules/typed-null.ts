import type { DType } from "@avocet/core";
import { isDecimal } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import type { Sql } from "../../sql/expr.js";
import { arrayRules } from "./arrays.js";
import { jsonRules } from "./json.js";
import { numericRules } from "./numeric.js";
import { structRules } from "./structs.js";

type Args = { readonly [name: string]: unknown };
type Context = Pick<RuleContext, "cast"> & { readonly node: { readonly dtype: DType } };

/** What is known before a statement runs: whether a part is NULL, and whether a part varies. */
interface Parts {
  readonly isNull: boolean;
  readonly varies: boolean;
}
const known = new WeakMap<Sql, Parts>();
const LEAF: Readonly<Record<Exclude<Sql["kind"], "text" | "literal">, Parts>> = {
  column: { isNull: false, varies: true },
  query: { isNull: false, varies: true },
  name: { isNull: false, varies: true },
  param: { isNull: false, varies: false },
};
/** Each part is looked at once, however many rules ask. */
function partsOf(root: Sql): Parts {
  if (root.kind === "literal") return { isNull: root.value === null, varies: false };
  if (root.kind !== "text") return LEAF[root.kind];
  const stack: Sql[] = [root];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const inside =
      node.kind === "text" ? node.parts.flatMap((part) => (typeof part === "string" ? [] : [part.sql])) : [];
    const waiting = known.has(node) ? [] : inside.filter((part) => part.kind === "text" && !known.has(part));
    stack.push(...waiting);
    if (waiting.length > 0) continue;
    stack.pop();
    if (known.has(node)) continue;
    const parts = inside.map((part) => known.get(part) ?? partsOf(part));
    known.set(node, { isNull: parts.some((p) => p.isNull), varies: parts.some((p) => p.varies) });
  }
  return known.get(root) ?? LEAF.param;
}
/** A constant may come to NULL, and so may what has one for a part. */
function mayBeConstantNull(value: Sql): boolean {
  const { isNull, varies } = partsOf(value);
  return isNull || (value.kind === "text" && !varies);
}

const isSql = (value: unknown): value is Sql => typeof value === "object" && value !== null && "kind" in value;
const given = (args: Args): readonly Sql[] =>
  Object.values(args).flatMap((arg) => (Array.isArray(arg) ? arg : [arg]).filter(isSql));

/** DuckDB makes a NULL of no type of a function whose result may be of any, once an argument is a constant NULL; it gets its type here. */
const typed =
  <A extends Args, C extends Context>(rule: (args: A, context: C) => Sql) =>
  (args: A, context: C): Sql => {
    const result = rule(args, context);
    const { dtype } = context.node;
    if (!dtype.nullable || !given(args).some(mayBeConstantNull)) return result;
    const cast = context.cast(result, dtype);
    known.set(cast, { ...partsOf(cast), isNull: true });
    return cast;
  };
/** The same of a function whose results are of any type only where they are decimals, with digits of their own. */
const typedDecimal =
  <A extends Args, C extends Context>(rule: (args: A, context: C) => Sql) =>
  (args: A, context: C): Sql =>
    isDecimal(context.node.dtype) ? typed(rule)(args, context) : rule(args, context);

export const typedNullRules = {
  StructField: typed(structRules.StructField),
  ArrayIndex: typed(arrayRules.ArrayIndex),
  ArraySlice: typed(arrayRules.ArraySlice),
  ArrayConcat: typed(arrayRules.ArrayConcat),
  ArrayRepeat: typed(arrayRules.ArrayRepeat),
  ArrayDistinct: typed(arrayRules.ArrayDistinct),
  ArraySort: typed(arrayRules.ArraySort),
  ArrayUnion: typed(arrayRules.ArrayUnion),
  ArrayIntersect: typed(arrayRules.ArrayIntersect),
  ArrayFlatten: typed(arrayRules.ArrayFlatten),
  ArrayMode: typed(arrayRules.ArrayMode),
  ToJSONMap: typed(jsonRules.ToJSONMap),
  ToJSONArray: typed(jsonRules.ToJSONArray),
  Add: typedDecimal(numericRules.Add),
  Subtract: typedDecimal(numericRules.Subtract),
  Multiply: typedDecimal(numericRules.Multiply),
  Modulus: typedDecimal(numericRules.Modulus),
  Negate: typedDecimal(numericRules.Negate),
  Abs: typedDecimal(numericRules.Abs),
};
