import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalType,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBTypeId,
} from "@duckdb/node-api";
import { SnowflakeError } from "../errors.js";
import type { Json } from "../library/json.js";
import { parseJson, printJson } from "../library/json.js";
import { floatText } from "../library/text.js";

/** Metadata of a result column. */
export interface RowType {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly length: number | null;
  readonly byteLength: number | null;
  readonly database: string;
  readonly schema: string;
  readonly table: string;
}
/** Converts a non-NULL value of DuckDB to the text of a result. */
export type Encoder = (value: Exclude<DuckDBValue, null>) => string;

const baseType = {
  nullable: true,
  precision: null,
  scale: null,
  length: null,
  byteLength: null,
  database: "",
  schema: "",
  table: "",
};
export const fixedColumn = (name: string, precision = 38, scale = 0): RowType => ({
  ...baseType,
  name,
  type: "fixed",
  precision,
  scale,
});
export const textColumn = (name: string): RowType => ({
  ...baseType,
  name,
  type: "text",
  length: 16_777_216,
  byteLength: 16_777_216,
});

const encodeAsText: Encoder = (value) => String(value);
/** Converts microseconds to seconds with nine fractional digits. */
function secondsText(micros: bigint): string {
  const magnitude = micros < 0n ? -micros : micros;
  return `${micros < 0n ? "-" : ""}${magnitude / 1_000_000n}.${String(magnitude % 1_000_000n).padStart(6, "0")}000`;
}
/** JSON as Snowflake sends it: one element per line, and NULL in an ARRAY as undefined. */
function prettyJson(value: Json | undefined, strict: boolean, indent = ""): string {
  if (value === undefined) return strict ? "null" : "undefined";
  const innerIndent = `${indent}  `;
  const lines = (open: string, items: readonly string[], close: string): string =>
    items.length === 0
      ? open + close
      : `${open}\n${items.map((item) => innerIndent + item).join(",\n")}\n${indent}${close}`;
  if (Array.isArray(value))
    return lines(
      "[",
      (value as readonly Json[]).map((element) => prettyJson(element, strict, innerIndent)),
      "]",
    ); // narrowed to any[] otherwise
  if (value instanceof Map)
    return lines(
      "{",
      [...value].map(
        ([key, member]: [string, Json]) => `${JSON.stringify(key)}: ${prettyJson(member, strict, innerIndent)}`,
      ),
      "}",
    );
  return printJson(value);
}
const prettyArray = (items: readonly DuckDBValue[], strict: boolean): string => {
  const elements = items.map((item) => (item === null ? undefined : parseJson(String(item))));
  return elements.length === 0
    ? "[]"
    : `[\n${elements.map((element) => `  ${prettyJson(element, strict, "  ")}`).join(",\n")}\n]`;
};

const INTEGERS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.UHUGEINT,
]);

/** The metadata and the encoder of a result column with a type of DuckDB. */
export function columnEncoding(
  name: string,
  type: DuckDBType,
  strictJson: boolean,
): { readonly column: RowType; readonly encode: Encoder } {
  const id = type.typeId;
  if (INTEGERS.has(id)) return { column: fixedColumn(name), encode: encodeAsText };
  if (type instanceof DuckDBDecimalType)
    return { column: fixedColumn(name, type.width, type.scale), encode: encodeAsText };
  switch (id) {
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return { column: { ...baseType, name, type: "real" }, encode: (value) => floatText(Number(value)) };
    case DuckDBTypeId.BOOLEAN:
      return { column: { ...baseType, name, type: "boolean" }, encode: (value) => (value === true ? "1" : "0") };
    case DuckDBTypeId.DATE:
      return {
        column: { ...baseType, name, type: "date" },
        encode: (value) => (value instanceof DuckDBDateValue ? String(value.days) : ""),
      };
    case DuckDBTypeId.TIME:
      return {
        column: { ...baseType, name, type: "time", precision: 0, scale: 9 },
        encode: (value) => (value instanceof DuckDBTimeValue ? secondsText(value.micros) : ""),
      };
    case DuckDBTypeId.TIMESTAMP:
      return {
        column: { ...baseType, name, type: "timestamp_ntz", precision: 0, scale: 9 },
        encode: (value) => (value instanceof DuckDBTimestampValue ? secondsText(value.micros) : ""),
      };
    case DuckDBTypeId.TIMESTAMP_TZ:
      // The value is followed by the offset from UTC in minutes plus 1440, so that it is not negative.
      return {
        column: { ...baseType, name, type: "timestamp_tz", precision: 0, scale: 9 },
        encode: (value) => (value instanceof DuckDBTimestampTZValue ? `${secondsText(value.micros)} 1440` : ""),
      };
    case DuckDBTypeId.BLOB:
      return {
        column: { ...baseType, name, type: "binary", length: 8_388_608, byteLength: 8_388_608 },
        encode: (value) =>
          value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString("hex").toUpperCase() : "",
      };
    case DuckDBTypeId.LIST:
      return {
        column: { ...baseType, name, type: "array" },
        encode: (value) => (value instanceof DuckDBListValue ? prettyArray(value.items, strictJson) : ""),
      };
    case DuckDBTypeId.MAP:
      return {
        column: { ...baseType, name, type: "object" },
        encode: (value) =>
          value instanceof DuckDBMapValue
            ? prettyJson(
                new Map(value.entries.map(({ key, value: inner }) => [String(key), parseJson(String(inner))])),
                strictJson,
              )
            : "",
      };
    case DuckDBTypeId.VARCHAR:
      return type.alias === "JSON"
        ? {
            column: { ...baseType, name, type: "variant" },
            encode: (value) => prettyJson(parseJson(String(value)), strictJson),
          }
        : { column: textColumn(name), encode: encodeAsText };
    case DuckDBTypeId.SQLNULL:
      return { column: { ...baseType, name, type: "text", length: 0, byteLength: 0 }, encode: encodeAsText };
    default:
      throw new SnowflakeError(
        "002023",
        "22000",
        `SQL compilation error:\nExpression type does not match a type of a result: ${type}`,
      );
  }
}
