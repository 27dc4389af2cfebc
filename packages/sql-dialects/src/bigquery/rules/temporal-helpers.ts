import type { DType, IntervalValue } from "@avocet/core";
import { isTimestamp } from "@avocet/core/dialect";
import { call, infix, keyword, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";

export type TemporalKind = "DATE" | "TIME" | "DATETIME" | "TIMESTAMP";
/**
 * A date, time or timestamp with its BigQuery type, which is the prefix of its functions. An untyped NULL becomes a
 * DATETIME.
 */
export function temporalValue(value: Sql, dtype: DType): { readonly value: Sql; readonly kind: TemporalKind } {
  if (dtype.kind === "date") return { value, kind: "DATE" };
  if (dtype.kind === "time") return { value, kind: "TIME" };
  if (dtype.kind === "null") return { value: sql`CAST(${value} AS DATETIME)`, kind: "DATETIME" };
  return { value, kind: isTimestamp(dtype) && dtype.zone !== null ? "TIMESTAMP" : "DATETIME" };
}
const temporalLiteral = (value: string, kind: "date" | "time" | "timestamp"): Sql => ({
  kind: "literal",
  value,
  // complete for each of the three kinds
  dtype: (kind === "timestamp" ? { kind, nullable: false, zone: null, scale: 6 } : { kind, nullable: false }) as DType,
  fixed: true,
});
/** A time as a DATETIME of an arbitrary day, for functions that do not support TIME. */
export const onArbitraryDay = (time: Sql): Sql => call("DATETIME", temporalLiteral("2000-01-01", "date"), time);
export const datetimeLiteral = (value: string): Sql => temporalLiteral(value, "timestamp");
export const MIDNIGHT = temporalLiteral("00:00:00", "time");

/** The keyword of a unit. BigQuery's WEEK starts on Sunday, so weeks are ISOWEEK. */
export const unitKeyword = (unit: string): Sql => keyword(unit === "week" ? "ISOWEEK" : unit.toUpperCase());
export const extract = (unit: string, arg: Sql): Sql => sql`EXTRACT(${keyword(unit)} FROM ${arg})`;

/** Converts a TIMESTAMP to the DATETIME in UTC. */
export const instantToDatetime = (instant: Sql): Sql => call("DATETIME", instant);
/** Converts a DATETIME in UTC to a TIMESTAMP. */
export const datetimeToInstant = (datetime: Sql): Sql => call("TIMESTAMP", datetime);
export const intervalLiteral = ({ months, days, micros }: IntervalValue): Sql => ({
  kind: "literal",
  value: [months, days, micros],
  dtype: { kind: "interval", nullable: false },
  fixed: true,
});
/**
 * Microseconds as an interval. BigQuery's interval constructors only accept whole seconds, so it is the difference of
 * two timestamps.
 */
export const microsInterval = (micros: Sql): Sql =>
  infix(call("TIMESTAMP_MICROS", micros), "-", sql`TIMESTAMP_MICROS(0)`, Precedence.add);
/** The time part of an interval in microseconds, without months and days. */
export function intervalMicros(interval: Sql): Sql {
  const extractPart = (name: string): Sql => extract(name, interval);
  return sql`((${extractPart("HOUR")} * 60 + ${extractPart("MINUTE")}) * 60 + ${extractPart("SECOND")}) * 1000000 + ${extractPart("MICROSECOND")}`;
}
