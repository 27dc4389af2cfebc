import type { DType, Kind } from "../dtype/dtype.js";
import type { Fields } from "../ir/relation.js";
import { define } from "../vectors/record.js";
import type { Batch } from "./contract.js";
import type { ValueModes } from "./values.js";

type NumberArray = { length: number; [i: number]: unknown; set(values: ArrayLike<unknown>, at: number): void };
type ArrayClass = new (length: number) => NumberArray;
const typed = (Class: unknown): ArrayClass => Class as ArrayClass; // typed arrays are made by their length, and hold numbers or bigints

const CLASSES: Readonly<Partial<Record<Kind, ArrayClass>>> = {
  int8: typed(Int8Array),
  int16: typed(Int16Array),
  int32: typed(Int32Array),
  uint8: typed(Uint8Array),
  uint16: typed(Uint16Array),
  uint32: typed(Uint32Array),
  float32: typed(Float32Array),
  float64: typed(Float64Array),
};

/** The class of the array that values of a dtype have if none is NULL; null where they are in a plain array. */
function classOf({ kind }: DType, modes: ValueModes): ArrayClass | null {
  switch (kind) {
    case "int64":
    case "uint64":
      if (modes.int64 === "number") return typed(Float64Array);
      return modes.int64 === "bigint" ? typed(kind === "int64" ? BigInt64Array : BigUint64Array) : null;
    case "decimal":
      return modes.decimal === "number" ? typed(Float64Array) : null;
    case "timestamp":
      return modes.timestamp === "micros" ? typed(BigInt64Array) : null;
    default:
      return CLASSES[kind] ?? null;
  }
}

/**
 * The values of all batches, column by column; see `ColumnValues` for which arrays they are in.
 * @example columnsOfBatches([], new Map([["n", int32]]), DEFAULT_MODES) // { n: Int32Array.of() }
 */
export function columnsOfBatches(
  batches: readonly Batch[],
  schema: Fields,
  modes: ValueModes,
): Record<string, ArrayLike<unknown>> {
  const columns: Record<string, ArrayLike<unknown>> = {};
  for (const [i, [name, dtype]] of [...schema].entries())
    define(
      columns,
      name,
      joined(
        batches.map((batch) => batch.columns[i] ?? []),
        classOf(dtype, modes),
      ),
    );
  return columns;
}

/** Parts of a column as one: in an array of the class if none of them holds NULL. */
function joined(parts: readonly ArrayLike<unknown>[], Class: ArrayClass | null): ArrayLike<unknown> {
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const dense = Class !== null && !parts.some(holdsNull);
  const [only] = parts;
  if (only && parts.length === 1 && (dense ? only instanceof Class : Array.isArray(only))) return only;
  if (!dense) return concatenated(parts.map((part) => (Array.isArray(part) ? part : Array.from(part))));
  const values = new Class(total);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}

/** How many arrays are handed to one call. */
const AT_ONCE = 10_000;
/** The engine's own `concat` copies whole arrays, several times faster than value by value. */
function concatenated(parts: readonly (readonly unknown[])[]): unknown[] {
  let values: unknown[] = [];
  for (let i = 0; i < parts.length; i += AT_ONCE) values = values.concat(...parts.slice(i, i + AT_ONCE));
  return values;
}

const holdsNull = (part: ArrayLike<unknown>): boolean => Array.isArray(part) && part.includes(null);
