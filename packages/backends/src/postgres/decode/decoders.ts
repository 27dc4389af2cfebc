import type { Batch, DType, ir, ValueModes } from "@avocet/core";
import { AvocetError, isArray, isMap } from "@avocet/core";
import type { TextDecoder, TextFormat } from "../../shared/text-codec/index.js";
import { mismatch, textDecoder } from "../../shared/text-codec/index.js";
import type { Field, TextRow } from "../session/types.js";
import { JSON_OIDS, READABLE } from "../types/oids.js";
import type { ArrayParts } from "./array-literal.js";
import { arrayParts } from "./array-literal.js";
import { hstoreEntries } from "./hstore.js";

/** Makes batches of the rows of one result, by columns. */
export function batchMaker(
  schema: ir.Fields,
  fields: readonly Field[],
  modes: ValueModes,
): (rows: readonly TextRow[]) => Batch {
  if (fields.length !== schema.size)
    throw new AvocetError(
      "schema-mismatch",
      `the result has ${fields.length} columns where ${schema.size} were expected`,
      { hint: "If a table has changed since its schema was read, take it from the connection again." },
    );
  const format: TextFormat = { modes, binary: "hex", wrappedJson: true };
  const decoders = [...schema].map(([name, dtype], i) => decoderOf(dtype, fields[i]?.dataTypeID ?? 0, format, name));
  return (rows) => ({
    rowCount: rows.length,
    columns: decoders.map((decode, column) => {
      const values: unknown[] = new Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const text = rows[i]?.[column];
        values[i] = text === null || text === undefined ? null : decode(text);
      }
      return values;
    }),
  });
}

/** The decoder of a column by its dtype and by the type that the server sends, an array of its own or jsonb. */
function decoderOf(dtype: DType, oid: number, format: TextFormat, column: string): TextDecoder {
  const readable = READABLE.get(oid);
  if (readable && !readable.has(dtype.kind))
    return (text) => {
      throw mismatch(text, dtype, column);
    };
  return JSON_OIDS.has(oid) ? textDecoder(dtype, format, column) : ownDecoder(dtype, format, column);
}

/** Values in PostgreSQL's own writing: structs and maps are in jsonb all the same. */
function ownDecoder(dtype: DType, format: TextFormat, column: string): TextDecoder {
  if (isArray(dtype)) {
    const decode = partsDecoder(dtype.element, format, column);
    return (text) => {
      const parts = arrayParts(text);
      if (!parts) throw mismatch(text, dtype, column);
      return parts.map(decode);
    };
  }
  if (isMap(dtype)) {
    const [key, value] = [textDecoder(dtype.key, format, column), textDecoder(dtype.value, format, column)];
    return (text) => new Map(hstoreEntries(text).map(([k, v]) => [key(k), v === null ? null : value(v)]));
  }
  return textDecoder(dtype, format, column);
}

/** Elements of an array: an array inside of it is one of several dimensions, or in jsonb. */
function partsDecoder(dtype: DType, format: TextFormat, column: string): (part: ArrayParts[number]) => unknown {
  const text = textDecoder(dtype, format, column);
  const inner = isArray(dtype) ? partsDecoder(dtype.element, format, column) : null;
  return (part) => {
    if (part === null) return null;
    if (typeof part === "string") return text(part);
    if (!inner) throw mismatch(part, dtype, column);
    return part.map(inner);
  };
}
