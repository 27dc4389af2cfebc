import type { Node } from "./ast.js";
import { at, variant } from "./ast.js";
import { wordOf } from "./names.js";
import type { Translation } from "./translation-context.js";
import { once, stringSql } from "./translation-context.js";
import type { SqlType } from "./types.js";
import { duckType, typeNamed, typeOf } from "./types.js";

/** The type of an expression, where its text alone tells. */
export function knownType(node: Node): SqlType | null {
  const [tag, inner] = variant(node);
  if (tag === "Nested") return knownType(inner);
  if (tag === "UnaryOp" && at(inner, "op") !== "Not") return knownType(at(inner, "expr"));
  if (tag === "Cast" || tag === "TypedString") return typeOf(at(inner, "data_type"));
  if (tag === "Function") return GIVES[wordOf(at(inner, "name"))] ?? null;
  if (tag !== "Value") return null;
  const [kind] = variant(at(inner, "value"));
  if (kind === "Number") return typeNamed("NUMBER");
  if (kind === "SingleQuotedString" || kind === "DollarQuotedString") return typeNamed("VARCHAR");
  return kind === "Boolean" ? typeNamed("BOOLEAN") : null;
}
const GIVES: Readonly<Record<string, SqlType>> = {
  ...Object.fromEntries(
    ["ARRAY_CONSTRUCT", "ARRAY_CAT", "ARRAY_APPEND", "AS_ARRAY", "OBJECT_KEYS", "SPLIT"].map((name) => [
      name,
      typeNamed("ARRAY"),
    ]),
  ),
  ...Object.fromEntries(
    ["OBJECT_CONSTRUCT", "OBJECT_CONSTRUCT_KEEP_NULL", "AS_OBJECT"].map((name) => [name, typeNamed("OBJECT")]),
  ),
};
const isNull = (node: Node): boolean =>
  at(node, "Value", "value") === "Null" || variant(at(node, "Value", "value"))[0] === "Null";

/** A cast. What it does hangs on the type of the value, which DuckDB alone knows: `typeof` tells, once the statement is bound. */
export function cast(value: string, to: SqlType, safe: boolean, node: Node, context: Translation): string {
  const from = knownType(node)?.name ?? null;
  const word = safe ? "TRY_CAST" : "CAST";
  const type = duckType(to);
  if (isNull(node)) return `CAST(NULL AS ${type})`;
  if (safe && from !== null && from !== "VARCHAR") return refusedTry(from, to);
  switch (to.name) {
    case "VARIANT":
      return `sf_variant(${value})`;
    case "ARRAY":
      return `sf_array(${value})`;
    case "OBJECT":
      return `sf_object(${value})`;
    case "VARCHAR":
      return shortened(from === "VARCHAR" ? value : textOf(value, context), to);
    case "NUMBER":
    case "FLOAT":
      if (from === "NUMBER" || from === "BOOLEAN") return `CAST(${value} AS ${type})`;
      return once(
        value,
        (v) =>
          `CASE ${safe ? onlyText(v, to) : ""}WHEN typeof(${v}) = 'VARCHAR' THEN ${word}(trim(CAST(${v} AS VARCHAR)) AS ${type}) WHEN typeof(${v}) = 'JSON' THEN CAST(sf_json_number(CAST(${v} AS VARCHAR)) AS ${type}) WHEN typeof(${v}) = 'DOUBLE' THEN ${rounded(v, to)} ELSE ${word}(${v} AS ${type}) END`,
      );
    case "BINARY":
      return once(
        value,
        (v) =>
          `CASE ${safe ? onlyText(v, to) : ""}WHEN typeof(${v}) = 'BLOB' THEN TRY_CAST(${v} AS BLOB) ELSE unhex(sf_plain(${v})) END`,
      );
    case "DATE":
    case "TIME":
    case "TIMESTAMP_NTZ":
    case "TIMESTAMP_TZ":
    case "TIMESTAMP_LTZ": {
      const other =
        to.name === "TIME" ? (v: string) => `CAST(sf_moment(${v}) AS TIME)` : (v: string) => `${word}(${v} AS ${type})`;
      const read = (text: string): string => fromMicros(`sf_read_moment(${text}, '${to.name}', ${safe})`, to);
      return once(
        value,
        (v) =>
          `CASE ${safe ? onlyText(v, to) : ""}WHEN typeof(${v}) = 'VARCHAR' THEN ${read(`CAST(${v} AS VARCHAR)`)} WHEN typeof(${v}) = 'JSON' THEN ${read(`sf_json_text(CAST(${v} AS VARCHAR))`)} ELSE ${other(v)} END`,
      );
    }
    default:
      return once(
        value,
        (v) =>
          `CASE ${safe ? onlyText(v, to) : ""}WHEN typeof(${v}) = 'JSON' THEN CAST(sf_json_text(CAST(${v} AS VARCHAR)) AS ${type}) ELSE ${word}(${v} AS ${type}) END`,
      );
  }
}

/** Microseconds since 1970, or since midnight, as a value of a type. */
export function fromMicros(micros: string, { name }: SqlType): string {
  const moment = `make_timestamp(${micros})`;
  if (name === "TIMESTAMP_NTZ") return moment;
  return `CAST(${moment} AS ${name === "DATE" || name === "TIME" ? name : "TIMESTAMPTZ"})`;
}

/** Halves are rounded away from zero; DuckDB's own cast to HUGEINT rounds them to even numbers. */
const rounded = (v: string, to: SqlType): string =>
  duckType(to) === "HUGEINT" ? `CAST(round(TRY_CAST(${v} AS DOUBLE)) AS HUGEINT)` : `CAST(${v} AS ${duckType(to)})`;

/** TRY_CAST takes strings only: https://docs.snowflake.com/en/sql-reference/functions/try_cast */
const refusedTry = (from: string, to: SqlType): string =>
  `error(${stringSql(`sf:001065:22023:SQL compilation error:\nFunction TRY_CAST cannot be used with arguments of types ${from} and ${to.name}`)})::${duckType(to)}`;
const onlyText = (v: string, to: SqlType): string =>
  `WHEN typeof(${v}) NOT IN ('VARCHAR', '"NULL"') THEN ${refusedTry("?", to)} `;

/** A value as text, in the formats that the session has for dates and times. */
export function textOf(value: string, { settings }: Translation): string {
  const format = (name: string): string =>
    stringSql(settings.parameter(name) || settings.parameter("TIMESTAMP_OUTPUT_FORMAT"));
  const formats = [
    format("TIMESTAMP_NTZ_OUTPUT_FORMAT"),
    format("TIMESTAMP_TZ_OUTPUT_FORMAT"),
    stringSql(settings.parameter("DATE_OUTPUT_FORMAT")),
    stringSql(settings.parameter("TIME_OUTPUT_FORMAT")),
  ];
  return once(value, (v) => `sf_text(${[v, ...formats].join(", ")})`);
}

/** A text that is longer than its type is an error: https://docs.snowflake.com/en/sql-reference/data-types-text */
const shortened = (value: string, { args }: SqlType): string =>
  args[0] === undefined
    ? value
    : once(value, (v) => `CASE WHEN length(${v}) > ${args[0]} THEN left(${v}, ${args[0]}) ELSE ${v} END`);
