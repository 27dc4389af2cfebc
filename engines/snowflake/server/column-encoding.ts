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

/** A column of a result as the driver is told of it. */
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
/** From a value of DuckDB that is not NULL to the text of a result. */
export type Encoder = (value: Exclude<DuckDBValue, null>) => string;

const base = {
  nullable: true,
  precision: null,
  scale: null,
  length: null,
  byteLength: null,
  database: "",
  schema: "",
  table: "",
};
export const fixed = (name: string, precision = 38, scale = 0): RowType => ({
  ...base,
  name,
  type: "fixed",
  precision,
  scale,
});
export const textColumn = (name: string): RowType => ({
  ...base,
  name,
  type: "text",
  length: 16_777_216,
  byteLength: 16_777_216,
});

const plain: Encoder = (value) => String(value);
/** Microseconds as seconds with nine digits behind the point. */
function seconds(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  return `${micros < 0n ? "-" : ""}${size / 1_000_000n}.${String(size % 1_000_000n).padStart(6, "0")}000`;
}
/** JSON as Snowflake sends it: one part a line, and what is NULL in an ARRAY as undefined. */
function pretty(value: Json | undefined, strict: boolean, indent = ""): string {
  if (value === undefined) return strict ? "null" : "undefined";
  const inner = `${indent}  `;
  const lines = (open: string, parts: readonly string[], close: string): string =>
    parts.length === 0 ? open + close : `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
  if (Array.isArray(value))
    return lines(
      "[",
      (value as readonly Json[]).map((part) => pretty(part, strict, inner)),
      "]",
    ); // narrowed to any[] otherwise
  if (value instanceof Map)
    return lines(
      "{",
      [...value].map(([key, part]: [string, Json]) => `${JSON.stringify(key)}: ${pretty(part, strict, inner)}`),
      "}",
    );
  return printJson(value);
}
const listed = (items: readonly DuckDBValue[], strict: boolean): string => {
  const parts = items.map((item) => (item === null ? undefined : parseJson(String(item))));
  return parts.length === 0 ? "[]" : `[\n${parts.map((part) => `  ${pretty(part, strict, "  ")}`).join(",\n")}\n]`;
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

/** How a column of a type of DuckDB is told of and sent. */
export function wireType(
  name: string,
  type: DuckDBType,
  strictJson: boolean,
): { readonly row: RowType; readonly encode: Encoder } {
  const id = type.typeId;
  if (INTEGERS.has(id)) return { row: fixed(name), encode: plain };
  if (type instanceof DuckDBDecimalType) return { row: fixed(name, type.width, type.scale), encode: plain };
  switch (id) {
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return { row: { ...base, name, type: "real" }, encode: (value) => floatText(Number(value)) };
    case DuckDBTypeId.BOOLEAN:
      return { row: { ...base, name, type: "boolean" }, encode: (value) => (value === true ? "1" : "0") };
    case DuckDBTypeId.DATE:
      return {
        row: { ...base, name, type: "date" },
        encode: (value) => (value instanceof DuckDBDateValue ? String(value.days) : ""),
      };
    case DuckDBTypeId.TIME:
      return {
        row: { ...base, name, type: "time", precision: 0, scale: 9 },
        encode: (value) => (value instanceof DuckDBTimeValue ? seconds(value.micros) : ""),
      };
    case DuckDBTypeId.TIMESTAMP:
      return {
        row: { ...base, name, type: "timestamp_ntz", precision: 0, scale: 9 },
        encode: (value) => (value instanceof DuckDBTimestampValue ? seconds(value.micros) : ""),
      };
    case DuckDBTypeId.TIMESTAMP_TZ:
      // The offset from UTC in minutes, and a day, so that it is not negative.
      return {
        row: { ...base, name, type: "timestamp_tz", precision: 0, scale: 9 },
        encode: (value) => (value instanceof DuckDBTimestampTZValue ? `${seconds(value.micros)} 1440` : ""),
      };
    case DuckDBTypeId.BLOB:
      return {
        row: { ...base, name, type: "binary", length: 8_388_608, byteLength: 8_388_608 },
        encode: (value) =>
          value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString("hex").toUpperCase() : "",
      };
    case DuckDBTypeId.LIST:
      return {
        row: { ...base, name, type: "array" },
        encode: (value) => (value instanceof DuckDBListValue ? listed(value.items, strictJson) : ""),
      };
    case DuckDBTypeId.MAP:
      return {
        row: { ...base, name, type: "object" },
        encode: (value) =>
          value instanceof DuckDBMapValue
            ? pretty(
                new Map(value.entries.map(({ key, value: inner }) => [String(key), parseJson(String(inner))])),
                strictJson,
              )
            : "",
      };
    case DuckDBTypeId.VARCHAR:
      return type.alias === "JSON"
        ? { row: { ...base, name, type: "variant" }, encode: (value) => pretty(parseJson(String(value)), strictJson) }
        : { row: textColumn(name), encode: plain };
    case DuckDBTypeId.SQLNULL:
      return { row: { ...base, name, type: "text", length: 0, byteLength: 0 }, encode: plain };
    default:
      throw new SnowflakeError(
        "002023",
        "22000",
        `SQL compilation error:\nExpression type does not match a type of a result: ${type}`,
      );
  }
}
