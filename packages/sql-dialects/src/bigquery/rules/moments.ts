import type { DType, IntervalValue } from "@avocet/core";
import { isTimestamp } from "@avocet/core";
import { call, infix, keyword, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";

export type ClockKind = "DATE" | "TIME" | "DATETIME" | "TIMESTAMP";
/** A date, time or timestamp with the word that BigQuery's functions of it begin with. An untyped NULL is a timestamp. */
export function clockOf(moment: Sql, dtype: DType): { readonly moment: Sql; readonly kind: ClockKind } {
  if (dtype.kind === "date") return { moment, kind: "DATE" };
  if (dtype.kind === "time") return { moment, kind: "TIME" };
  if (dtype.kind === "null") return { moment: sql`CAST(${moment} AS DATETIME)`, kind: "DATETIME" };
  return { moment, kind: isTimestamp(dtype) && dtype.zone !== null ? "TIMESTAMP" : "DATETIME" };
}
const fixed = (value: string, kind: "date" | "time" | "timestamp"): Sql => ({
  kind: "literal",
  value,
  dtype: (kind === "timestamp" ? { kind, nullable: false, zone: null, scale: 6 } : { kind, nullable: false }) as DType, // a dtype of the kind, with all its parts
  fixed: true,
});
/** A time of day as a timestamp, for functions that take no time. */
export const onAnyDay = (time: Sql): Sql => call("DATETIME", fixed("2000-01-01", "date"), time);
export const wallClock = (value: string): Sql => fixed(value, "timestamp");
export const MIDNIGHT = fixed("00:00:00", "time");

/** The units as BigQuery has them; its own weeks begin on Sunday. */
export const unitWord = (unit: string): Sql => keyword(unit === "week" ? "ISOWEEK" : unit.toUpperCase());
export const extract = (part: string, arg: Sql): Sql => sql`EXTRACT(${keyword(part)} FROM ${arg})`;

/** An instant as the clock of UTC shows it, and back. */
export const toWallClock = (instant: Sql): Sql => call("DATETIME", instant);
export const toInstant = (wall: Sql): Sql => call("TIMESTAMP", wall);
export const span = ({ months, days, micros }: IntervalValue): Sql => ({
  kind: "literal",
  value: [months, days, micros],
  dtype: { kind: "interval", nullable: false },
  fixed: true,
});
/** So many microseconds as an interval, which BigQuery makes of whole seconds only: it is what lies between two instants. */
export const microsSpan = (micros: Sql): Sql =>
  infix(call("TIMESTAMP_MICROS", micros), "-", sql`TIMESTAMP_MICROS(0)`, Precedence.add);
/** The time of an interval in microseconds, without its months and days. */
export function microsOf(interval: Sql): Sql {
  const part = (name: string): Sql => extract(name, interval);
  return sql`((${part("HOUR")} * 60 + ${part("MINUTE")}) * 60 + ${part("SECOND")}) * 1000000 + ${part("MICROSECOND")}`;
}
