import type { DType, ir } from "@avocet/core";
import { isMap } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, identifierSql, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { ARRAY, castTo, failing, lambda, OBJECT, once, step, string, when } from "../build.js";
import { packed, packedKey, unpacked, whereKnown } from "../variant.js";
import { casted } from "./casts.js";
import { elementOf } from "./lambda.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
const keyOf = (dtype: DType): DType => (isMap(dtype) ? dtype.key : string);
const itemOf = (dtype: DType): DType => (isMap(dtype) ? dtype.value : dtype);
const keys = (map: Sql): Sql => call("OBJECT_KEYS", map);
const KEY = identifierSql("key");

/** The keys of an OBJECT are strings: what has no text of its own cannot be one. */
function keyText(key: Sql, dtype: DType, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  if (["float32", "float64", "json", "array", "map", "struct", "interval"].includes(dtype.kind))
    throw unsupported(
      `the keys of maps are strings in Snowflake, and values of ${dtype.kind} have no text of their own`,
    );
  return packedKey(key, dtype);
}
/** A key that is asked for, as the map has its own. */
function sought(key: Sql, context: Context): Sql {
  const [own, dtype] = [context.dtype("key"), keyOf(context.dtype("arg"))];
  return keyText(own.kind === dtype.kind ? key : casted(key, own, dtype, context.unsupported), dtype, context);
}
const has = (map: Sql, key: Sql): Sql => call("ARRAY_CONTAINS", call("TO_VARIANT", key), keys(map));

export const mapRules = {
  // ARRAYS_TO_OBJECT leaves out what has no key, and keeps one of equal keys: both are errors.
  MapConstruct: (args, { dtype, node, unsupported }) => {
    const element = elementOf(dtype("keys"));
    const shown = keyText(unpacked(identifierSql("key"), element), element, { unsupported });
    const given = element.kind === "string" ? args.keys : call("TRANSFORM", args.keys, lambda("key", null, shown));
    if (areDifferent(node.args.keys, node.args.values)) return call("ARRAYS_TO_OBJECT", given, args.values);
    return once(
      [
        [given, ARRAY],
        [args.values, dtype("values")],
      ],
      OBJECT,
      ([k = given, v = args.values]) => {
        const made = call("ARRAYS_TO_OBJECT", k, v);
        const lost = call("ARRAY_SIZE", keys(made));
        const fail = failing(
          sql`${stringLiteral("keys of a map are there once, and not NULL: ")} || ${call("TO_JSON", k)}`,
        );
        return when(
          sql`${lost} = ${call("ARRAY_SIZE", k)} OR ${k} IS NULL OR ${v} IS NULL`,
          made,
          call("AS_OBJECT", call("TO_VARIANT", fail)),
        );
      },
    );
  },
  MapGet: ({ arg, key, default: fallback }, context) => {
    const { node, dtype, unsupported } = context;
    const value = itemOf(dtype("arg"));
    const asked = sought(key, context);
    const found = (m: Sql): Sql => {
      const part = unpacked(call("GET", m, asked), value);
      return value.kind === node.dtype.kind ? part : casted(part, value, node.dtype, unsupported);
    };
    if (!fallback) return found(arg);
    const other = casted(fallback, dtype("default"), node.dtype, unsupported);
    return once(
      [[arg, dtype("arg")]],
      node.dtype,
      ([m = arg]) => sql`CASE ${has(m, asked)} WHEN TRUE THEN ${found(m)} WHEN FALSE THEN ${other} END`,
    );
  },
  MapContains: ({ arg, key }, context) => {
    const found = has(arg, sought(key, context));
    return context.dtype("key").nullable ? whereKnown([key], found) : found;
  },
  MapKeys: ({ arg }, { dtype }) => {
    const key = keyOf(dtype("arg"));
    return key.kind === "string" || packed(KEY, key) !== KEY
      ? keys(arg)
      : call("TRANSFORM", keys(arg), lambda("key", null, castTo(castTo(KEY, string), key)));
  },
  MapValues: ({ arg }, { dtype, node }) =>
    once([[arg, dtype("arg")]], node.dtype, ([m = arg]) =>
      call("TRANSFORM", keys(m), lambda("key", "VARCHAR", call("GET", m, KEY))),
    ),
  MapLength: ({ arg }) => call("ARRAY_SIZE", keys(arg)),
  MapMerge: ({ left, right }, { dtype, node, unsupported }) => {
    const [l, r] = [
      casted(left, dtype("left"), node.dtype, unsupported),
      casted(right, dtype("right"), node.dtype, unsupported),
    ];
    const given = [r, l].map((part) => [part, node.dtype] as const);
    return once(given, node.dtype, ([m = r, first = l]) => {
      const key = castTo(KEY, string);
      const inserted = call("OBJECT_INSERT", identifierSql("all"), key, call("GET", m, key), sql`TRUE`);
      const merged = call("REDUCE", keys(m), first, step("all", "key", inserted));
      return dtype("left").nullable ? when(sql`${first} IS NOT NULL`, merged) : merged;
    });
  },
} satisfies Partial<Rules>;

/** Whether keys are literals that differ, as many as there are values. */
function areDifferent(keyList: ir.Value, valueList: ir.Value): boolean {
  const items = (list: ir.Value): readonly ir.Value[] | null =>
    list.type === "op" && list.op === "ArrayConstruct" ? (list.args.args as readonly ir.Value[]) : null; // by the catalogue
  const [own, others] = [items(keyList), items(valueList)];
  if (!own || !others || own.length !== others.length) return false;
  const texts = own.map((key) => (key.type === "literal" && key.value !== null ? JSON.stringify(key.value) : null));
  return !texts.includes(null) && new Set(texts).size === texts.length;
}
