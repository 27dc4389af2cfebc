import type { DType } from "@avocet/core";
import { AvocetError, isTimestamp, vector } from "@avocet/core";
import type { DuckDBType } from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";
import type { Reader } from "./source.js";
import { isValid, validityOf, viewOf } from "./source.js";

/** How many parts of a second one unit of the stored integer is. */
const UNITS: ReadonlyMap<Id, bigint> = new Map([
  [Id.TIMESTAMP_S, 1n],
  [Id.TIMESTAMP_MS, 1_000n],
  [Id.TIMESTAMP, 1_000_000n],
  [Id.TIMESTAMP_TZ, 1_000_000n],
  [Id.TIMESTAMP_NS, 1_000_000_000n],
]);
/** What stands for infinity, before or after all times: the largest values of their integers. */
const INFINITE_HIGH = 0x7fff_ffff;

const infinite = (what: string, column: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `an infinite or far ${what} in the column \`${column}\` has no value outside of DuckDB`,
    {
      hint: "Cast the column to string, or filter such values out.",
    },
  );

export function dateReader({ typeId }: DuckDBType, column: string): Reader | null {
  if (typeId !== Id.DATE) return null;
  return (raw, count) => {
    const values = viewOf(raw, count, Int32Array).slice();
    const validity = validityOf(raw, count);
    for (let row = 0; row < count; row++)
      if (Math.abs(values[row] ?? 0) === INFINITE_HIGH && isValid(validity, row)) throw infinite("date", column);
    return vector(count, { values, validity });
  };
}

export function timestampReader({ typeId }: DuckDBType, dtype: DType, column: string): Reader | null {
  const sent = UNITS.get(typeId);
  if (sent === undefined || !isTimestamp(dtype)) return null;
  const wanted = dtype.scale > 6 ? 1_000_000_000n : 1_000_000n;
  return (raw, count) => {
    const values = viewOf(raw, count, BigInt64Array).slice();
    const validity = validityOf(raw, count);
    const half = new Int32Array(values.buffer);
    for (let row = 0; row < count; row++) {
      const high = half[row * 2 + 1] ?? 0;
      // Infinity is 2^63 - 1, and -2^63 + 1 before all times.
      if (high === INFINITE_HIGH || high === -INFINITE_HIGH - 1)
        if (isValid(validity, row)) throw infinite("timestamp", column);
    }
    if (sent !== wanted)
      for (let row = 0; row < count; row++)
        if (isValid(validity, row)) {
          const value = moved(values[row] ?? 0n, sent, wanted);
          if (BigInt.asIntN(64, value) !== value) throw infinite("timestamp", column);
          values[row] = value;
        }
    return vector(count, { values, validity });
  };
}
/** Another unit; downwards where it is coarser. */
function moved(value: bigint, sent: bigint, wanted: bigint): bigint {
  const exact = value * wanted;
  const rest = exact % sent;
  return exact / sent - (rest < 0n ? 1n : 0n);
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

/** The engine keeps them as the vector does. */
export function intervalReader({ typeId }: DuckDBType): Reader | null {
  if (typeId !== Id.INTERVAL) return null;
  return (raw, count) =>
    vector(count, { values: viewOf(raw, count * 4, Int32Array).slice(), validity: validityOf(raw, count) });
}
