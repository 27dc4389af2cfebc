import type { DType } from "@avocet/core";
import { isMap } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, identifierSql, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { ARRAY, castTo, evaluateOnce, ifThen, lambda, OBJECT, raiseError, reduceLambda, string } from "../build.js";
import { decodeElement, encodeElement, encodeKey, unlessNull } from "../variant.js";
import { castValue } from "./casts.js";
import { elementType } from "./lambda.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
const keyType = (dtype: DType): DType => (isMap(dtype) ? dtype.key : string);
const valueType = (dtype: DType): DType => (isMap(dtype) ? dtype.value : dtype);
const objectKeys = (map: Sql): Sql => call("OBJECT_KEYS", map);
const KEY = identifierSql("key");

/** Encodes a map key as text, because the keys of an OBJECT are strings. */
function keyToText(key: Sql, dtype: DType, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  if (["float32", "float64", "json", "array", "map", "struct", "interval"].includes(dtype.kind))
    throw unsupported(`map keys are strings in Snowflake, and values of type ${dtype.kind} have no unique text form`);
  return encodeKey(key, dtype);
}
/** Converts a lookup key to the map's key dtype and encodes it. */
function lookupKey(key: Sql, context: Context): Sql {
  const [keyArgType, dtype] = [context.dtype("key"), keyType(context.dtype("arg"))];
  return keyToText(
    keyArgType.kind === dtype.kind ? key : castValue(key, keyArgType, dtype, context.unsupported),
    dtype,
    context,
  );
}
const containsKey = (map: Sql, key: Sql): Sql => call("ARRAY_CONTAINS", call("TO_VARIANT", key), objectKeys(map));

export const mapRules = {
  // ARRAYS_TO_OBJECT skips NULL keys and keeps one of equal keys; here, both must raise an error.
  MapConstruct: (args, { dtype, node, unsupported }) => {
    const element = elementType(dtype("keys"));
    const encodedKey = keyToText(decodeElement(identifierSql("key"), element), element, { unsupported });
    const keyTexts =
      element.kind === "string" ? args.keys : call("TRANSFORM", args.keys, lambda("key", null, encodedKey));
    if (areDistinctLiterals(node.args.keys, node.args.values)) return call("ARRAYS_TO_OBJECT", keyTexts, args.values);
    return evaluateOnce(
      [
        [keyTexts, ARRAY],
        [args.values, dtype("values")],
      ],
      OBJECT,
      ([k = keyTexts, v = args.values]) => {
        const object = call("ARRAYS_TO_OBJECT", k, v);
        const size = call("ARRAY_SIZE", objectKeys(object));
        const error = raiseError(
          sql`${stringLiteral("keys of a map are there once, and not NULL: ")} || ${call("TO_JSON", k)}`,
        );
        return ifThen(
          sql`${size} = ${call("ARRAY_SIZE", k)} OR ${k} IS NULL OR ${v} IS NULL`,
          object,
          call("AS_OBJECT", call("TO_VARIANT", error)),
        );
      },
    );
  },
  MapGet: ({ arg, key, default: fallback }, context) => {
    const { node, dtype, unsupported } = context;
    const value = valueType(dtype("arg"));
    const lookup = lookupKey(key, context);
    const getItem = (m: Sql): Sql => {
      const item = decodeElement(call("GET", m, lookup), value);
      return value.kind === node.dtype.kind ? item : castValue(item, value, node.dtype, unsupported);
    };
    if (!fallback) return getItem(arg);
    const defaultValue = castValue(fallback, dtype("default"), node.dtype, unsupported);
    return evaluateOnce(
      [[arg, dtype("arg")]],
      node.dtype,
      ([m = arg]) =>
        sql`CASE ${containsKey(m, lookup)} WHEN TRUE THEN ${getItem(m)} WHEN FALSE THEN ${defaultValue} END`,
    );
  },
  MapContains: ({ arg, key }, context) => {
    const contains = containsKey(arg, lookupKey(key, context));
    return context.dtype("key").nullable ? unlessNull([key], contains) : contains;
  },
  MapKeys: ({ arg }, { dtype }) => {
    const key = keyType(dtype("arg"));
    return key.kind === "string" || encodeElement(KEY, key) !== KEY
      ? objectKeys(arg)
      : call("TRANSFORM", objectKeys(arg), lambda("key", null, castTo(castTo(KEY, string), key)));
  },
  MapValues: ({ arg }, { dtype, node }) =>
    evaluateOnce([[arg, dtype("arg")]], node.dtype, ([m = arg]) =>
      call("TRANSFORM", objectKeys(m), lambda("key", "VARCHAR", call("GET", m, KEY))),
    ),
  MapLength: ({ arg }) => call("ARRAY_SIZE", objectKeys(arg)),
  MapMerge: ({ left, right }, { dtype, node, unsupported }) => {
    const [l, r] = [
      castValue(left, dtype("left"), node.dtype, unsupported),
      castValue(right, dtype("right"), node.dtype, unsupported),
    ];
    const operands = [r, l].map((map) => [map, node.dtype] as const);
    return evaluateOnce(operands, node.dtype, ([m = r, leftMap = l]) => {
      const key = castTo(KEY, string);
      const inserted = call("OBJECT_INSERT", identifierSql("all"), key, call("GET", m, key), sql`TRUE`);
      const merged = call("REDUCE", objectKeys(m), leftMap, reduceLambda("all", "key", inserted));
      return dtype("left").nullable ? ifThen(sql`${leftMap} IS NOT NULL`, merged) : merged;
    });
  },
} satisfies Partial<Rules>;

/** Whether the keys are distinct, non-NULL literals and as many as the values. */
function areDistinctLiterals(keyList: ir.Value, valueList: ir.Value): boolean {
  const items = (list: ir.Value): readonly ir.Value[] | null =>
    list.type === "op" && list.op === "ArrayConstruct"
      ? (list.args.args as readonly ir.Value[]) // by the definition of ArrayConstruct
      : null;
  const [keyItems, valueItems] = [items(keyList), items(valueList)];
  if (!keyItems || !valueItems || keyItems.length !== valueItems.length) return false;
  const keyTexts = keyItems.map((key) =>
    key.type === "literal" && key.value !== null ? JSON.stringify(key.value) : null,
  );
  return !keyTexts.includes(null) && new Set(keyTexts).size === keyTexts.length;
}
