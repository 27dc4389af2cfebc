import type { DType } from "@avocet/core";
import { isArray, isMap } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, identifierSql, infix, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { arrayOf, cast, failure, int64, json, once, onceUnlessNull, path, query } from "../build.js";
import { castTo } from "../cast.js";
import { elementFromJson, fromJson, jsonPart, toJson } from "../nested.js";
import { elementOf } from "./arrays.js";

type Context = Pick<RuleContext, "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };
const [PAIR, KEY, VALUE] = [identifierSql("pair"), identifierSql("key"), identifierSql("value")];
const nullType: DType = { kind: "null", nullable: true };

const keyOf = (pair: Sql): Sql => path(pair, "->", intLiteral(0));
const itsValue = (pair: Sql): Sql => path(pair, "->", intLiteral(1));
const pairs = (map: Sql): Sql => sql`FROM JSONB_ARRAY_ELEMENTS(${map}) AS ${identifierSql("pairs")}(${PAIR})`;
const keyDType = (dtype: DType): DType => (isMap(dtype) ? dtype.key : nullType);
const valueDType = (dtype: DType): DType => (isMap(dtype) ? dtype.value : nullType);
const nullable =
  (context: Context) =>
  (arg: string): boolean =>
    context.dtype(arg).nullable;
const sameKey = (key: Sql): Sql => compare(keyOf(PAIR), "=", key);
const has = (map: Sql, key: Sql): Sql => sql`EXISTS ${query(sql`SELECT 1 ${pairs(map)} WHERE ${sameKey(key)}`)}`;
const found = (map: Sql, key: Sql): Sql => query(sql`SELECT ${itsValue(PAIR)} ${pairs(map)} WHERE ${sameKey(key)}`);
/** An element of an array as a part of a pair. */
const part = (item: Sql, element: DType): Sql => (isArray(element) ? item : jsonPart(item, element));

/** An array of the keys or the values. */
const each =
  (of: (pair: Sql) => Sql, dtype: (map: DType) => DType) =>
  ({ arg }: { readonly arg: Sql }, context: Context): Sql =>
    onceUnlessNull({ arg }, nullable(context), (a) =>
      arrayOf(sql`SELECT ${elementFromJson(of(PAIR), dtype(context.dtype("arg")))} ${pairs(a.arg)}`),
    );

export const mapRules = {
  MapConstruct: ({ keys, values }, context) =>
    onceUnlessNull({ keys, values }, nullable(context), (a) => {
      const [k, v] = [elementOf(context.dtype("keys")), elementOf(context.dtype("values"))];
      const place = identifierSql("place");
      const made = call("JSONB_BUILD_ARRAY", part(KEY, k), part(VALUE, v));
      const list = sql`COALESCE(JSONB_AGG(${made} ORDER BY ${place}), jsonb '[]')`;
      const wrong = sql`COUNT(DISTINCT ${KEY}) <> COUNT(*) OR CARDINALITY(${a.keys}) <> CARDINALITY(${a.values})`;
      const rows = sql`UNNEST(${a.keys}, ${a.values}) WITH ORDINALITY AS ${identifierSql("entries")}(${KEY}, ${VALUE}, ${place})`;
      const error = failure(sql`MIN(${place})`, " keys of a map are NULL, occur twice or have no value", json);
      return query(sql`SELECT ${caseWhen([[wrong, error]], list)} FROM ${rows}`);
    }),
  MapGet: ({ arg, key, default: fallback }, context) => {
    const dtype = context.dtype("arg");
    const wanted = toJson(key, context.dtype("key"));
    const own = valueDType(dtype);
    const convert = (value: Sql, from: DType): Sql =>
      castTo(value, from, context.node.dtype, (why) => context.unsupported(why));
    if (!fallback)
      return once({ value: found(arg, wanted) }, ({ value }) => fromJson(value, { ...own, nullable: true }));
    return onceUnlessNull(
      { map: arg, key: wanted },
      (name) => context.dtype(name === "map" ? "arg" : "key").nullable,
      (a) =>
        caseWhen(
          [
            [
              has(a.map, a.key),
              convert(
                once({ value: found(a.map, a.key) }, ({ value }) => fromJson(value, { ...own, nullable: true })),
                own,
              ),
            ],
          ],
          convert(fallback, context.dtype("default")),
        ),
    );
  },
  MapContains: ({ arg, key }, context) =>
    onceUnlessNull({ arg, key: toJson(key, context.dtype("key")) }, nullable(context), (a) => has(a.arg, a.key)),
  MapKeys: each(keyOf, keyDType),
  MapValues: each(itsValue, valueDType),
  MapLength: ({ arg }) => cast(call("JSONB_ARRAY_LENGTH", arg), int64),
  MapMerge: ({ left, right }, context) => {
    const alike = (value: Sql, arg: string): Sql =>
      castTo(value, context.dtype(arg), context.node.dtype, (why) => context.unsupported(why));
    return onceUnlessNull({ left: alike(left, "left"), right: alike(right, "right") }, nullable(context), (a) => {
      const other = identifierSql("other");
      const replaced = sql`EXISTS (SELECT 1 FROM JSONB_ARRAY_ELEMENTS(${a.right}) AS ${identifierSql("others")}(${other}) WHERE ${compare(keyOf(other), "=", keyOf(PAIR))})`;
      const kept = arrayOf(sql`SELECT ${PAIR} ${pairs(a.left)} WHERE NOT ${replaced}`);
      return infix(call("TO_JSONB", kept), "||", a.right, Precedence.other);
    });
  },
} satisfies Partial<Rules>;
