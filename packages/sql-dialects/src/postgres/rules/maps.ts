import type { DType } from "@avocet/core";
import { isArray, isMap } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, identifierSql, infix, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import {
  arraySubquery,
  cast,
  evaluateOnce,
  evaluateUnlessNull,
  int64,
  json,
  jsonbPath,
  raiseError,
  subquery,
} from "../build.js";
import { castTo } from "../cast.js";
import { elementFromJsonb, fromJsonb, jsonbArgument, toJsonb } from "../jsonb-values.js";
import { elementType } from "./arrays.js";

type Context = Pick<RuleContext, "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };
const [PAIR, KEY, VALUE] = [identifierSql("pair"), identifierSql("key"), identifierSql("value")];
const nullType: DType = { kind: "null", nullable: true };

const pairKey = (pair: Sql): Sql => jsonbPath(pair, "->", intLiteral(0));
const pairValue = (pair: Sql): Sql => jsonbPath(pair, "->", intLiteral(1));
const fromPairs = (map: Sql): Sql => sql`FROM JSONB_ARRAY_ELEMENTS(${map}) AS ${identifierSql("pairs")}(${PAIR})`;
const keyDType = (dtype: DType): DType => (isMap(dtype) ? dtype.key : nullType);
const valueDType = (dtype: DType): DType => (isMap(dtype) ? dtype.value : nullType);
const nullableArg =
  (context: Context) =>
  (arg: string): boolean =>
    context.dtype(arg).nullable;
const hasKey = (key: Sql): Sql => compare(pairKey(PAIR), "=", key);
const containsKey = (map: Sql, key: Sql): Sql =>
  sql`EXISTS ${subquery(sql`SELECT 1 ${fromPairs(map)} WHERE ${hasKey(key)}`)}`;
const lookUp = (map: Sql, key: Sql): Sql =>
  subquery(sql`SELECT ${pairValue(PAIR)} ${fromPairs(map)} WHERE ${hasKey(key)}`);
/** Converts an array element to a key or value in jsonb. */
const elementToJsonb = (item: Sql, element: DType): Sql => (isArray(element) ? item : jsonbArgument(item, element));

/** A rule that returns the keys or the values of a map as an array. */
const keysOrValues =
  (select: (pair: Sql) => Sql, dtype: (map: DType) => DType) =>
  ({ arg }: { readonly arg: Sql }, context: Context): Sql =>
    evaluateUnlessNull({ arg }, nullableArg(context), (a) =>
      arraySubquery(sql`SELECT ${elementFromJsonb(select(PAIR), dtype(context.dtype("arg")))} ${fromPairs(a.arg)}`),
    );

export const mapRules = {
  MapConstruct: ({ keys, values }, context) =>
    evaluateUnlessNull({ keys, values }, nullableArg(context), (a) => {
      const [k, v] = [elementType(context.dtype("keys")), elementType(context.dtype("values"))];
      const position = identifierSql("place");
      const pair = call("JSONB_BUILD_ARRAY", elementToJsonb(KEY, k), elementToJsonb(VALUE, v));
      const list = sql`COALESCE(JSONB_AGG(${pair} ORDER BY ${position}), jsonb '[]')`;
      const isInvalid = sql`COUNT(DISTINCT ${KEY}) <> COUNT(*) OR CARDINALITY(${a.keys}) <> CARDINALITY(${a.values})`;
      const rows = sql`UNNEST(${a.keys}, ${a.values}) WITH ORDINALITY AS ${identifierSql("entries")}(${KEY}, ${VALUE}, ${position})`;
      const error = raiseError(sql`MIN(${position})`, " keys of a map are NULL, occur twice or have no value", json);
      return subquery(sql`SELECT ${caseWhen([[isInvalid, error]], list)} FROM ${rows}`);
    }),
  MapGet: ({ arg, key, default: fallback }, context) => {
    const dtype = context.dtype("arg");
    const keyJsonb = toJsonb(key, context.dtype("key"));
    const valueType = valueDType(dtype);
    const convert = (value: Sql, from: DType): Sql =>
      castTo(value, from, context.node.dtype, (why) => context.unsupported(why));
    if (!fallback)
      return evaluateOnce({ value: lookUp(arg, keyJsonb) }, ({ value }) =>
        fromJsonb(value, { ...valueType, nullable: true }),
      );
    return evaluateUnlessNull(
      { map: arg, key: keyJsonb },
      (name) => context.dtype(name === "map" ? "arg" : "key").nullable,
      (a) =>
        caseWhen(
          [
            [
              containsKey(a.map, a.key),
              convert(
                evaluateOnce({ value: lookUp(a.map, a.key) }, ({ value }) =>
                  fromJsonb(value, { ...valueType, nullable: true }),
                ),
                valueType,
              ),
            ],
          ],
          convert(fallback, context.dtype("default")),
        ),
    );
  },
  MapContains: ({ arg, key }, context) =>
    evaluateUnlessNull({ arg, key: toJsonb(key, context.dtype("key")) }, nullableArg(context), (a) =>
      containsKey(a.arg, a.key),
    ),
  MapKeys: keysOrValues(pairKey, keyDType),
  MapValues: keysOrValues(pairValue, valueDType),
  MapLength: ({ arg }) => cast(call("JSONB_ARRAY_LENGTH", arg), int64),
  MapMerge: ({ left, right }, context) => {
    const castToResult = (value: Sql, arg: string): Sql =>
      castTo(value, context.dtype(arg), context.node.dtype, (why) => context.unsupported(why));
    return evaluateUnlessNull(
      { left: castToResult(left, "left"), right: castToResult(right, "right") },
      nullableArg(context),
      (a) => {
        const otherPair = identifierSql("other");
        const replaced = sql`EXISTS (SELECT 1 FROM JSONB_ARRAY_ELEMENTS(${a.right}) AS ${identifierSql("others")}(${otherPair}) WHERE ${compare(pairKey(otherPair), "=", pairKey(PAIR))})`;
        const remainingPairs = arraySubquery(sql`SELECT ${PAIR} ${fromPairs(a.left)} WHERE NOT ${replaced}`);
        return infix(call("TO_JSONB", remainingPairs), "||", a.right, Precedence.otherOperator);
      },
    );
  },
} satisfies Partial<Rules>;
