import type { DType, IntervalValue } from "@avocet/core";
import type { DuckDBVector } from "@duckdb/node-api";
import { DuckDBIntervalValue, DuckDBTypeId } from "@duckdb/node-api";
import { mismatch, outOfRange, unsafeInteger } from "./problems.js";
import { eachItem, eachRow, typedArrayOf, validityOf } from "./source.js";

const DAY = 86_400_000;
/** The largest count of milliseconds that a Date holds. */
const LAST = 8_640_000_000_000_000;
const AS_TEXT = "Cast the column to string, or filter such values out.";

/** Dates as YYYY-MM-DD; years beyond 9999 or before 0 with a sign and six digits, as ISO 8601 has it. */
export function decodeDate(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  const items = typedArrayOf(vector);
  if (vector.type.typeId !== DuckDBTypeId.DATE || !items) throw mismatch(vector, dtype, column);
  return eachRow(items.length, validityOf(vector), (row) => {
    const ms = Number(items[row]) * DAY;
    if (Math.abs(ms) > LAST) throw outOfRange("an infinite or far date", column, AS_TEXT);
    const text = new Date(ms).toISOString();
    return text.slice(0, text.indexOf("T"));
  });
}

/** How many parts of a second one unit of the stored integer is. */
const UNITS: ReadonlyMap<DuckDBTypeId, bigint> = new Map([
  [DuckDBTypeId.TIMESTAMP_S, 1n],
  [DuckDBTypeId.TIMESTAMP_MS, 1_000n],
  [DuckDBTypeId.TIMESTAMP, 1_000_000n],
  [DuckDBTypeId.TIMESTAMP_TZ, 1_000_000n],
  [DuckDBTypeId.TIMESTAMP_NS, 1_000_000_000n],
]);

/** Timestamps as Dates, wall-clock time as if in UTC; what is finer than a millisecond is cut off. */
export function decodeTimestamp(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  const items = typedArrayOf(vector);
  const unit = UNITS.get(vector.type.typeId);
  if (!(items instanceof BigInt64Array) || unit === undefined) throw mismatch(vector, dtype, column);
  return eachRow(items.length, validityOf(vector), (row) => {
    const ms = milliseconds(items[row] ?? 0n, unit);
    if (Math.abs(ms) > LAST) throw outOfRange("an infinite or far timestamp", column, AS_TEXT);
    return new Date(ms);
  });
}

function milliseconds(value: bigint, perSecond: bigint): number {
  if (perSecond <= 1000n) return Number((value * 1000n) / perSecond);
  const perMs = perSecond / 1000n;
  const rest = value % perMs;
  return Number(value / perMs - (rest < 0n ? 1n : 0n));
}

/** Times of day as HH:MM:SS, with as many digits after it as are not zero. */
export function decodeTime(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  const items = typedArrayOf(vector);
  const { typeId } = vector.type;
  const places = typeId === DuckDBTypeId.TIME ? 6 : typeId === DuckDBTypeId.TIME_NS ? 9 : 0;
  if (!(items instanceof BigInt64Array) || places === 0) throw mismatch(vector, dtype, column);
  return eachRow(items.length, validityOf(vector), (row) => clock(Number(items[row]), places));
}

function clock(value: number, places: number): string {
  const unit = 10 ** places;
  const seconds = Math.floor(value / unit);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const fraction = String(value % unit)
    .padStart(places, "0")
    .replace(/0+$/, "");
  return parts.map((part) => String(part).padStart(2, "0")).join(":") + (fraction ? `.${fraction}` : "");
}

/** Months, days and microseconds apart, as the engine keeps them. */
export function decodeInterval(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  return eachItem(vector, (item): IntervalValue => {
    if (!(item instanceof DuckDBIntervalValue)) throw mismatch(vector, dtype, column);
    const micros = Number(item.micros);
    if (!Number.isSafeInteger(micros)) throw unsafeInteger(`an interval of ${item.micros} microseconds`, column);
    return { months: item.months, days: item.days, micros };
  });
}
