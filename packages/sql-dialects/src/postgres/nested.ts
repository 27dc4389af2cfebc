// Values inside of jsonb, written as wire.ts says.
import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core";
import { call, caseWhen, compare, identifierSql, intLiteral, isNotNull, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { arrayOf, cast, json, once, path, textOf, typed } from "./build.js";
import { isNested } from "./types.js";

const ITEM = identifierSql("item");

/** A value as jsonb; NULL stays NULL. */
export function toJson(value: Sql, dtype: DType): Sql {
  if (dtype.kind === "null") return cast(value, json);
  if (isMap(dtype) || isStruct(dtype)) return value;
  if (isArray(dtype) && dtype.element.kind === "json")
    return call(
      "TO_JSONB",
      eachOf(value, dtype.nullable, (item) => toJson(item, dtype.element)),
    );
  if (dtype.kind !== "json") return call("TO_JSONB", typed(value, dtype));
  const wrapped = (v: Sql): Sql => call("JSONB_BUILD_ARRAY", v);
  return dtype.nullable ? once({ value }, (a) => caseWhen([[isNotNull(a.value), wrapped(a.value)]])) : wrapped(value);
}
/** As an argument of JSONB_BUILD_OBJECT and JSONB_BUILD_ARRAY, which make jsonb of values themselves. */
export const jsonPart = (value: Sql, dtype: DType): Sql =>
  dtype.kind === "json" || isArray(dtype) ? toJson(value, dtype) : typed(value, dtype);

/** The value of a dtype that jsonb holds; NULL for a JSON null. */
export function fromJson(value: Sql, dtype: DType): Sql {
  // Of a value that is no array the first item is the value itself.
  if (dtype.kind === "json") return path(call("NULLIF", value, sql`jsonb 'null'`), "->", intLiteral(0));
  if (isMap(dtype) || isStruct(dtype)) return dtype.nullable ? call("NULLIF", value, sql`jsonb 'null'`) : value;
  if (isArray(dtype))
    return once({ list: value }, ({ list }) => {
      const items = sql`FROM JSONB_ARRAY_ELEMENTS(${list}) AS ${identifierSql("items")}(${ITEM})`;
      const isList = compare(call("JSONB_TYPEOF", list), "=", stringLiteral("array"));
      return caseWhen([[isList, arrayOf(sql`SELECT ${elementFromJson(ITEM, dtype.element)} ${items}`)]]);
    });
  return dtype.kind === "string" ? textOf(value) : cast(textOf(value), dtype);
}
/** The element of an array from an item of a jsonb array: an array inside of an array stays jsonb. */
export const elementFromJson = (item: Sql, element: DType): Sql =>
  isArray(element) ? call("NULLIF", item, sql`jsonb 'null'`) : fromJson(item, element);

/** The value under a key of jsonb. */
export function member(value: Sql, key: Sql, dtype: DType): Sql {
  if (dtype.kind === "json" || isNested(dtype)) return fromJson(path(value, "->", key), dtype);
  const own = path(value, "->>", key);
  return dtype.kind === "string" ? own : cast(own, dtype);
}

/** A value as an element of an array. */
export const toElement = (value: Sql, element: DType): Sql => (isArray(element) ? toJson(value, element) : value);
/** An element of an array as a value of its dtype. */
export const fromElement = (item: Sql, element: DType): Sql => (isArray(element) ? fromJson(item, element) : item);

/** An array of what becomes of each element as it stands in the array. */
export function eachOf(list: Sql, nullable: boolean, body: (item: Sql) => Sql): Sql {
  const made = (own: Sql): Sql =>
    arrayOf(sql`SELECT ${body(ITEM)} FROM UNNEST(${own}) AS ${identifierSql("items")}(${ITEM})`);
  return nullable
    ? once(
        { list },
        (a) => made(a.list),
        (a) => isNotNull(a.list),
      )
    : made(list);
}
