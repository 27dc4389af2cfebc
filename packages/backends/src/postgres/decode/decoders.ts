import type { DType, ValueEncoding } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import { isArray, isMap } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { TextDecoder, TextFormat } from "../../shared/text-codec/index.js";
import { mismatch, textDecoder } from "../../shared/text-codec/index.js";
import type { Field, TextRow } from "../session/types.js";
import { JSON_OIDS, READABLE_KINDS } from "../types/oids.js";
import type { ArrayElements } from "./array-literal.js";
import { parseArrayLiteral } from "./array-literal.js";
import { hstoreEntries } from "./hstore.js";

/** Returns a function that decodes the rows of a result to batches of columns. */
export function createBatchBuilder(
  schema: ir.Fields,
  fields: readonly Field[],
  encoding: ValueEncoding,
): (rows: readonly TextRow[]) => Batch {
  if (fields.length !== schema.size)
    throw new AvocetError(
      "schema-mismatch",
      `The result has ${fields.length} columns where ${schema.size} were expected`,
      { hint: "If a table has changed, get it from the connection again with connection.table()." },
    );
  const format: TextFormat = { encoding, binary: "hex", wrappedJson: true };
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

/**
 * Creates the decoder of a column by its dtype and the type that the server sends (such as an array, or jsonb for one).
 */
function decoderOf(dtype: DType, oid: number, format: TextFormat, column: string): TextDecoder {
  const readable = READABLE_KINDS.get(oid);
  if (readable && !readable.has(dtype.kind))
    return (text) => {
      throw mismatch(text, dtype, column);
    };
  return JSON_OIDS.has(oid) ? textDecoder(dtype, format, column) : nativeDecoder(dtype, format, column);
}

/** Creates the decoder of values in PostgreSQL's text format. */
function nativeDecoder(dtype: DType, format: TextFormat, column: string): TextDecoder {
  if (isArray(dtype)) {
    const decode = elementDecoder(dtype.element, format, column);
    return (text) => {
      const elements = parseArrayLiteral(text);
      if (!elements) throw mismatch(text, dtype, column);
      return elements.map(decode);
    };
  }
  if (isMap(dtype)) {
    const [key, value] = [textDecoder(dtype.key, format, column), textDecoder(dtype.value, format, column)];
    return (text) => new Map(hstoreEntries(text).map(([k, v]) => [key(k), v === null ? null : value(v)]));
  }
  return textDecoder(dtype, format, column);
}

/** Creates the decoder of array elements. An element that is an array is a further dimension, or jsonb. */
function elementDecoder(dtype: DType, format: TextFormat, column: string): (element: ArrayElements[number]) => unknown {
  const decodeText = textDecoder(dtype, format, column);
  const decodeNested = isArray(dtype) ? elementDecoder(dtype.element, format, column) : null;
  return (element) => {
    if (element === null) return null;
    if (typeof element === "string") return decodeText(element);
    if (!decodeNested) throw mismatch(element, dtype, column);
    return element.map(decodeNested);
  };
}
