import type { Decimal, DType, IntegerKind, Timestamp } from "../dtype/dtype.js";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import { AvocetError } from "../errors.js";
import { AS_STRING, outOfRange } from "./problems.js";
import { encodeTexts, joinBytes } from "./utf8.js";
import type { Vector, VectorArray } from "./vector.js";
import { bitmap, HIGH, halves, setBit, vector } from "./vector.js";

const ARRAYS: Readonly<Record<IntegerKind | "float32" | "float64", new (length: number) => VectorArray>> = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};
const WIDE: ReadonlySet<string> = new Set(["int64", "uint64"]);

/**
 * The vector of JavaScript values, in any of the forms that results have them in. What the forms cut off, such as the microseconds of a
 * Date, is not in it.
 * @example vectorOf([1, null], int32, "n").validity // Uint8Array.of(1)
 */
export function vectorOf(values: ArrayLike<unknown>, dtype: DType, column: string): Vector {
  const { length } = values;
  const parts = partsOf(values, dtype, column);
  let validity: Uint8Array | null = null;
  for (let i = 0; i < length; i++)
    if (missing(values[i])) {
      validity = validityOf(values);
      break;
    }
  return vector(length, { ...parts, validity });
}
const missing = (value: unknown): value is null | undefined => value === null || value === undefined;

function validityOf(values: ArrayLike<unknown>): Uint8Array {
  const bits = bitmap(values.length);
  for (let i = 0; i < values.length; i++) if (!missing(values[i])) setBit(bits, i);
  return bits;
}

function partsOf(values: ArrayLike<unknown>, dtype: DType, column: string): Partial<Vector> {
  const wrong = (value: unknown): AvocetError =>
    new AvocetError("schema-mismatch", `the column \`${column}\` came with ${typeof value} for ${printDType(dtype)}`);
  if (isInteger(dtype) || isFloat(dtype)) {
    const array = new ARRAYS[dtype.kind as keyof typeof ARRAYS](values.length); // the kinds of integers and floats
    const of: (value: never) => number | bigint = WIDE.has(dtype.kind) ? BigInt : Number;
    for (let i = 0; i < values.length; i++)
      if (!missing(values[i])) (array as { [i: number]: unknown })[i] = of(values[i] as never); // BigInt and Number refuse what is none
    return { values: array };
  }
  if (isDecimal(dtype)) return { values: decimals(values, dtype) };
  if (isTimestamp(dtype))
    return {
      values: wide(values, (value) => {
        const units = instant(value, dtype, wrong);
        if (BigInt.asIntN(64, units) !== units) throw outOfRange("a far timestamp in nanoseconds", column, AS_STRING);
        return units;
      }),
    };
  if (isArray(dtype)) {
    const { offsets, parts } = spread(values, (value) => (Array.isArray(value) ? value : typed(value, wrong)));
    return { offsets, children: [vectorOf(parts, dtype.element, column)] };
  }
  if (isMap(dtype)) {
    const { offsets, parts } = spread(values, (value): [unknown, unknown][] => {
      if (!(value instanceof Map)) throw wrong(value);
      return [...value];
    });
    const [keys, held] = [parts.map(([key]) => key), parts.map(([, value]) => value)];
    return { offsets, children: [vectorOf(keys, dtype.key, column), vectorOf(held, dtype.value, column)] };
  }
  if (isStruct(dtype)) {
    const children = Object.entries(dtype.fields).map(([name, field]) =>
      vectorOf(
        Array.from(values, (value) => (missing(value) ? null : own(value, name))),
        field,
        `${column}.${name}`,
      ),
    );
    return { children };
  }
  switch (dtype.kind) {
    case "null":
      return {};
    case "bool": {
      const bits = bitmap(values.length);
      for (let i = 0; i < values.length; i++) if (values[i] === true) setBit(bits, i);
      return { values: bits };
    }
    case "binary":
      return joinBytes(
        Array.from(values, (value) => {
          if (missing(value)) return null;
          if (value instanceof Uint8Array) return value;
          throw wrong(value);
        }),
      );
    case "date":
      return { values: Int32Array.from(values, (value) => (missing(value) ? 0 : days(value, wrong))) };
    case "time":
      return { values: wide(values, (value) => sinceMidnight(String(value))) };
    case "interval":
      return { values: intervals(values) };
    default: {
      const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
      return encodeTexts(Array.from(values, (value) => (missing(value) ? null : text(value))));
    }
  }
}

function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : null;
}
function typed(value: unknown, wrong: (value: unknown) => AvocetError): unknown[] {
  if (!ArrayBuffer.isView(value) || !(Symbol.iterator in value)) throw wrong(value);
  return Array.from(value as unknown as Iterable<unknown>); // a typed array
}

function wide(values: ArrayLike<unknown>, of: (value: unknown) => bigint): BigInt64Array {
  const array = new BigInt64Array(values.length);
  for (let i = 0; i < values.length; i++) if (!missing(values[i])) array[i] = of(values[i]);
  return array;
}

/** All parts of all rows, and where those of each begin. */
function spread<T>(
  values: ArrayLike<unknown>,
  of: (value: unknown) => readonly T[],
): { offsets: Int32Array; parts: T[] } {
  const offsets = new Int32Array(values.length + 1);
  const parts: T[] = [];
  for (let i = 0; i < values.length; i++) {
    if (!missing(values[i])) for (const part of of(values[i])) parts.push(part);
    offsets[i + 1] = parts.length;
  }
  return { offsets, parts };
}

function decimals(values: ArrayLike<unknown>, { precision, scale }: Decimal): BigInt64Array | BigUint64Array {
  const unscaled = (value: unknown): bigint => {
    const text = typeof value === "number" ? value.toFixed(scale) : String(value);
    const [whole = "", fraction = ""] = text.split(".");
    return BigInt(whole + fraction.slice(0, scale).padEnd(scale, "0"));
  };
  if (precision <= 15) return exactDoubles(values, 10 ** scale);
  if (precision <= 18) return wide(values, unscaled);
  const array = new BigUint64Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    if (missing(values[i])) continue;
    const value = unscaled(values[i]);
    array[i * 2] = BigInt.asUintN(64, value);
    array[i * 2 + 1] = BigInt.asUintN(64, value >> 64n);
  }
  return array;
}

/** Digits of at most 15 places, which doubles hold: no error of theirs reaches half a unit. Their halves are made without bigints. */
function exactDoubles(values: ArrayLike<unknown>, unit: number): BigInt64Array {
  const array = new BigInt64Array(values.length);
  const half = halves(array);
  for (let i = 0; i < values.length; i++) {
    if (missing(values[i])) continue;
    const value = Math.round(Number(values[i]) * unit);
    half[i * 2] = value % HIGH;
    half[i * 2 + 1] = Math.floor(value / HIGH);
  }
  return array;
}

function days(value: unknown, wrong: (value: unknown) => AvocetError): number {
  const ms = value instanceof Date ? value.getTime() : Date.parse(`${String(value)}T00:00:00Z`);
  if (Number.isNaN(ms)) throw wrong(value);
  return Math.floor(ms / 86_400_000);
}

function sinceMidnight(text: string): bigint {
  const [clock = "", fraction = ""] = text.split(".");
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return BigInt((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}

function instant(value: unknown, { scale }: Timestamp, wrong: (value: unknown) => AvocetError): bigint {
  const places = scale > 6 ? 9 : 6;
  if (typeof value === "bigint") return places === 9 ? value * 1000n : value;
  if (value instanceof Date) return BigInt(value.getTime()) * 10n ** BigInt(places - 3);
  const [, upToSeconds = "", fraction = ""] = /^([^.]*?)(?:\.(\d+))?Z?$/.exec(String(value)) ?? [];
  const ms = Date.parse(`${upToSeconds}Z`);
  if (Number.isNaN(ms)) throw wrong(value);
  return BigInt(ms) * 10n ** BigInt(places - 3) + BigInt(fraction.slice(0, places).padEnd(places, "0"));
}

function intervals(values: ArrayLike<unknown>): Int32Array {
  const array = new Int32Array(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    if (missing(values[i])) continue;
    const part = (name: string): number => Number(own(values[i], name) ?? 0);
    const micros = BigInt(part("micros"));
    array.set([part("months"), part("days"), Number(BigInt.asIntN(32, micros)), Number(micros >> 32n)], i * 4);
  }
  return array;
}
