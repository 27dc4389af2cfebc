import type { DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import { isTimestamp, vector } from "@avocet/core/backend";
import type { DuckDBType } from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";
import type { Reader } from "./source.js";
import { isValid, validityOf, viewOf } from "./source.js";

/** The units per second of the stored integers. */
const UNITS_PER_SECOND: ReadonlyMap<Id, bigint> = new Map([
  [Id.TIMESTAMP_S, 1n],
  [Id.TIMESTAMP_MS, 1_000n],
  [Id.TIMESTAMP, 1_000_000n],
  [Id.TIMESTAMP_TZ, 1_000_000n],
  [Id.TIMESTAMP_NS, 1_000_000_000n],
]);
/** Infinity is stored as the largest and smallest integer; this is the upper half of a 64-bit one. */
const INFINITE_HIGH = 0x7fff_ffff;

const infiniteError = (dtypeName: string, column: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `An infinite or out-of-range ${dtypeName} in the column \`${column}\` cannot be represented outside of DuckDB`,
    {
      hint: "Cast the column to string, or filter out such values.",
    },
  );

export function dateReader({ typeId }: DuckDBType, column: string): Reader | null {
  if (typeId !== Id.DATE) return null;
  return (raw, count) => {
    const values = viewOf(raw, count, Int32Array).slice();
    const validity = validityOf(raw, count);
    for (let row = 0; row < count; row++)
      if (Math.abs(values[row] ?? 0) === INFINITE_HIGH && isValid(validity, row)) throw infiniteError("date", column);
    return vector(count, { values, validity });
  };
}

export function timestampReader({ typeId }: DuckDBType, dtype: DType, column: string): Reader | null {
  const storedUnit = UNITS_PER_SECOND.get(typeId);
  if (storedUnit === undefined || !isTimestamp(dtype)) return null;
  const vectorUnit = dtype.scale > 6 ? 1_000_000_000n : 1_000_000n;
  return (raw, count) => {
    const values = viewOf(raw, count, BigInt64Array).slice();
    const validity = validityOf(raw, count);
    const halves = new Int32Array(values.buffer);
    for (let row = 0; row < count; row++) {
      const high = halves[row * 2 + 1] ?? 0;
      // Infinity is 2^63 - 1, and -infinity is -2^63 + 1.
      if (high === INFINITE_HIGH || high === -INFINITE_HIGH - 1)
        if (isValid(validity, row)) throw infiniteError("timestamp", column);
    }
    if (storedUnit !== vectorUnit)
      for (let row = 0; row < count; row++)
        if (isValid(validity, row)) {
          const value = convertUnit(values[row] ?? 0n, storedUnit, vectorUnit);
          if (BigInt.asIntN(64, value) !== value) throw infiniteError("timestamp", column);
          values[row] = value;
        }
    return vector(count, { values, validity });
  };
}
/** Converts a value to another unit, rounding down. */
function convertUnit(value: bigint, storedUnit: bigint, vectorUnit: bigint): bigint {
  const scaled = value * vectorUnit;
  const remainder = scaled % storedUnit;
  return scaled / storedUnit - (remainder < 0n ? 1n : 0n);
}

export function timeReader({ typeId }: DuckDBType): Reader | null {
  const unit = typeId === Id.TIME ? 1000n : typeId === Id.TIME_NS ? 1n : 0n;
  if (unit === 0n) return null;
  return (raw, count) => {
    const view = viewOf(raw, count, BigInt64Array);
    const values = unit === 1n ? view.slice() : view.map((value) => value * unit);
    return vector(count, { values, validity: validityOf(raw, count) });
  };
}

/** DuckDB stores intervals in the same layout as the vector. */
export function intervalReader({ typeId }: DuckDBType): Reader | null {
  if (typeId !== Id.INTERVAL) return null;
  return (raw, count) =>
    vector(count, { values: viewOf(raw, count * 4, Int32Array).slice(), validity: validityOf(raw, count) });
}
