import type { DType } from "@avocet/core";
import { float64, isFloat } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { hasOrder } from "../compare.js";
import { cast } from "../convert.js";
import { arrayOf, bodyOf, boxed, elementsOf, mayBeNull, unlessNull } from "../scope.js";
import { typeName } from "../types.js";
import { elementOf, mode } from "./array-parts.js";
import { smallest } from "./generic.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
/** One value from the elements; NULL for none, and for a NULL in place of the array. */
const reduced =
  (of: (element: Sql, dtype: DType, context: Context & { readonly node: { readonly dtype: DType } }) => Sql) =>
  ({ arg }: { readonly arg: Sql }, context: Context & { readonly node: { readonly dtype: DType } }): Sql => {
    const dtype = elementOf(context.dtype("arg"));
    const rows = elementsOf(arg, dtype);
    return sql`(${rows.query(sql`SELECT ${of(rows.element, dtype, context)} FROM ${rows.only}`)})`;
  };
const ordered = (dtype: DType, { unsupported }: Context): void => {
  if (!hasOrder(dtype)) throw unsupported(`values of ${dtype.kind} have no order`, "take a part of them first");
};
const widely = (value: Sql, from: DType, to: DType): Sql => (typeName(from) === typeName(to) ? value : cast(value, to));

/** Callbacks on the elements of arrays, and what is made of all of them. */
export const arrayElementRules = {
  ArrayMap: ({ arg, body }, context) => {
    const [own, result] = [elementOf(context.dtype("arg")), elementOf(context.node.dtype)];
    return unlessNull({ arg }, mayBeNull(context), ({ arg: array }) => {
      const { rows, body: value } = bodyOf(body, array, own, context);
      return arrayOf(rows.query(sql`SELECT ${boxed(value, result)} FROM ${rows.from} ORDER BY ${rows.place}`));
    });
  },
  ArrayFilter: ({ arg, body }, context) => {
    const own = elementOf(context.dtype("arg"));
    return unlessNull({ arg }, mayBeNull(context), ({ arg: array }) => {
      const { rows, body: test } = bodyOf(body, array, own, context);
      return arrayOf(
        rows.query(sql`SELECT ${boxed(rows.element, own)} FROM ${rows.from} WHERE ${test} ORDER BY ${rows.place}`),
      );
    });
  },
  ArrayAny: reduced((element) => call("LOGICAL_OR", element)),
  ArrayAll: reduced((element) => call("LOGICAL_AND", element)),
  ArraySum: reduced((element, dtype, { node }) => call("SUM", widely(element, dtype, node.dtype))),
  ArrayMean: reduced((element, dtype) =>
    widely(call("AVG", element), isFloat(dtype) || typeName(dtype) === "INT64" ? float64 : dtype, float64),
  ),
  ArrayMin: reduced((element, dtype, context) => {
    ordered(dtype, context);
    return smallest(element, dtype);
  }),
  ArrayMax: reduced((element, dtype, context) => {
    ordered(dtype, context);
    return call("MAX", element);
  }),
  ArrayMode: ({ arg }, context) => mode(arg, elementOf(context.dtype("arg"))),
} satisfies Partial<Rules>;
