// Conversion of values to and from jsonb, in the encoding that jsonb-encoding.ts describes.
import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core/dialect";
import { call, caseWhen, compare, identifierSql, intLiteral, isNotNull, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { arraySubquery, cast, evaluateOnce, json, jsonbPath, jsonbText, withExplicitType } from "./build.js";
import { isNested } from "./types.js";

const ITEM = identifierSql("item");

/** Converts a value to jsonb. NULL propagates. */
export function toJsonb(value: Sql, dtype: DType): Sql {
  if (dtype.kind === "null") return cast(value, json);
  if (isMap(dtype) || isStruct(dtype)) return value;
  if (isArray(dtype) && dtype.element.kind === "json")
    return call(
      "TO_JSONB",
      mapElements(value, dtype.nullable, (item) => toJsonb(item, dtype.element)),
    );
  if (dtype.kind !== "json") return call("TO_JSONB", withExplicitType(value, dtype));
  const wrapJson = (v: Sql): Sql => call("JSONB_BUILD_ARRAY", v);
  return dtype.nullable
    ? evaluateOnce({ value }, (a) => caseWhen([[isNotNull(a.value), wrapJson(a.value)]]))
    : wrapJson(value);
}
/** An argument of JSONB_BUILD_OBJECT or JSONB_BUILD_ARRAY, which convert most values to jsonb themselves. */
export const jsonbArgument = (value: Sql, dtype: DType): Sql =>
  dtype.kind === "json" || isArray(dtype) ? toJsonb(value, dtype) : withExplicitType(value, dtype);

/** Converts jsonb to a value of a dtype. NULL for a JSON null. */
export function fromJsonb(value: Sql, dtype: DType): Sql {
  // For a jsonb scalar, -> 0 returns the scalar itself.
  if (dtype.kind === "json") return jsonbPath(call("NULLIF", value, sql`jsonb 'null'`), "->", intLiteral(0));
  if (isMap(dtype) || isStruct(dtype)) return dtype.nullable ? call("NULLIF", value, sql`jsonb 'null'`) : value;
  if (isArray(dtype))
    return evaluateOnce({ list: value }, ({ list }) => {
      const items = sql`FROM JSONB_ARRAY_ELEMENTS(${list}) AS ${identifierSql("items")}(${ITEM})`;
      const isJsonArray = compare(call("JSONB_TYPEOF", list), "=", stringLiteral("array"));
      return caseWhen([[isJsonArray, arraySubquery(sql`SELECT ${elementFromJsonb(ITEM, dtype.element)} ${items}`)]]);
    });
  return dtype.kind === "string" ? jsonbText(value) : cast(jsonbText(value), dtype);
}
/** Converts an item of a jsonb array to an array element; nested arrays stay jsonb. */
export const elementFromJsonb = (item: Sql, element: DType): Sql =>
  isArray(element) ? call("NULLIF", item, sql`jsonb 'null'`) : fromJsonb(item, element);

/** The member of a jsonb object, as a value of a dtype. NULL if it is missing. */
export function jsonbMember(value: Sql, key: Sql, dtype: DType): Sql {
  if (dtype.kind === "json" || isNested(dtype)) return fromJsonb(jsonbPath(value, "->", key), dtype);
  const memberText = jsonbPath(value, "->>", key);
  return dtype.kind === "string" ? memberText : cast(memberText, dtype);
}

/** Converts a value to its form as an array element: nested arrays are jsonb. */
export const toElement = (value: Sql, element: DType): Sql => (isArray(element) ? toJsonb(value, element) : value);
/** Converts an array element to a value of its dtype. */
export const fromElement = (item: Sql, element: DType): Sql => (isArray(element) ? fromJsonb(item, element) : item);

/** An array of `body` applied to each element of `list`. */
export function mapElements(list: Sql, nullable: boolean, body: (item: Sql) => Sql): Sql {
  const arrayFrom = (array: Sql): Sql =>
    arraySubquery(sql`SELECT ${body(ITEM)} FROM UNNEST(${array}) AS ${identifierSql("items")}(${ITEM})`);
  return nullable
    ? evaluateOnce(
        { list },
        (a) => arrayFrom(a.list),
        (a) => isNotNull(a.list),
      )
    : arrayFrom(list);
}
