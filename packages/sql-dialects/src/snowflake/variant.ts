import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct, isTimestamp } from "@avocet/core";
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

const CLOCK = "HH24:MI:SS.FF6";
const MOMENT = `YYYY-MM-DD"T"${CLOCK}`;

/** An instant on the clock of UTC. It has its own offset where its column is a TIMESTAMP_TZ. */
export const inUtc = (instant: Sql): Sql => call("CONVERT_TIMEZONE", stringLiteral("UTC"), instant);

/** A value as a part of an array or object. */
export function packed(value: Sql, dtype: DType): Sql {
  if (isTimestamp(dtype))
    return dtype.zone === null
      ? call("TO_VARCHAR", value, stringLiteral(MOMENT))
      : call("TO_VARCHAR", inUtc(value), stringLiteral(`${MOMENT}"Z"`));
  if (dtype.kind === "date") return call("TO_VARCHAR", value, stringLiteral("YYYY-MM-DD"));
  if (dtype.kind === "time") return call("TO_VARCHAR", value, stringLiteral(CLOCK));
  if (dtype.kind === "binary") return sql`LOWER(${call("TO_VARCHAR", value, stringLiteral("HEX"))})`;
  return value;
}
/** A value as a key of a map. */
export const packedKey = (key: Sql, dtype: DType): Sql =>
  dtype.kind === "string" || packed(key, dtype) !== key
    ? packed(key, dtype)
    : sql`CAST(${key} AS ${typeWord({ kind: "string", nullable: true })})`;

/** A part of an array or object, which is a VARIANT, as a value of its dtype. */
export function unpacked(part: Sql, dtype: DType): Sql {
  if (dtype.kind === "json" || dtype.kind === "null") return part;
  if (isArray(dtype) || dtype.kind === "interval") return call("AS_ARRAY", part);
  if (isStruct(dtype) || isMap(dtype)) return call("AS_OBJECT", part);
  if (dtype.kind === "binary") return call("TO_BINARY", sql`CAST(${part} AS VARCHAR)`, stringLiteral("HEX"));
  return sql`CAST(${part} AS ${typeWord(dtype)})`;
}

/** The name of a type inside of a template. */
export const typeWord = (dtype: DType): Sql => ({ kind: "text", parts: [typeName(dtype)], level: 10 });
/** A JSON null, which stands for NULL inside of arrays and objects. */
export const JSON_NULL: Sql = sql`PARSE_JSON('null')`;
/** A part that may be NULL as one that aggregates and comparisons do not pass over. */
export const keptNull = (part: Sql): Sql => call("IFNULL", call("TO_VARIANT", part), JSON_NULL);
/** An array without a NULL element. */
export const compacted = (array: Sql): Sql => call("ARRAY_COMPACT", array);
/** `then`, or NULL where one of the values is. */
export const whereKnown = (values: readonly Sql[], then: Sql): Sql => {
  const [first, ...rest] = values.map(isNotNull);
  return first ? caseWhen([[rest.reduce<Sql>((l, r) => sql`${l} AND ${r}`, first), then]]) : then;
};
export const EMPTY: Sql = sql`ARRAY_CONSTRUCT()`;
export const VARCHAR = keyword("VARCHAR");
