import type { DType, ValueEncoding } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import { isArray, isMap, isStruct, isTimestamp } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { TextFormat } from "../../shared/text-codec/index.js";
import { mismatch, textDecoder } from "../../shared/text-codec/index.js";
import type { SchemaField } from "./schema.js";

/** A value in the API's JSON. */
export interface Cell {
  readonly v: string | null | readonly Cell[] | CellRow;
}
export interface CellRow {
  readonly f: readonly Cell[];
}
type CellValue = Cell["v"];
/** Decodes the content of a cell to a JavaScript value; null for NULL. */
type CellDecoder = (wire: CellValue) => unknown;

/** Creates a function that decodes pages to batches. Throws if the number of columns differs from the schema. */
export function pageDecoder(
  schema: ir.Fields,
  fields: readonly SchemaField[],
  encoding: ValueEncoding,
): (rows: readonly CellRow[]) => Batch {
  if (fields.length !== schema.size)
    throw new AvocetError(
      "schema-mismatch",
      `The result has ${fields.length} columns where ${schema.size} were expected`,
      {
        hint: "If a table has changed, get it from the connection again with connection.table().",
      },
    );
  const format: TextFormat = { encoding, binary: "base64", wrappedJson: true };
  const decoders = [...schema].map(([name, dtype], i) => cellDecoder(dtype, fields[i] ?? {}, format, name));
  return (rows) => ({
    rowCount: rows.length,
    columns: decoders.map((decode, i) => rows.map(({ f }) => decode(f[i]?.v ?? null))),
  });
}

/** Nested values arrive as nested cells, or as JSON if the dialect encodes results that BigQuery cannot return. */
function cellDecoder(dtype: DType, field: SchemaField, format: TextFormat, column: string): CellDecoder {
  const { fields = [], mode, type } = field;
  if (mode === "REPEATED") return repeatedDecoder(dtype, field, format, column);
  if (isStruct(dtype) && type === "RECORD") {
    const fieldDecoders = Object.entries(dtype.fields).map(
      ([name, fieldDType], i) => [name, cellDecoder(fieldDType, fields[i] ?? {}, format, `${column}.${name}`)] as const,
    );
    return (wire) => {
      if (wire === null) return null;
      const row = rowOf(wire, dtype, column);
      return Object.fromEntries(fieldDecoders.map(([name, decode], i) => [name, decode(row.f[i]?.v ?? null)]));
    };
  }
  const decode =
    isTimestamp(dtype) && type === "TIMESTAMP"
      ? timestampDecoder(dtype, format, column)
      : textDecoder(dtype, format, column);
  return (wire) => {
    if (wire === null) return null;
    if (typeof wire !== "string") throw mismatch(wire, dtype, column);
    return decode(wire);
  };
}

function repeatedDecoder(dtype: DType, field: SchemaField, format: TextFormat, column: string): CellDecoder {
  const elementField: SchemaField = { ...field, mode: "NULLABLE" };
  if (isArray(dtype)) {
    const nestedArrayField = isArray(dtype.element) || isMap(dtype.element) ? field.fields?.[0] : undefined;
    const element = cellDecoder(dtype.element, nestedArrayField ?? elementField, format, column);
    const decode: CellDecoder = nestedArrayField
      ? (wire) => (wire === null ? null : element(rowOf(wire, dtype, column).f[0]?.v ?? null))
      : element;
    return (wire) => cellsOf(wire, dtype, column).map(({ v }) => decode(v));
  }
  if (isMap(dtype)) {
    const [key, value] = [dtype.key, dtype.value].map((entryDType, i) =>
      cellDecoder(entryDType, field.fields?.[i] ?? {}, format, column),
    );
    return (wire) =>
      new Map(
        cellsOf(wire, dtype, column).map(({ v }) => {
          const { f } = rowOf(v, dtype, column);
          return [key?.(f[0]?.v ?? null), value?.(f[1]?.v ?? null)];
        }),
      );
  }
  return (wire) => {
    throw mismatch(wire, dtype, column);
  };
}

function cellsOf(wire: CellValue, dtype: DType, column: string): readonly Cell[] {
  if (Array.isArray(wire)) return wire;
  throw mismatch(wire, dtype, column);
}
function rowOf(wire: CellValue, dtype: DType, column: string): CellRow {
  if (typeof wire === "object" && wire !== null && "f" in wire) return wire;
  throw mismatch(wire, dtype, column);
}

/** TIMESTAMP values arrive as microseconds since 1970. */
function timestampDecoder(dtype: DType, format: TextFormat, column: string): (text: string) => unknown {
  const toMillis = (text: string): number => {
    if (!/^-?\d+$/.test(text)) throw mismatch(text, dtype, column);
    const micros = Number(text);
    return Number.isSafeInteger(micros)
      ? Math.floor(micros / 1000)
      : Number((BigInt(text) - microsOfMillisecond(BigInt(text))) / 1000n);
  };
  switch (format.encoding.timestamp) {
    case "Date":
      return (text) => new Date(toMillis(text));
    case "micros":
      return (text) => BigInt(text);
    default: {
      const decode = textDecoder(dtype, format, column);
      return (text) => {
        const subMillisecondDigits = String(microsOfMillisecond(BigInt(text))).padStart(3, "0");
        return decode(new Date(toMillis(text)).toISOString().replace("Z", `${subMillisecondDigits}Z`));
      };
    }
  }
}
/** The microseconds within the millisecond, 0 to 999. */
const microsOfMillisecond = (micros: bigint): bigint => ((micros % 1000n) + 1000n) % 1000n;
