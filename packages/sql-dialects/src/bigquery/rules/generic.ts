import type { DType } from "@avocet/core";
import { isFloat } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, commaList, NULL, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { castTo, widenTo } from "../cast.js";
import { comparesAsText, equal, isOrderable } from "../compare.js";
import { elementRows, evaluateOnceIfCostly, ifElse } from "../scope.js";
import { typeName } from "../types.js";

type Values = readonly ir.Value[];
type Context = Pick<RuleContext, "unsupported"> & { readonly node: { readonly dtype: DType } };
/** Casts values to the dtype of the result. */
const castAllToResult = (args: readonly Sql[], nodes: Values, context: Context): readonly Sql[] =>
  args.map((arg, i) => widenTo(arg, nodes[i]?.dtype ?? context.node.dtype, context.node.dtype, context));
const castToResult = (arg: Sql, node: ir.Value, context: Context): Sql =>
  widenTo(arg, node.dtype, context.node.dtype, context);

/** GREATEST or LEAST that skips NULLs. NaN is larger than all numbers, so LEAST skips it too. */
function greatestOrLeast(
  functionName: "GREATEST" | "LEAST",
  args: readonly Sql[],
  nodes: Values,
  context: Context,
): Sql {
  const { dtype } = context.node;
  if (!isOrderable(dtype))
    throw context.unsupported(`values of ${dtype.kind} cannot be ordered`, "compare an orderable part");
  const values = castAllToResult(args, nodes, context);
  const [first, second] = values;
  const handlesNan = functionName === "GREATEST" || !isFloat(dtype) || nodes.every((n) => n.type === "literal");
  if (handlesNan && !nodes.some((n) => n.dtype.nullable)) return call(functionName, ...values);
  if (handlesNan && first && second && values.length === 2)
    return evaluateOnceIfCostly({ first, second }, (a) =>
      call("COALESCE", call(functionName, a.first, a.second), a.first, a.second),
    );
  const array = sql`[${commaList(values)}]`;
  const rows = elementRows(array, dtype);
  if (functionName === "GREATEST")
    return sql`(${rows.query(sql`SELECT MAX(${rows.element}) FROM ${rows.fromWithoutOffset}`)})`;
  return sql`(${rows.query(sql`SELECT ${minIgnoringNan(rows.element, dtype)} FROM ${rows.fromWithoutOffset}`)})`;
}
/** MIN that ignores NaN unless all values are NaN; BigQuery's MIN returns NaN if there is one. */
export const minIgnoringNan = (value: Sql, dtype: DType): Sql =>
  isFloat(dtype)
    ? call("COALESCE", call("MIN", ifElse(call("IS_NAN", value), NULL, value)), call("MIN", value))
    : call("MIN", value);

export const genericRules = {
  Cast: ({ arg, to }, { node, dtype, unsupported }) =>
    castTo(arg, dtype("arg"), to ?? node.dtype, false, { unsupported }),
  TryCast: ({ arg, to }, { node, dtype, unsupported }) =>
    castTo(arg, dtype("arg"), to ?? node.dtype, true, { unsupported }),
  Coalesce: ({ args }, context) => call("COALESCE", ...castAllToResult(args, context.node.args.args, context)),
  Greatest: ({ args }, context) => greatestOrLeast("GREATEST", args, context.node.args.args, context),
  Least: ({ args }, context) => greatestOrLeast("LEAST", args, context.node.args.args, context),
  NullIf: ({ arg, other: excluded }, context) => {
    const [left, right] = [
      { sql: arg, dtype: context.dtype("arg") },
      { sql: excluded, dtype: context.dtype("other") },
    ];
    const needsComparison =
      comparesAsText(left.dtype) ||
      isFloat(left.dtype) ||
      isFloat(right.dtype) ||
      typeName(left.dtype) !== typeName(right.dtype);
    if (!needsComparison) return call("NULLIF", arg, excluded);
    return evaluateOnceIfCostly({ arg }, ({ arg: value }) =>
      ifElse(equal({ ...left, sql: value }, right, context), NULL, value),
    );
  },
  IfElse: ({ condition, yes, no }, context) => {
    const { args } = context.node;
    return ifElse(condition, castToResult(yes, args.yes, context), castToResult(no, args.no, context));
  },
  Case: ({ conditions, results, otherwise }, context) => {
    const { args } = context.node;
    const values = castAllToResult(results, args.results, context);
    const otherwiseValue = otherwise && args.otherwise ? castToResult(otherwise, args.otherwise, context) : undefined;
    return caseWhen(
      conditions.map((condition, i) => [condition, values[i] ?? NULL] as const),
      otherwiseValue,
    );
  },
  // Equal values have the same JSON text.
  Hash: ({ arg }) => call("FARM_FINGERPRINT", call("TO_JSON_STRING", arg)),
  TypeOf: (_, { dtype }) => stringLiteral(typeName(dtype("arg"))),
  Grouping: ({ arg }) => call("GROUPING", arg),
  RowId: {
    unsupported: "BigQuery has no row identifiers",
    alternative: "number the rows with rowNumber().over({ orderBy })",
  },
} satisfies Partial<Rules>;
