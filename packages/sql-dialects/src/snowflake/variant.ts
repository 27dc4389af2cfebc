import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct, isTimestamp } from "@avocet/core/backend";
import { call, caseWhen, isNotNull, keyword, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { typeName } from "./types.js";

/*
 * The form of arrays, maps and structs, in SQL and in results. They are semi-structured: an ARRAY, and OBJECTs for maps and structs, whose
 * parts are VARIANTs. Numbers, bools, strings, JSON and other arrays and objects are kept as they are; dates, times of day, timestamps,
 * instants and bytes as text: '2024-01-31', '12:00:00.000000', '2024-01-31T12:00:00.000000', the same with a Z, hex digits in lower case.
 * The keys of a map are the text of that form. An interval is the array of its months, days and microseconds. NULL is either what
 * Snowflake writes as `undefined` (ARRAY_CONSTRUCT makes it) or a JSON null (lambdas, objects and PARSE_JSON make it): both are NULL but in
 * arrays of JSON, where a JSON null is a value. Floats are written with an exponent, and NaN, Infinity and -Infinity without quotes.
 */

const TIME_FORMAT = "HH24:MI:SS.FF6";
const TIMESTAMP_FORMAT = `YYYY-MM-DD"T"${TIME_FORMAT}`;

/** An instant on the clock of UTC. It has its own offset where its column is a TIMESTAMP_TZ. */
export const toUtc = (instant: Sql): Sql => call("CONVERT_TIMEZONE", stringLiteral("UTC"), instant);

/** A value as a part of an array or object. */
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
/** A value as a key of a map. */
export const encodeKey = (key: Sql, dtype: DType): Sql =>
  dtype.kind === "string" || encodeElement(key, dtype) !== key
    ? encodeElement(key, dtype)
    : sql`CAST(${key} AS ${typeSql({ kind: "string", nullable: true })})`;

/** A part of an array or object, which is a VARIANT, as a value of its dtype. */
export function decodeElement(element: Sql, dtype: DType): Sql {
  if (dtype.kind === "json" || dtype.kind === "null") return element;
  if (isArray(dtype) || dtype.kind === "interval") return call("AS_ARRAY", element);
  if (isStruct(dtype) || isMap(dtype)) return call("AS_OBJECT", element);
  if (dtype.kind === "binary") return call("TO_BINARY", sql`CAST(${element} AS VARCHAR)`, stringLiteral("HEX"));
  return sql`CAST(${element} AS ${typeSql(dtype)})`;
}

/** The name of a type inside of a template. */
export const typeSql = (dtype: DType): Sql => ({ kind: "text", segments: [typeName(dtype)], precedence: 10 });
/** A JSON null, which stands for NULL inside of arrays and objects. */
export const JSON_NULL: Sql = sql`PARSE_JSON('null')`;
/** A part that may be NULL as one that aggregates and comparisons do not pass over. */
export const jsonNullIfNull = (element: Sql): Sql => call("IFNULL", call("TO_VARIANT", element), JSON_NULL);
/** An array without a NULL element. */
export const compactArray = (array: Sql): Sql => call("ARRAY_COMPACT", array);
/** `then`, or NULL where one of the values is. */
export const unlessNull = (values: readonly Sql[], then: Sql): Sql => {
  const [first, ...rest] = values.map(isNotNull);
  return first ? caseWhen([[rest.reduce<Sql>((l, r) => sql`${l} AND ${r}`, first), then]]) : then;
};
export const EMPTY_ARRAY: Sql = sql`ARRAY_CONSTRUCT()`;
export const VARCHAR = keyword("VARCHAR");
