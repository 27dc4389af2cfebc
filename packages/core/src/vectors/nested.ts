import type { ValueModes } from "../backend/values.js";
import type { ArrayType, DType, MapType, StructType } from "../dtype/dtype.js";
import { record } from "./record.js";
import type { Vector } from "./vector.js";
import { bitAt } from "./vector.js";

/** Gives the values of a vector; passed on, since nested dtypes hold any others. */
export type Decode = (vector: Vector, dtype: DType, modes: ValueModes, column: string) => ArrayLike<unknown>;

// Each decodes the flat vectors of all elements once and then cuts them into rows.

/** Arrays as arrays. */
export function arrays(
  vector: Vector,
  dtype: ArrayType,
  modes: ValueModes,
  column: string,
  decode: Decode,
): ArrayLike<unknown> {
  const elements = decode(childOf(vector, 0), dtype.element, modes, column);
  return spans(vector, (start, end) => {
    const values: unknown[] = new Array(end - start);
    for (let i = start; i < end; i++) values[i - start] = elements[i];
    return values;
  });
}

/** Maps as `Map`s. */
export function maps(
  vector: Vector,
  dtype: MapType,
  modes: ValueModes,
  column: string,
  decode: Decode,
): ArrayLike<unknown> {
  const keys = decode(childOf(vector, 0), dtype.key, modes, column);
  const values = decode(childOf(vector, 1), dtype.value, modes, column);
  return spans(vector, (start, end) => {
    const map = new Map<unknown, unknown>();
    for (let i = start; i < end; i++) map.set(keys[i], values[i]);
    return map;
  });
}

/** Structs as objects. */
export function structs(
  vector: Vector,
  dtype: StructType,
  modes: ValueModes,
  column: string,
  decode: Decode,
): ArrayLike<unknown> {
  const { length, validity } = vector;
  const names = Object.keys(dtype.fields);
  const fields = Object.entries(dtype.fields).map(([name, field], i) =>
    decode(childOf(vector, i), field, modes, `${column}.${name}`),
  );
  const out: unknown[] = new Array(length);
  for (let i = 0; i < length; i++)
    out[i] = validity === null || bitAt(validity, i) ? record(names, (j) => fields[j]?.[i]) : null;
  return out;
}

function childOf({ children }: Vector, i: number): Vector {
  const child = children[i];
  if (!child) throw new TypeError("a vector of nested values lacks the vector of its parts");
  return child;
}

function spans<T>({ length, validity, offsets }: Vector, value: (start: number, end: number) => T): (T | null)[] {
  const out: (T | null)[] = new Array(length);
  for (let i = 0; i < length; i++)
    out[i] = validity === null || bitAt(validity, i) ? value(offsets?.[i] ?? 0, offsets?.[i + 1] ?? 0) : null;
  return out;
}
