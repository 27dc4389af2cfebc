import type { DType } from "@avocet/core";
import { isMap } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, isNull, NULL, or, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { raiseError, widenTo } from "../cast.js";
import { comparableText, comparesAsText, equal } from "../compare.js";
import {
  arrayOf,
  elementRows,
  entryRows,
  evaluateOnce,
  evaluateOnceIfCostly,
  evaluateUnlessNull,
  fieldLabel,
  ifElse,
  nullableArg,
  wrapNestedArray,
} from "../scope.js";
import { KEY, VALUE } from "../types.js";
import { elementAt, elementType } from "./array-helpers.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
const entryTypes = (dtype: DType): { readonly key: DType; readonly value: DType } =>
  isMap(dtype) ? dtype : { key: dtype, value: dtype };
const selectEntry = (key: Sql, value: Sql): Sql =>
  sql`SELECT AS STRUCT ${key} AS ${fieldLabel(KEY)}, ${value} AS ${fieldLabel(VALUE)}`;

/** The entry of a map with a key, as zero or one rows. */
function entriesWithKey(map: Sql, key: Sql, context: Context) {
  const rows = entryRows(map, [key]);
  const same = equal(
    { sql: rows.key, dtype: entryTypes(context.dtype("arg")).key },
    { sql: key, dtype: context.dtype("key") },
    context,
  );
  return { rows, from: sql`FROM ${rows.fromWithoutOffset} WHERE ${same}` };
}
const valueOfKey = (map: Sql, key: Sql, context: Context): Sql => {
  const { rows, from } = entriesWithKey(map, key, context);
  return sql`(${rows.query(sql`SELECT ${rows.value} ${from}`)})`;
};
const containsKey = (map: Sql, key: Sql, context: Context): Sql => {
  const { rows, from } = entriesWithKey(map, key, context);
  return sql`EXISTS(${rows.query(sql`SELECT 1 ${from}`)})`;
};

export const mapRules = {
  // Raises an error if the arrays differ in length, or if a key is NULL or occurs twice.
  MapConstruct: (args, context) => {
    const [keyType, valueType] = [elementType(context.dtype("keys")), elementType(context.dtype("values"))];
    return evaluateUnlessNull({ keys: args.keys, values: args.values }, nullableArg(context), (columns) =>
      evaluateOnceIfCostly(columns, ({ keys, values }) => {
        const rows = elementRows(keys, keyType, [values], "own");
        const text = comparesAsText(keyType)
          ? comparableText(rows.element, { ...keyType, nullable: true })
          : rows.element;
        const distinctCount = sql`(${rows.query(sql`SELECT COUNT(DISTINCT ${text}) FROM ${rows.fromWithoutOffset}`)})`;
        const lengthsDiffer = compare(call("ARRAY_LENGTH", keys), "<>", call("ARRAY_LENGTH", values));
        const hasDuplicates = compare(distinctCount, "<>", call("ARRAY_LENGTH", keys));
        const entries = rows.query(
          sql`${selectEntry(rows.element, elementAt(values, rows.offset, valueType))} FROM ${rows.from} ORDER BY ${rows.offset}`,
        );
        return caseWhen(
          [
            [lengthsDiffer, raiseError("a map has as many values as keys")],
            [hasDuplicates, raiseError("a map has each key once, and none of them is NULL")],
          ],
          arrayOf(entries),
        );
      }),
    );
  },
  MapGet: ({ arg, key, default: fallback }, context) => {
    const valueType = entryTypes(context.dtype("arg")).value;
    if (!fallback) return valueOfKey(arg, key, context);
    return evaluateOnceIfCostly({ arg, sought: key }, (a) => {
      const isNullTests = [
        ...(context.dtype("arg").nullable ? [isNull(a.arg)] : []),
        ...(context.dtype("key").nullable ? [isNull(a.sought)] : []),
      ];
      const value = widenTo(valueOfKey(a.arg, a.sought, context), valueType, context.node.dtype, context);
      const defaultValue = widenTo(fallback, context.dtype("default"), context.node.dtype, context);
      const result = ifElse(containsKey(a.arg, a.sought, context), value, defaultValue);
      return isNullTests.length ? ifElse(isNullTests.reduce(or), NULL, result) : result;
    });
  },
  MapContains: (args, context) =>
    evaluateUnlessNull(
      { arg: args.arg, sought: args.key },
      (name) => context.dtype(name === "sought" ? "key" : name).nullable,
      ({ arg, sought: key }) => containsKey(arg, key, context),
    ),
  MapKeys: (args, context) =>
    evaluateUnlessNull({ arg: args.arg }, nullableArg(context), ({ arg }) => {
      const rows = entryRows(arg);
      const key = wrapNestedArray(rows.key, entryTypes(context.dtype("arg")).key);
      return arrayOf(rows.query(sql`SELECT ${key} FROM ${rows.from} ORDER BY ${rows.offset}`));
    }),
  MapValues: (args, context) =>
    evaluateUnlessNull({ arg: args.arg }, nullableArg(context), ({ arg }) => {
      const rows = entryRows(arg);
      const value = wrapNestedArray(rows.value, entryTypes(context.dtype("arg")).value);
      return arrayOf(rows.query(sql`SELECT ${value} FROM ${rows.from} ORDER BY ${rows.offset}`));
    }),
  MapLength: ({ arg }) => call("ARRAY_LENGTH", arg),
  // Keys keep their order; the right map wins if both have a key.
  MapMerge: (args, context) => {
    const { dtype } = context.node;
    const { key } = entryTypes(dtype);
    return evaluateUnlessNull({ left: args.left, right: args.right }, nullableArg(context), (maps) => {
      const left = widenTo(maps.left, context.dtype("left"), dtype, context);
      const right = widenTo(maps.right, context.dtype("right"), dtype, context);
      return evaluateOnce({ entries: call("ARRAY_CONCAT", left, right) }, ({ entries }) => {
        const rows = entryRows(entries);
        const text = comparesAsText(key) ? comparableText(rows.key, { ...key, nullable: false }) : rows.key;
        const last = sql`ARRAY_AGG(${rows.entry} ORDER BY ${rows.offset} DESC LIMIT 1)[OFFSET(0)]`;
        return arrayOf(rows.query(sql`SELECT ${last} FROM ${rows.from} GROUP BY ${text} ORDER BY MIN(${rows.offset})`));
      });
    });
  },
} satisfies Partial<Rules>;
