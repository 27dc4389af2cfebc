import type { ValueEncoding } from "../backend/value-encoding.js";
import type { ArrayType, DType, MapType, StructType } from "../dtype/dtype.js";
import { buildRecord } from "./record.js";
import type { Vector } from "./vector.js";
import { bitAt } from "./vector.js";

/** Decodes a vector to JavaScript values. A parameter below, because nested dtypes contain values of any dtype. */
export type Decode = (vector: Vector, dtype: DType, encoding: ValueEncoding, column: string) => ArrayLike<unknown>;

// Each function decodes the child vectors of all rows once, then slices them into rows.

/** Decodes arrays as JavaScript arrays. */
export function arrays(
  vector: Vector,
  dtype: ArrayType,
  encoding: ValueEncoding,
  column: string,
  decode: Decode,
): ArrayLike<unknown> {
  const elements = decode(childVector(vector, 0), dtype.element, encoding, column);
  return mapRanges(vector, (start, end) => {
    const values: unknown[] = new Array(end - start);
    for (let i = start; i < end; i++) values[i - start] = elements[i];
    return values;
  });
}

/** Decodes maps as `Map`s. */
export function maps(
  vector: Vector,
  dtype: MapType,
  encoding: ValueEncoding,
  column: string,
  decode: Decode,
): ArrayLike<unknown> {
  const keys = decode(childVector(vector, 0), dtype.key, encoding, column);
  const values = decode(childVector(vector, 1), dtype.value, encoding, column);
  return mapRanges(vector, (start, end) => {
    const map = new Map<unknown, unknown>();
    for (let i = start; i < end; i++) map.set(keys[i], values[i]);
    return map;
  });
}

/** Decodes structs as objects. */
export function structs(
  vector: Vector,
  dtype: StructType,
  encoding: ValueEncoding,
  column: string,
  decode: Decode,
): ArrayLike<unknown> {
  const { length, validity } = vector;
  const names = Object.keys(dtype.fields);
  const fields = Object.entries(dtype.fields).map(([name, field], i) =>
    decode(childVector(vector, i), field, encoding, `${column}.${name}`),
  );
  const result: unknown[] = new Array(length);
  for (let i = 0; i < length; i++)
    result[i] = validity === null || bitAt(validity, i) ? buildRecord(names, (j) => fields[j]?.[i]) : null;
  return result;
}

function childVector({ children }: Vector, i: number): Vector {
  const child = children[i];
  if (!child) throw new TypeError("Internal error: the vector of a nested dtype lacks a child vector");
  return child;
}

function mapRanges<T>({ length, validity, offsets }: Vector, value: (start: number, end: number) => T): (T | null)[] {
  const result: (T | null)[] = new Array(length);
  for (let i = 0; i < length; i++)
    result[i] = validity === null || bitAt(validity, i) ? value(offsets?.[i] ?? 0, offsets?.[i + 1] ?? 0) : null;
  return result;
}
