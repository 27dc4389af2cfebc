import type { ValueModes } from "../backend/values.js";
import type { Timestamp } from "../dtype/dtype.js";
import type { IntervalValue } from "../dtype/js.js";
import { AS_STRING, outOfRange } from "./problems.js";
import type { Vector } from "./vector.js";
import { bitAt, HIGH, HIGH_LIMIT, halves } from "./vector.js";

const DAY = 86_400_000;
/** The largest count of milliseconds that a Date holds. */
const LAST = 8_640_000_000_000_000;

/** A value for each row, null where it is NULL. */
function each<T>({ length, validity }: Vector, value: (row: number) => T): (T | null)[] {
  const out: (T | null)[] = new Array(length);
  for (let i = 0; i < length; i++) out[i] = validity === null || bitAt(validity, i) ? value(i) : null;
  return out;
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** The calendar day, some days from 1970-01-01, as ISO 8601 has it: years outside of 0 to 9999 with a sign and six digits. */
function isoDay(days: number): string {
  // Years are counted from March, and days from 0000-03-01, so that leap days come last.
  const day = days + 719_468;
  const era = Math.floor(day / 146_097);
  const ofEra = day - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${isoYear(year)}-${two(month)}-${two(ofYear - Math.floor((153 * shifted + 2) / 5) + 1)}`;
}

function isoYear(year: number): string {
  if (year >= 1000 && year <= 9999) return String(year);
  if (year >= 0 && year <= 9999) return String(year).padStart(4, "0");
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
}

/** Dates as `YYYY-MM-DD`, or as Dates of midnight in UTC. */
export function dates(vector: Vector, mode: ValueModes["date"], column: string): ArrayLike<unknown> {
  const { values } = vector;
  return each(vector, (i) => {
    const days = Number(values[i]);
    if (days > LAST / DAY || days < -LAST / DAY) throw outOfRange("an infinite or far date", column, AS_STRING);
    return mode === "Date" ? new Date(days * DAY) : isoDay(days);
  });
}

/** Times of day as `HH:MM:SS`, with as many digits after it as are not zero. */
export function times(vector: Vector): ArrayLike<unknown> {
  const { values } = vector;
  return each(vector, (i) => {
    const value = Number(values[i]);
    const seconds = Math.floor(value / 1e9);
    return clock(seconds) + fraction(value - seconds * 1e9, 9);
  });
}
const clock = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
const fraction = (value: number, places: number): string =>
  value === 0 ? "" : `.${String(value).padStart(places, "0").replace(/0+$/, "")}`;

/** Timestamps in the form that was asked for; wall-clock time as if it were in UTC. */
export function timestamps(
  vector: Vector,
  { scale, zone }: Timestamp,
  mode: ValueModes["timestamp"],
  column: string,
): ArrayLike<unknown> {
  const values = vector.values as BigInt64Array; // as the layout of timestamps says
  const places = scale > 6 ? 9 : 6;
  if (mode === "micros") return microseconds(vector, values, places);
  const perMs = 10 ** (places - 3);
  const milliseconds = millisecondsOf(values, perMs);
  if (mode === "Date") {
    const out: (Date | null)[] = new Array(vector.length);
    for (let i = 0; i < out.length; i++) {
      if (vector.validity !== null && !bitAt(vector.validity, i)) {
        out[i] = null;
        continue;
      }
      const ms = milliseconds(i);
      if (ms > LAST || ms < -LAST) throw outOfRange("an infinite or far timestamp", column, AS_STRING);
      out[i] = new Date(ms);
    }
    return out;
  }
  const suffix = zone === null ? "" : "Z";
  return each(vector, (i) => {
    const ms = milliseconds(i);
    const days = Math.floor(ms / DAY);
    const seconds = Math.floor((ms - days * DAY) / 1000);
    const finer = Number((values[i] ?? 0n) - BigInt(ms) * BigInt(perMs));
    const rest = (ms - days * DAY - seconds * 1000) * perMs + finer;
    return `${isoDay(days)}T${clock(seconds)}${fraction(rest, places)}${suffix}`;
  });
}

/** Milliseconds since 1970, cut off downwards. */
function millisecondsOf(values: BigInt64Array, perMs: number): (row: number) => number {
  const half = halves(values);
  const unit = BigInt(perMs);
  return (i) => {
    const high = half[i * 2 + 1] ?? 0;
    if (high < HIGH_LIMIT && high >= -HIGH_LIMIT) {
      const value = high * HIGH + ((half[i * 2] ?? 0) >>> 0);
      const ms = Math.floor(value / perMs);
      return ms * perMs > value ? ms - 1 : ms; // the quotient may have been rounded up
    }
    const value = values[i] ?? 0n;
    const ms = value / unit;
    return Number(ms * unit > value ? ms - 1n : ms);
  };
}

function microseconds(vector: Vector, values: BigInt64Array, places: number): ArrayLike<unknown> {
  if (places === 6) return vector.validity === null ? values : each(vector, (i) => values[i]);
  return each(vector, (i) => {
    const value = values[i] ?? 0n;
    const micros = value / 1000n;
    return micros * 1000n > value ? micros - 1n : micros;
  });
}

/** Months, days and microseconds, each apart. */
export function intervals(vector: Vector, column: string): ArrayLike<unknown> {
  const { values } = vector;
  return each(vector, (i): IntervalValue => {
    const part = (n: number): number => Number(values[i * 4 + n]);
    const micros = part(3) * HIGH + (part(2) >>> 0);
    if (!Number.isSafeInteger(micros)) {
      const exact = (BigInt(part(3)) << 32n) | BigInt(part(2) >>> 0);
      throw outOfRange(`an interval of ${exact} microseconds`, column, AS_STRING);
    }
    return { months: part(0), days: part(1), micros };
  });
}
