import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct, isTimestamp } from "@avocet/core/dialect";
import { call, caseWhen, isNotNull, keyword, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { typeName } from "./types.js";

/*
 * The encoding of arrays, maps and structs, in SQL and in results. They are semi-structured: arrays are ARRAYs, maps
 * and structs are OBJECTs, and their elements are VARIANTs. Numbers, bools, strings, JSON and nested arrays and objects
 * are stored as they are. Dates, times, timestamps, timestamps with a time zone and bytes are stored as text:
 * '2024-01-31', '12:00:00.000000', '2024-01-31T12:00:00.000000', the same with a trailing Z, and lower-case hex digits.
 * Map keys are the text of the encoded key. An interval is the array of its months, days and microseconds. NULL is
 * either what Snowflake prints as `undefined` (from ARRAY_CONSTRUCT) or a JSON null (from lambdas, objects and
 * PARSE_JSON); both are NULL, except that in arrays of JSON a JSON null is a value. Floats are printed with an
 * exponent, and NaN, Infinity and
 * -Infinity without quotes.
 */

const TIME_FORMAT = "HH24:MI:SS.FF6";
const TIMESTAMP_FORMAT = `YYYY-MM-DD"T"${TIME_FORMAT}`;

/** Converts a timestamp with a time zone to UTC. In a TIMESTAMP_TZ column each value has its own offset. */
export const toUtc = (instant: Sql): Sql => call("CONVERT_TIMEZONE", stringLiteral("UTC"), instant);

/** Encodes a value as an element of an array or object. */
export function encodeElement(value: Sql, dtype: DType): Sql {
  if (isTimestamp(dtype))
    return dtype.zone === null
      ? call("TO_VARCHAR", value, stringLiteral(TIMESTAMP_FORMAT))
      : call("TO_VARCHAR", toUtc(value), stringLiteral(`${TIMESTAMP_FORMAT}"Z"`));
  if (dtype.kind === "date") return call("TO_VARCHAR", value, stringLiteral("YYYY-MM-DD"));
  if (dtype.kind === "time") return call("TO_VARCHAR", value, stringLiteral(TIME_FORMAT));
  if (dtype.kind === "binary") return sql`LOWER(${call("TO_VARCHAR", value, stringLiteral("HEX"))})`;
  return value;
}
/** Encodes a value as a map key. */
export const encodeKey = (key: Sql, dtype: DType): Sql =>
  dtype.kind === "string" || encodeElement(key, dtype) !== key
    ? encodeElement(key, dtype)
    : sql`CAST(${key} AS ${typeSql({ kind: "string", nullable: true })})`;

/** Converts an element of an array or object, a VARIANT, to a value of the dtype. */
export function decodeElement(element: Sql, dtype: DType): Sql {
  if (dtype.kind === "json" || dtype.kind === "null") return element;
  if (isArray(dtype) || dtype.kind === "interval") return call("AS_ARRAY", element);
  if (isStruct(dtype) || isMap(dtype)) return call("AS_OBJECT", element);
  if (dtype.kind === "binary") return call("TO_BINARY", sql`CAST(${element} AS VARCHAR)`, stringLiteral("HEX"));
  return sql`CAST(${element} AS ${typeSql(dtype)})`;
}

/** The name of a type, for use in a template. */
export const typeSql = (dtype: DType): Sql => ({ kind: "text", segments: [typeName(dtype)], precedence: 10 });
/** A JSON null, which represents NULL inside arrays and objects. */
export const JSON_NULL: Sql = sql`PARSE_JSON('null')`;
/** Replaces NULL by a JSON null, which aggregates and comparisons do not skip. */
export const jsonNullIfNull = (element: Sql): Sql => call("IFNULL", call("TO_VARIANT", element), JSON_NULL);
/** Removes NULLs from an array. */
export const compactArray = (array: Sql): Sql => call("ARRAY_COMPACT", array);
/** Returns `then`, or NULL if any of the values is NULL. */
export const unlessNull = (values: readonly Sql[], then: Sql): Sql => {
  const [first, ...rest] = values.map(isNotNull);
  return first ? caseWhen([[rest.reduce<Sql>((l, r) => sql`${l} AND ${r}`, first), then]]) : then;
};
export const EMPTY_ARRAY: Sql = sql`ARRAY_CONSTRUCT()`;
export const VARCHAR = keyword("VARCHAR");
