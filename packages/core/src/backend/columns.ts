import type { DType, Kind } from "../dtype/dtype.js";
import type { Fields } from "../ir/relation.js";
import { defineOwnProperty } from "../vectors/record.js";
import type { Batch } from "./contract.js";
import type { ValueEncoding } from "./value-encoding.js";

type NumberArray = { length: number; [i: number]: unknown; set(values: ArrayLike<unknown>, offset: number): void };
type ArrayClass = new (length: number) => NumberArray;
// Typed arrays are constructed by their length, and contain numbers or bigints.
const asArrayClass = (Class: unknown): ArrayClass => Class as ArrayClass;

const ARRAY_CLASSES: Readonly<Partial<Record<Kind, ArrayClass>>> = {
  int8: asArrayClass(Int8Array),
  int16: asArrayClass(Int16Array),
  int32: asArrayClass(Int32Array),
  uint8: asArrayClass(Uint8Array),
  uint16: asArrayClass(Uint16Array),
  uint32: asArrayClass(Uint32Array),
  float32: asArrayClass(Float32Array),
  float64: asArrayClass(Float64Array),
};

/** The typed array for values of a dtype without NULLs; null if they are in a plain array. */
function arrayClassOf({ kind }: DType, encoding: ValueEncoding): ArrayClass | null {
  switch (kind) {
    case "int64":
    case "uint64":
      if (encoding.int64 === "number") return asArrayClass(Float64Array);
      return encoding.int64 === "bigint" ? asArrayClass(kind === "int64" ? BigInt64Array : BigUint64Array) : null;
    case "decimal":
      return encoding.decimal === "number" ? asArrayClass(Float64Array) : null;
    case "timestamp":
      return encoding.timestamp === "micros" ? asArrayClass(BigInt64Array) : null;
    default:
      return ARRAY_CLASSES[kind] ?? null;
  }
}

/**
 * The values of all batches by column; `ColumnValues` describes the arrays.
 * @example columnsOfBatches([], new Map([["n", int32]]), DEFAULT_ENCODING) // { n: Int32Array.of() }
 */
export function columnsOfBatches(
  batches: readonly Batch[],
  schema: Fields,
  encoding: ValueEncoding,
): Record<string, ArrayLike<unknown>> {
  const columns: Record<string, ArrayLike<unknown>> = {};
  for (const [i, [name, dtype]] of [...schema].entries())
    defineOwnProperty(
      columns,
      name,
      concatColumn(
        batches.map((batch) => batch.columns[i] ?? []),
        arrayClassOf(dtype, encoding),
      ),
    );
  return columns;
}

/** Concatenates the chunks of a column: in an array of the class if none of them contains NULL. */
function concatColumn(chunks: readonly ArrayLike<unknown>[], Class: ArrayClass | null): ArrayLike<unknown> {
  const rowCount = chunks.reduce((sum, { length }) => sum + length, 0);
  const dense = Class !== null && !chunks.some(hasNull);
  const [single] = chunks;
  if (single && chunks.length === 1 && (dense ? single instanceof Class : Array.isArray(single))) return single;
  if (!dense) return concatArrays(chunks.map((chunk) => (Array.isArray(chunk) ? chunk : Array.from(chunk))));
  const values = new Class(rowCount);
  let offset = 0;
  for (const chunk of chunks) {
    values.set(chunk, offset);
    offset += chunk.length;
  }
  return values;
}

/** How many arrays one call of `concat` takes as arguments. */
const MAX_ARGUMENTS = 10_000;
/** Concatenates with the built-in `concat`, which is several times faster than copying value by value. */
function concatArrays(arrays: readonly (readonly unknown[])[]): unknown[] {
  let values: unknown[] = [];
  for (let i = 0; i < arrays.length; i += MAX_ARGUMENTS) values = values.concat(...arrays.slice(i, i + MAX_ARGUMENTS));
  return values;
}

const hasNull = (values: ArrayLike<unknown>): boolean => Array.isArray(values) && values.includes(null);
