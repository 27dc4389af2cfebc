import type { ValueEncoding } from "../backend/value-encoding.js";
import type { Timestamp } from "../dtype/dtype.js";
import type { IntervalValue } from "../dtype/js.js";
import { CAST_HINT, outOfRangeError } from "./errors.js";
import type { Vector } from "./vector.js";
import { bitAt, int32Words, SAFE_HIGH_LIMIT, TWO_POW_32 } from "./vector.js";

const MS_PER_DAY = 86_400_000;
/** The largest number of milliseconds since 1970 that a Date can represent. */
const MAX_DATE_MS = 8_640_000_000_000_000;

/** Computes a value for each row; NULL becomes null. */
function mapRows<T>({ length, validity }: Vector, value: (row: number) => T): (T | null)[] {
  const result: (T | null)[] = new Array(length);
  for (let i = 0; i < length; i++) result[i] = validity === null || bitAt(validity, i) ? value(i) : null;
  return result;
}

const twoDigits = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** Formats days since 1970-01-01 as an ISO 8601 date; years outside of 0 to 9999 have a sign and six digits. */
function isoDate(days: number): string {
  // Years start in March, and days are counted from 0000-03-01, so that a leap day is the last day of its year.
  const day = days + 719_468;
  const era = Math.floor(day / 146_097);
  const dayOfEra = day - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${isoYear(year)}-${twoDigits(month)}-${twoDigits(dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1)}`;
}

function isoYear(year: number): string {
  if (year >= 1000 && year <= 9999) return String(year);
  if (year >= 0 && year <= 9999) return String(year).padStart(4, "0");
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
}

/** Decodes dates as `YYYY-MM-DD`, or as Dates at midnight UTC. */
export function dates(vector: Vector, mode: ValueEncoding["date"], column: string): ArrayLike<unknown> {
  const { values } = vector;
  return mapRows(vector, (i) => {
    const days = Number(values[i]);
    if (days > MAX_DATE_MS / MS_PER_DAY || days < -MAX_DATE_MS / MS_PER_DAY)
      throw outOfRangeError("An infinite or out-of-range date", column, CAST_HINT);
    return mode === "Date" ? new Date(days * MS_PER_DAY) : isoDate(days);
  });
}

/** Decodes times of day as `HH:MM:SS`, with fractional digits but no trailing zeros. */
export function times(vector: Vector): ArrayLike<unknown> {
  const { values } = vector;
  return mapRows(vector, (i) => {
    const value = Number(values[i]);
    const seconds = Math.floor(value / 1e9);
    return timeText(seconds) + fractionText(value - seconds * 1e9, 9);
  });
}
const timeText = (seconds: number): string =>
  `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
const fractionText = (value: number, fractionDigits: number): string =>
  value === 0 ? "" : `.${String(value).padStart(fractionDigits, "0").replace(/0+$/, "")}`;

/** Decodes timestamps under the given value encoding; timestamps without a time zone are treated as UTC. */
export function timestamps(
  vector: Vector,
  { scale, zone }: Timestamp,
  mode: ValueEncoding["timestamp"],
  column: string,
): ArrayLike<unknown> {
  const values = vector.values as BigInt64Array; // the layout of timestamp vectors
  const fractionDigits = scale > 6 ? 9 : 6;
  if (mode === "micros") return microseconds(vector, values, fractionDigits);
  const unitsPerMs = 10 ** (fractionDigits - 3);
  const milliseconds = millisecondsOf(values, unitsPerMs);
  if (mode === "Date") {
    const result: (Date | null)[] = new Array(vector.length);
    for (let i = 0; i < result.length; i++) {
      if (vector.validity !== null && !bitAt(vector.validity, i)) {
        result[i] = null;
        continue;
      }
      const ms = milliseconds(i);
      if (ms > MAX_DATE_MS || ms < -MAX_DATE_MS)
        throw outOfRangeError("An infinite or out-of-range timestamp", column, CAST_HINT);
      result[i] = new Date(ms);
    }
    return result;
  }
  const suffix = zone === null ? "" : "Z";
  return mapRows(vector, (i) => {
    const ms = milliseconds(i);
    const days = Math.floor(ms / MS_PER_DAY);
    const seconds = Math.floor((ms - days * MS_PER_DAY) / 1000);
    const subMilliseconds = Number((values[i] ?? 0n) - BigInt(ms) * BigInt(unitsPerMs));
    const subSecondUnits = (ms - days * MS_PER_DAY - seconds * 1000) * unitsPerMs + subMilliseconds;
    return `${isoDate(days)}T${timeText(seconds)}${fractionText(subSecondUnits, fractionDigits)}${suffix}`;
  });
}

/** Milliseconds since 1970, rounded down. */
function millisecondsOf(values: BigInt64Array, unitsPerMs: number): (row: number) => number {
  const int32Halves = int32Words(values);
  const unit = BigInt(unitsPerMs);
  return (i) => {
    const high = int32Halves[i * 2 + 1] ?? 0;
    if (high < SAFE_HIGH_LIMIT && high >= -SAFE_HIGH_LIMIT) {
      const value = high * TWO_POW_32 + ((int32Halves[i * 2] ?? 0) >>> 0);
      const ms = Math.floor(value / unitsPerMs);
      return ms * unitsPerMs > value ? ms - 1 : ms; // the quotient may have been rounded up
    }
    const value = values[i] ?? 0n;
    const ms = value / unit;
    return Number(ms * unit > value ? ms - 1n : ms);
  };
}

function microseconds(vector: Vector, values: BigInt64Array, fractionDigits: number): ArrayLike<unknown> {
  if (fractionDigits === 6) return vector.validity === null ? values : mapRows(vector, (i) => values[i]);
  return mapRows(vector, (i) => {
    const value = values[i] ?? 0n;
    const micros = value / 1000n;
    return micros * 1000n > value ? micros - 1n : micros;
  });
}

/** Decodes intervals as `{ months, days, micros }`. */
export function intervals(vector: Vector, column: string): ArrayLike<unknown> {
  const { values } = vector;
  return mapRows(vector, (i): IntervalValue => {
    const component = (n: number): number => Number(values[i * 4 + n]);
    const micros = component(3) * TWO_POW_32 + (component(2) >>> 0);
    if (!Number.isSafeInteger(micros)) {
      const exact = (BigInt(component(3)) << 32n) | BigInt(component(2) >>> 0);
      throw outOfRangeError(`An interval of ${exact} microseconds`, column, CAST_HINT);
    }
    return { months: component(0), days: component(1), micros };
  });
}
