import type { DType, ir } from "@avocet/core";
import { isFloat } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, commaList, NULL, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { equal, hasOrder, hasText } from "../compare.js";
import { converted, widened } from "../convert.js";
import { either, elementsOf, onceIfLong } from "../scope.js";
import { typeName } from "../types.js";

type Values = readonly ir.Value[];
type Context = Pick<RuleContext, "unsupported"> & { readonly node: { readonly dtype: DType } };
/** Values as the dtype of the whole. */
const asWhole = (args: readonly Sql[], nodes: Values, context: Context): readonly Sql[] =>
  args.map((arg, i) => widened(arg, nodes[i]?.dtype ?? context.node.dtype, context.node.dtype, context));
const one = (arg: Sql, node: ir.Value, context: Context): Sql => widened(arg, node.dtype, context.node.dtype, context);

/** The largest or smallest of several, NULLs passed over; as NaN is larger than all, the smallest passes over it too. */
function extreme(how: "GREATEST" | "LEAST", args: readonly Sql[], nodes: Values, context: Context): Sql {
  const { dtype } = context.node;
  if (!hasOrder(dtype)) throw context.unsupported(`values of ${dtype.kind} have no order`, "compare a part of them");
  const values = asWhole(args, nodes, context);
  const [first, second] = values;
  const plain = how === "GREATEST" || !isFloat(dtype) || nodes.every((n) => n.type === "literal");
  if (plain && !nodes.some((n) => n.dtype.nullable)) return call(how, ...values);
  if (plain && first && second && values.length === 2)
    return onceIfLong({ first, second }, (a) => call("COALESCE", call(how, a.first, a.second), a.first, a.second));
  const all = sql`[${commaList(values)}]`;
  const rows = elementsOf(all, dtype);
  if (how === "GREATEST") return sql`(${rows.query(sql`SELECT MAX(${rows.element}) FROM ${rows.only}`)})`;
  return sql`(${rows.query(sql`SELECT ${smallest(rows.element, dtype)} FROM ${rows.only}`)})`;
}
/** MIN, which BigQuery makes NaN where there is one. */
export const smallest = (value: Sql, dtype: DType): Sql =>
  isFloat(dtype)
    ? call("COALESCE", call("MIN", either(call("IS_NAN", value), NULL, value)), call("MIN", value))
    : call("MIN", value);

export const genericRules = {
  Cast: ({ arg, to }, { node, dtype, unsupported }) =>
    converted(arg, dtype("arg"), to ?? node.dtype, false, { unsupported }),
  TryCast: ({ arg, to }, { node, dtype, unsupported }) =>
    converted(arg, dtype("arg"), to ?? node.dtype, true, { unsupported }),
  Coalesce: ({ args }, context) => call("COALESCE", ...asWhole(args, context.node.args.args, context)),
  Greatest: ({ args }, context) => extreme("GREATEST", args, context.node.args.args, context),
  Least: ({ args }, context) => extreme("LEAST", args, context.node.args.args, context),
  NullIf: ({ arg, other }, context) => {
    const [left, right] = [
      { sql: arg, dtype: context.dtype("arg") },
      { sql: other, dtype: context.dtype("other") },
    ];
    const special =
      hasText(left.dtype) ||
      isFloat(left.dtype) ||
      isFloat(right.dtype) ||
      typeName(left.dtype) !== typeName(right.dtype);
    if (!special) return call("NULLIF", arg, other);
    return onceIfLong({ arg }, ({ arg: value }) => either(equal({ ...left, sql: value }, right, context), NULL, value));
  },
  IfElse: ({ condition, yes, no }, context) => {
    const { args } = context.node;
    return either(condition, one(yes, args.yes, context), one(no, args.no, context));
  },
  Case: ({ conditions, results, otherwise }, context) => {
    const { args } = context.node;
    const values = asWhole(results, args.results, context);
    const last = otherwise && args.otherwise ? one(otherwise, args.otherwise, context) : undefined;
    return caseWhen(
      conditions.map((condition, i) => [condition, values[i] ?? NULL] as const),
      last,
    );
  },
  // The text of a value is the same for equal values.
  Hash: ({ arg }) => call("FARM_FINGERPRINT", call("TO_JSON_STRING", arg)),
  TypeOf: (_, { dtype }) => stringLiteral(typeName(dtype("arg"))),
  Grouping: ({ arg }) => call("GROUPING", arg),
  RowId: {
    unsupported: "BigQuery's rows have no numbers",
    instead: "number them by a column with rowNumber().over({ orderBy })",
  },
} satisfies Partial<Rules>;
