import type { Node } from "./ast.js";
import { child, variant } from "./ast.js";
import { wordOf } from "./names.js";
import type { TranslationContext } from "./translation-context.js";
import { evaluateOnce, stringSql } from "./translation-context.js";
import type { SqlType } from "./types.js";
import { duckType, typeFromName, typeOf } from "./types.js";

/** The type of an expression, if its syntax determines it. */
export function knownType(node: Node): SqlType | null {
  const [tag, inner] = variant(node);
  if (tag === "Nested") return knownType(inner);
  if (tag === "UnaryOp" && child(inner, "op") !== "Not") return knownType(child(inner, "expr"));
  if (tag === "Cast" || tag === "TypedString") return typeOf(child(inner, "data_type"));
  if (tag === "Function") return RETURN_TYPES[wordOf(child(inner, "name"))] ?? null;
  if (tag !== "Value") return null;
  const [kind] = variant(child(inner, "value"));
  if (kind === "Number") return typeFromName("NUMBER");
  if (kind === "SingleQuotedString" || kind === "DollarQuotedString") return typeFromName("VARCHAR");
  return kind === "Boolean" ? typeFromName("BOOLEAN") : null;
}
const RETURN_TYPES: Readonly<Record<string, SqlType>> = {
  ...Object.fromEntries(
    ["ARRAY_CONSTRUCT", "ARRAY_CAT", "ARRAY_APPEND", "AS_ARRAY", "OBJECT_KEYS", "SPLIT"].map((name) => [
      name,
      typeFromName("ARRAY"),
    ]),
  ),
  ...Object.fromEntries(
    ["OBJECT_CONSTRUCT", "OBJECT_CONSTRUCT_KEEP_NULL", "AS_OBJECT"].map((name) => [name, typeFromName("OBJECT")]),
  ),
};
const isNull = (node: Node): boolean =>
  child(node, "Value", "value") === "Null" || variant(child(node, "Value", "value"))[0] === "Null";

/**
 * Translates a cast. Its behavior depends on the type of the value, which only DuckDB knows; `typeof` returns it when
 * the statement is bound.
 */
export function cast(value: string, to: SqlType, isTry: boolean, node: Node, context: TranslationContext): string {
  const from = knownType(node)?.name ?? null;
  const castKeyword = isTry ? "TRY_CAST" : "CAST";
  const type = duckType(to);
  if (isNull(node)) return `CAST(NULL AS ${type})`;
  if (isTry && from !== null && from !== "VARCHAR") return tryCastError(from, to);
  switch (to.name) {
    case "VARIANT":
      return `sf_variant(${value})`;
    case "ARRAY":
      return `sf_array(${value})`;
    case "OBJECT":
      return `sf_object(${value})`;
    case "VARCHAR":
      return truncateToLength(from === "VARCHAR" ? value : textOf(value, context), to);
    case "NUMBER":
    case "FLOAT":
      if (from === "NUMBER" || from === "BOOLEAN") return `CAST(${value} AS ${type})`;
      return evaluateOnce(
        value,
        (v) =>
          `CASE ${isTry ? requireText(v, to) : ""}WHEN typeof(${v}) = 'VARCHAR' THEN ${castKeyword}(trim(CAST(${v} AS VARCHAR)) AS ${type}) WHEN typeof(${v}) = 'JSON' THEN CAST(sf_json_number(CAST(${v} AS VARCHAR)) AS ${type}) WHEN typeof(${v}) = 'DOUBLE' THEN ${castDouble(v, to)} ELSE ${castKeyword}(${v} AS ${type}) END`,
      );
    case "BINARY":
      return evaluateOnce(
        value,
        (v) =>
          `CASE ${isTry ? requireText(v, to) : ""}WHEN typeof(${v}) = 'BLOB' THEN TRY_CAST(${v} AS BLOB) ELSE unhex(sf_plain(${v})) END`,
      );
    case "DATE":
    case "TIME":
    case "TIMESTAMP_NTZ":
    case "TIMESTAMP_TZ":
    case "TIMESTAMP_LTZ": {
      const castTemporal =
        to.name === "TIME"
          ? (v: string) => `CAST(sf_moment(${v}) AS TIME)`
          : (v: string) => `${castKeyword}(${v} AS ${type})`;
      const parse = (text: string): string => fromMicros(`sf_read_moment(${text}, '${to.name}', ${isTry})`, to);
      return evaluateOnce(
        value,
        (v) =>
          `CASE ${isTry ? requireText(v, to) : ""}WHEN typeof(${v}) = 'VARCHAR' THEN ${parse(`CAST(${v} AS VARCHAR)`)} WHEN typeof(${v}) = 'JSON' THEN ${parse(`sf_json_text(CAST(${v} AS VARCHAR))`)} ELSE ${castTemporal(v)} END`,
      );
    }
    default:
      return evaluateOnce(
        value,
        (v) =>
          `CASE ${isTry ? requireText(v, to) : ""}WHEN typeof(${v}) = 'JSON' THEN CAST(sf_json_text(CAST(${v} AS VARCHAR)) AS ${type}) ELSE ${castKeyword}(${v} AS ${type}) END`,
      );
  }
}

/** Converts microseconds since 1970, or since midnight, to a value of a type. */
export function fromMicros(micros: string, { name }: SqlType): string {
  const timestamp = `make_timestamp(${micros})`;
  if (name === "TIMESTAMP_NTZ") return timestamp;
  return `CAST(${timestamp} AS ${name === "DATE" || name === "TIME" ? name : "TIMESTAMPTZ"})`;
}

/** Casts a double. Snowflake rounds halves away from zero; DuckDB's cast to HUGEINT rounds them to even numbers. */
const castDouble = (v: string, to: SqlType): string =>
  duckType(to) === "HUGEINT" ? `CAST(round(TRY_CAST(${v} AS DOUBLE)) AS HUGEINT)` : `CAST(${v} AS ${duckType(to)})`;

/** TRY_CAST accepts only strings: https://docs.snowflake.com/en/sql-reference/functions/try_cast */
const tryCastError = (from: string, to: SqlType): string =>
  `error(${stringSql(`sf:001065:22023:SQL compilation error:\nFunction TRY_CAST cannot be used with arguments of types ${from} and ${to.name}`)})::${duckType(to)}`;
const requireText = (v: string, to: SqlType): string =>
  `WHEN typeof(${v}) NOT IN ('VARCHAR', '"NULL"') THEN ${tryCastError("?", to)} `;

/** Converts a value to text, in the session's formats for dates and times. */
export function textOf(value: string, { settings }: TranslationContext): string {
  const format = (name: string): string =>
    stringSql(settings.parameter(name) || settings.parameter("TIMESTAMP_OUTPUT_FORMAT"));
  const formats = [
    format("TIMESTAMP_NTZ_OUTPUT_FORMAT"),
    format("TIMESTAMP_TZ_OUTPUT_FORMAT"),
    stringSql(settings.parameter("DATE_OUTPUT_FORMAT")),
    stringSql(settings.parameter("TIME_OUTPUT_FORMAT")),
  ];
  return evaluateOnce(value, (v) => `sf_text(${[v, ...formats].join(", ")})`);
}

/** Truncates text to the length of its type: https://docs.snowflake.com/en/sql-reference/data-types-text */
const truncateToLength = (value: string, { args }: SqlType): string =>
  args[0] === undefined
    ? value
    : evaluateOnce(value, (v) => `CASE WHEN length(${v}) > ${args[0]} THEN left(${v}, ${args[0]}) ELSE ${v} END`);
