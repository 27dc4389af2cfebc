import type { Decimal, DType, IntegerKind, Timestamp } from "../dtype/dtype.js";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import { AvocetError } from "../errors.js";
import { CAST_HINT, outOfRangeError } from "./errors.js";
import { encodeTexts, joinBytes } from "./utf8.js";
import type { Vector, VectorArray } from "./vector.js";
import { bitmap, int32Words, setBit, TWO_POW_32, vector } from "./vector.js";

const ARRAY_CLASSES: Readonly<Record<IntegerKind | "float32" | "float64", new (length: number) => VectorArray>> = {
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
const BIGINT_KINDS: ReadonlySet<string> = new Set(["int64", "uint64"]);

/**
 * Encodes JavaScript values as a vector. Accepts every value encoding of results; precision that an encoding lacks,
 * such as the microseconds of a Date, is not restored.
 * @example vectorOf([1, null], int32, "n").validity // Uint8Array.of(1)
 */
export function vectorOf(values: ArrayLike<unknown>, dtype: DType, column: string): Vector {
  const { length } = values;
  const arrays = encodeArrays(values, dtype, column);
  let validity: Uint8Array | null = null;
  for (let i = 0; i < length; i++)
    if (isMissing(values[i])) {
      validity = validityOf(values);
      break;
    }
  return vector(length, { ...arrays, validity });
}
const isMissing = (value: unknown): value is null | undefined => value === null || value === undefined;

function validityOf(values: ArrayLike<unknown>): Uint8Array {
  const bits = bitmap(values.length);
  for (let i = 0; i < values.length; i++) if (!isMissing(values[i])) setBit(bits, i);
  return bits;
}

function encodeArrays(values: ArrayLike<unknown>, dtype: DType, column: string): Partial<Vector> {
  const mismatch = (value: unknown): AvocetError =>
    new AvocetError(
      "schema-mismatch",
      `The column \`${column}\` of ${printDType(dtype)} contains a value of type ${typeof value}`,
    );
  if (isInteger(dtype) || isFloat(dtype)) {
    const array = new ARRAY_CLASSES[dtype.kind as keyof typeof ARRAY_CLASSES](values.length); // integer and float kinds
    const convert: (value: never) => number | bigint = BIGINT_KINDS.has(dtype.kind) ? BigInt : Number;
    for (let i = 0; i < values.length; i++)
      // BigInt and Number throw for values that are not numeric.
      if (!isMissing(values[i])) (array as { [i: number]: unknown })[i] = convert(values[i] as never);
    return { values: array };
  }
  if (isDecimal(dtype)) return { values: decimals(values, dtype) };
  if (isTimestamp(dtype))
    return {
      values: bigIntArray(values, (value) => {
        const units = epochUnits(value, dtype, mismatch);
        if (BigInt.asIntN(64, units) !== units)
          throw outOfRangeError("A timestamp out of the range of nanoseconds", column, CAST_HINT);
        return units;
      }),
    };
  if (isArray(dtype)) {
    const { offsets, items } = flatten(values, (value) =>
      Array.isArray(value) ? value : typedArrayItems(value, mismatch),
    );
    return { offsets, children: [vectorOf(items, dtype.element, column)] };
  }
  if (isMap(dtype)) {
    const { offsets, items } = flatten(values, (value): [unknown, unknown][] => {
      if (!(value instanceof Map)) throw mismatch(value);
      return [...value];
    });
    const [keys, mapValues] = [items.map(([key]) => key), items.map(([, value]) => value)];
    return { offsets, children: [vectorOf(keys, dtype.key, column), vectorOf(mapValues, dtype.value, column)] };
  }
  if (isStruct(dtype)) {
    const children = Object.entries(dtype.fields).map(([name, field]) =>
      vectorOf(
        Array.from(values, (value) => (isMissing(value) ? null : ownProperty(value, name))),
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
          if (isMissing(value)) return null;
          if (value instanceof Uint8Array) return value;
          throw mismatch(value);
        }),
      );
    case "date":
      return { values: Int32Array.from(values, (value) => (isMissing(value) ? 0 : daysSince1970(value, mismatch))) };
    case "time":
      return { values: bigIntArray(values, (value) => nanosSinceMidnight(String(value))) };
    case "interval":
      return { values: intervals(values) };
    default: {
      const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
      return encodeTexts(Array.from(values, (value) => (isMissing(value) ? null : text(value))));
    }
  }
}

function ownProperty(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : null;
}
function typedArrayItems(value: unknown, mismatch: (value: unknown) => AvocetError): unknown[] {
  if (!ArrayBuffer.isView(value) || !(Symbol.iterator in value)) throw mismatch(value);
  return Array.from(value as unknown as Iterable<unknown>); // a typed array
}

function bigIntArray(values: ArrayLike<unknown>, convert: (value: unknown) => bigint): BigInt64Array {
  const array = new BigInt64Array(values.length);
  for (let i = 0; i < values.length; i++) if (!isMissing(values[i])) array[i] = convert(values[i]);
  return array;
}

/** Flattens the items of all rows; returns the items and the offset of each row. */
function flatten<T>(
  values: ArrayLike<unknown>,
  convert: (value: unknown) => readonly T[],
): { offsets: Int32Array; items: T[] } {
  const offsets = new Int32Array(values.length + 1);
  const items: T[] = [];
  for (let i = 0; i < values.length; i++) {
    if (!isMissing(values[i])) for (const item of convert(values[i])) items.push(item);
    offsets[i + 1] = items.length;
  }
  return { offsets, items };
}

function decimals(values: ArrayLike<unknown>, { precision, scale }: Decimal): BigInt64Array | BigUint64Array {
  const unscaled = (value: unknown): bigint => {
    const text = typeof value === "number" ? value.toFixed(scale) : String(value);
    const [integerPart = "", fraction = ""] = text.split(".");
    return BigInt(integerPart + fraction.slice(0, scale).padEnd(scale, "0"));
  };
  if (precision <= 15) return exactDoubles(values, 10 ** scale);
  if (precision <= 18) return bigIntArray(values, unscaled);
  const array = new BigUint64Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    if (isMissing(values[i])) continue;
    const value = unscaled(values[i]);
    array[i * 2] = BigInt.asUintN(64, value);
    array[i * 2 + 1] = BigInt.asUintN(64, value >> 64n);
  }
  return array;
}

/** Encodes decimals of at most 15 digits without bigints: as doubles, their error stays below half a unit. */
function exactDoubles(values: ArrayLike<unknown>, unit: number): BigInt64Array {
  const array = new BigInt64Array(values.length);
  const int32Halves = int32Words(array);
  for (let i = 0; i < values.length; i++) {
    if (isMissing(values[i])) continue;
    const value = Math.round(Number(values[i]) * unit);
    int32Halves[i * 2] = value % TWO_POW_32;
    int32Halves[i * 2 + 1] = Math.floor(value / TWO_POW_32);
  }
  return array;
}

function daysSince1970(value: unknown, mismatch: (value: unknown) => AvocetError): number {
  const ms = value instanceof Date ? value.getTime() : Date.parse(`${String(value)}T00:00:00Z`);
  if (Number.isNaN(ms)) throw mismatch(value);
  return Math.floor(ms / 86_400_000);
}

function nanosSinceMidnight(text: string): bigint {
  const [timeOfDay = "", fraction = ""] = text.split(".");
  const [hours = 0, minutes = 0, seconds = 0] = timeOfDay.split(":").map(Number);
  return BigInt((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}

function epochUnits(value: unknown, { scale }: Timestamp, mismatch: (value: unknown) => AvocetError): bigint {
  const fractionDigits = scale > 6 ? 9 : 6;
  if (typeof value === "bigint") return fractionDigits === 9 ? value * 1000n : value;
  if (value instanceof Date) return BigInt(value.getTime()) * 10n ** BigInt(fractionDigits - 3);
  const [, upToSeconds = "", fraction = ""] = /^([^.]*?)(?:\.(\d+))?Z?$/.exec(String(value)) ?? [];
  const ms = Date.parse(`${upToSeconds}Z`);
  if (Number.isNaN(ms)) throw mismatch(value);
  return (
    BigInt(ms) * 10n ** BigInt(fractionDigits - 3) +
    BigInt(fraction.slice(0, fractionDigits).padEnd(fractionDigits, "0"))
  );
}

function intervals(values: ArrayLike<unknown>): Int32Array {
  const array = new Int32Array(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    if (isMissing(values[i])) continue;
    const component = (name: string): number => Number(ownProperty(values[i], name) ?? 0);
    const micros = BigInt(component("micros"));
    array.set(
      [component("months"), component("days"), Number(BigInt.asIntN(32, micros)), Number(micros >> 32n)],
      i * 4,
    );
  }
  return array;
}
