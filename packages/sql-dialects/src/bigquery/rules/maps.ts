import type { DType } from "@avocet/core";
import { isMap } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, isNull, NULL, or, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { equal, hasText, textOf } from "../compare.js";
import { failed, widened } from "../convert.js";
import {
  arrayOf,
  boxed,
  either,
  elementsOf,
  entriesOf,
  label,
  mayBeNull,
  once,
  onceIfLong,
  unlessNull,
} from "../scope.js";
import { KEY, VALUE } from "../types.js";
import { elementAt, elementOf } from "./array-parts.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
const partsOf = (dtype: DType): { readonly key: DType; readonly value: DType } =>
  isMap(dtype) ? dtype : { key: dtype, value: dtype };
const entry = (key: Sql, value: Sql): Sql => sql`SELECT AS STRUCT ${key} AS ${label(KEY)}, ${value} AS ${label(VALUE)}`;

/** The entries of a map with a key: one, or none. */
function found(map: Sql, key: Sql, context: Context) {
  const rows = entriesOf(map, [key]);
  const same = equal(
    { sql: rows.key, dtype: partsOf(context.dtype("arg")).key },
    { sql: key, dtype: context.dtype("key") },
    context,
  );
  return { rows, from: sql`FROM ${rows.only} WHERE ${same}` };
}
const valueOfKey = (map: Sql, key: Sql, context: Context): Sql => {
  const { rows, from } = found(map, key, context);
  return sql`(${rows.query(sql`SELECT ${rows.value} ${from}`)})`;
};
const has = (map: Sql, key: Sql, context: Context): Sql => {
  const { rows, from } = found(map, key, context);
  return sql`EXISTS(${rows.query(sql`SELECT 1 ${from}`)})`;
};

export const mapRules = {
  // Keys and values that are not alike in number, NULL as a key and a key that comes twice are errors.
  MapConstruct: (args, context) => {
    const [keyType, valueType] = [elementOf(context.dtype("keys")), elementOf(context.dtype("values"))];
    return unlessNull({ keys: args.keys, values: args.values }, mayBeNull(context), (both) =>
      onceIfLong(both, ({ keys, values }) => {
        const rows = elementsOf(keys, keyType, [values], "own");
        const text = hasText(keyType) ? textOf(rows.element, { ...keyType, nullable: true }) : rows.element;
        const different = sql`(${rows.query(sql`SELECT COUNT(DISTINCT ${text}) FROM ${rows.only}`)})`;
        const uneven = compare(call("ARRAY_LENGTH", keys), "<>", call("ARRAY_LENGTH", values));
        const doubled = compare(different, "<>", call("ARRAY_LENGTH", keys));
        const entries = rows.query(
          sql`${entry(rows.element, elementAt(values, rows.place, valueType))} FROM ${rows.from} ORDER BY ${rows.place}`,
        );
        return caseWhen(
          [
            [uneven, failed("a map has as many values as keys")],
            [doubled, failed("a map has each key once, and none of them is NULL")],
          ],
          arrayOf(entries),
        );
      }),
    );
  },
  MapGet: ({ arg, key, default: fallback }, context) => {
    const own = partsOf(context.dtype("arg")).value;
    if (!fallback) return valueOfKey(arg, key, context);
    return onceIfLong({ arg, sought: key }, (a) => {
      const missing = [
        ...(context.dtype("arg").nullable ? [isNull(a.arg)] : []),
        ...(context.dtype("key").nullable ? [isNull(a.sought)] : []),
      ];
      const value = widened(valueOfKey(a.arg, a.sought, context), own, context.node.dtype, context);
      const other = widened(fallback, context.dtype("default"), context.node.dtype, context);
      const picked = either(has(a.arg, a.sought, context), value, other);
      return missing.length ? either(missing.reduce(or), NULL, picked) : picked;
    });
  },
  MapContains: (args, context) =>
    unlessNull(
      { arg: args.arg, sought: args.key },
      (name) => context.dtype(name === "sought" ? "key" : name).nullable,
      ({ arg, sought }) => has(arg, sought, context),
    ),
  MapKeys: (args, context) =>
    unlessNull({ arg: args.arg }, mayBeNull(context), ({ arg }) => {
      const rows = entriesOf(arg);
      const key = boxed(rows.key, partsOf(context.dtype("arg")).key);
      return arrayOf(rows.query(sql`SELECT ${key} FROM ${rows.from} ORDER BY ${rows.place}`));
    }),
  MapValues: (args, context) =>
    unlessNull({ arg: args.arg }, mayBeNull(context), ({ arg }) => {
      const rows = entriesOf(arg);
      const value = boxed(rows.value, partsOf(context.dtype("arg")).value);
      return arrayOf(rows.query(sql`SELECT ${value} FROM ${rows.from} ORDER BY ${rows.place}`));
    }),
  MapLength: ({ arg }) => call("ARRAY_LENGTH", arg),
  // Keys keep their places; of those that both have the right one's value counts.
  MapMerge: (args, context) => {
    const { dtype } = context.node;
    const { key } = partsOf(dtype);
    return unlessNull({ left: args.left, right: args.right }, mayBeNull(context), (both) => {
      const left = widened(both.left, context.dtype("left"), dtype, context);
      const right = widened(both.right, context.dtype("right"), dtype, context);
      return once({ entries: call("ARRAY_CONCAT", left, right) }, ({ entries }) => {
        const rows = entriesOf(entries);
        const text = hasText(key) ? textOf(rows.key, { ...key, nullable: false }) : rows.key;
        const last = sql`ARRAY_AGG(${rows.entry} ORDER BY ${rows.place} DESC LIMIT 1)[OFFSET(0)]`;
        return arrayOf(rows.query(sql`SELECT ${last} FROM ${rows.from} GROUP BY ${text} ORDER BY MIN(${rows.place})`));
      });
    });
  },
} satisfies Partial<Rules>;
