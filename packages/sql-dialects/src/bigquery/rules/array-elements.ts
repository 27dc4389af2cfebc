import type { DType } from "@avocet/core";
import { float64 } from "@avocet/core";
import { isFloat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast } from "../cast.js";
import { isOrderable } from "../compare.js";
import { arrayOf, elementRows, evaluateUnlessNull, inlineLambda, nullableArg, wrapNestedArray } from "../scope.js";
import { typeName } from "../types.js";
import { elementType, modeOfElements } from "./array-helpers.js";
import { minIgnoringNan } from "./generic.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
/** A rule that computes an aggregate over the elements of an array. NULL for an empty or NULL array. */
const aggregateElements =
  (aggregate: (element: Sql, dtype: DType, context: Context & { readonly node: { readonly dtype: DType } }) => Sql) =>
  ({ arg }: { readonly arg: Sql }, context: Context & { readonly node: { readonly dtype: DType } }): Sql => {
    const dtype = elementType(context.dtype("arg"));
    const rows = elementRows(arg, dtype);
    return sql`(${rows.query(sql`SELECT ${aggregate(rows.element, dtype, context)} FROM ${rows.fromWithoutOffset}`)})`;
  };
const requireOrder = (dtype: DType, { unsupported }: Context): void => {
  if (!isOrderable(dtype))
    throw unsupported(`values of ${dtype.kind} cannot be ordered`, "extract an orderable part first");
};
const castUnlessSame = (value: Sql, from: DType, to: DType): Sql =>
  typeName(from) === typeName(to) ? value : cast(value, to);

/** Rules that apply callbacks or aggregates to the elements of arrays. */
export const arrayElementRules = {
  ArrayMap: ({ arg, body }, context) => {
    const [element, resultElement] = [elementType(context.dtype("arg")), elementType(context.node.dtype)];
    return evaluateUnlessNull({ arg }, nullableArg(context), ({ arg: array }) => {
      const { rows, body: value } = inlineLambda(body, array, element, context);
      return arrayOf(
        rows.query(sql`SELECT ${wrapNestedArray(value, resultElement)} FROM ${rows.from} ORDER BY ${rows.offset}`),
      );
    });
  },
  ArrayFilter: ({ arg, body }, context) => {
    const element = elementType(context.dtype("arg"));
    return evaluateUnlessNull({ arg }, nullableArg(context), ({ arg: array }) => {
      const { rows, body: test } = inlineLambda(body, array, element, context);
      return arrayOf(
        rows.query(
          sql`SELECT ${wrapNestedArray(rows.element, element)} FROM ${rows.from} WHERE ${test} ORDER BY ${rows.offset}`,
        ),
      );
    });
  },
  ArrayAny: aggregateElements((element) => call("LOGICAL_OR", element)),
  ArrayAll: aggregateElements((element) => call("LOGICAL_AND", element)),
  ArraySum: aggregateElements((element, dtype, { node }) => call("SUM", castUnlessSame(element, dtype, node.dtype))),
  ArrayMean: aggregateElements((element, dtype) =>
    castUnlessSame(call("AVG", element), isFloat(dtype) || typeName(dtype) === "INT64" ? float64 : dtype, float64),
  ),
  ArrayMin: aggregateElements((element, dtype, context) => {
    requireOrder(dtype, context);
    return minIgnoringNan(element, dtype);
  }),
  ArrayMax: aggregateElements((element, dtype, context) => {
    requireOrder(dtype, context);
    return call("MAX", element);
  }),
  ArrayMode: ({ arg }, context) => modeOfElements(arg, elementType(context.dtype("arg"))),
} satisfies Partial<Rules>;
