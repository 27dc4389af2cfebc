import type { Bool, DateType, DType, Int64, Or, Time, Timestamp } from "../../dtype/dtype.js";
import type { IntervalValue } from "../../dtype/js.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { TimestampUnit } from "../../ir/units.js";
import { TIMESTAMP_UNITS } from "../../ir/units.js";
import type { ConstantIntervalParts, IntervalNull, IntervalOperand } from "../operand/interval-parts.js";
import { intervalNode, intervalValue } from "../operand/interval-parts.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import { checkedUnit, checkedZone, requireInstant, requireWallClock } from "../operand/temporal-checks.js";
import { CalendarColumn } from "./calendar.js";
import type { Column } from "./column.js";
import type { TimeOperand } from "./time.js";

/** A timestamp as ISO 8601 text or a Date, or a column of timestamps. */
export type TimestampOperand = string | Date | (AnyColumn & { readonly dtype: Timestamp<boolean> }) | null;

/**
 * A column of timestamps: wall-clock times without a zone, instants with one. Instants are read, truncated and shifted
 * in UTC; `atZone` converts them to the local time of another zone.
 */
export class TimestampColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends CalendarColumn<D, N, O> {
  /**
   * Hour, 0 to 23.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ hour: c.at.hour() }))
   */
  hour(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractHour", { arg: this.node });
  }
  /**
   * Minute, 0 to 59.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ minute: c.at.minute() }))
   */
  minute(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMinute", { arg: this.node });
  }
  /**
   * Second without its fraction, 0 to 59.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ second: c.at.second() }))
   */
  second(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractSecond", { arg: this.node });
  }
  /**
   * Milliseconds within the second, 0 to 999, rounded down.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ ms: c.at.millisecond() }))
   */
  millisecond(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMillisecond", { arg: this.node });
  }
  /**
   * Microseconds within the second, 0 to 999999.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ us: c.at.microsecond() }))
   */
  microsecond(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMicrosecond", { arg: this.node });
  }
  /**
   * Date, of an instant in UTC.
   * Returns date. NULL propagates.
   * @example events.mutate((c) => ({ day: c.at.date() }))
   */
  date(): Column<DateType<D["nullable"]>> {
    return this.op("Date", { arg: this.node });
  }
  /**
   * Time of day, of an instant in UTC.
   * Returns time. NULL propagates.
   * @example events.mutate((c) => ({ time: c.at.time() }))
   */
  time(): Column<Time<D["nullable"]>> {
    return this.op("Time", { arg: this.node });
  }
  /**
   * Start of the year, quarter, month, week (Monday), day, hour, minute, second, millisecond or microsecond.
   * Returns the same dtype. NULL propagates.
   * @example events.mutate((c) => ({ hour: c.at.truncate("hour") }))
   */
  truncate(unit: TimestampUnit): Column<Timestamp<D["nullable"]>> {
    return this.op("TimestampTruncate", { arg: this.node, unit: checkedUnit(unit, TIMESTAMP_UNITS, "timestamps") });
  }
  /**
   * Start of the bucket that the timestamp falls in. Buckets have a fixed width and are aligned to Monday 2000-01-03,
   * buckets of months to 2000-01-01; `offset` shifts them. A width consists of months or longer units, or of weeks or
   * shorter ones.
   * Returns the same dtype. NULL propagates. Throws `invalid-argument` for a width that mixes both or is not positive.
   * @example events.mutate((c) => ({ quarterHour: c.at.bucket({ minutes: 15 }) }))
   */
  bucket(
    width: ConstantIntervalParts,
    options: { readonly offset?: ConstantIntervalParts | undefined } = {},
  ): Column<Timestamp<D["nullable"]>> {
    const [widthValue, offset] = [
      normalizedBucketWidth(intervalValue(width)),
      options.offset && intervalValue(options.offset),
    ];
    if (offset && offset.months !== 0 && widthValue.months === 0)
      throw new AvocetError("invalid-argument", "An offset of months needs buckets of months");
    return this.op("TimestampBucket", { arg: this.node, width: widthValue, offset });
  }
  /**
   * Adds an interval: months first, then days, then time. January 31 plus one month is the last day of February.
   * Returns the same dtype. NULL propagates.
   * @example events.mutate((c) => ({ later: c.at.add({ hours: 36 }) }))
   */
  add<const V extends IntervalOperand>(interval: V): Column<Timestamp<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("TimestampAdd", { left: this.node, right: intervalNode(interval) });
  }
  /**
   * Subtracts an interval: months first, then days, then time. `delta` returns the time between two timestamps.
   * Returns the same dtype. NULL propagates.
   * @example events.filter((c) => c.at.gt(now().sub({ days: 7 })))
   */
  sub<const V extends IntervalOperand>(interval: V): Column<Timestamp<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("TimestampSub", { left: this.node, right: intervalNode(interval) });
  }
  /**
   * Number of unit boundaries after `start` up to this timestamp; negative if this is earlier. In microseconds it is
   * the exact difference.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ age: now().delta(c.at, "hour") }))
   */
  delta<const V extends TimestampOperand>(
    start: V,
    unit: TimestampUnit,
  ): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("TimestampDelta", {
      left: this.node,
      right: comparableNode(start, this.node),
      unit: checkedUnit(unit, TIMESTAMP_UNITS, "timestamps"),
    });
  }
  /**
   * Converts an instant to the local time of a zone.
   * Returns timestamp without zone. NULL propagates. Throws `invalid-argument` for an unknown zone or a timestamp
   * without one.
   * @example events.mutate((c) => ({ local: c.at.atZone("Europe/Berlin") }))
   */
  atZone(zone: string): Column<Timestamp<D["nullable"]>> {
    requireInstant(this.node.dtype, "atZone");
    return this.op("AtTimeZone", { arg: this.node, zone: checkedZone(zone) });
  }
  /**
   * Converts the local time of a zone to an instant. A local time that occurs twice is the later one; a skipped one
   * moves forward by the gap.
   * Returns timestamp("UTC"). NULL propagates. Throws `invalid-argument` for an unknown zone or an instant.
   * @example events.mutate((c) => ({ at: c.at.atZone("Europe/Berlin").truncate("day").toInstant("Europe/Berlin") }))
   */
  toInstant(zone: string): Column<Timestamp<D["nullable"]>> {
    requireWallClock(this.node.dtype, "toInstant");
    return this.op("FromTimeZone", { arg: this.node, zone: checkedZone(zone) });
  }
  /**
   * Tests whether the time of day, in the local time of `zone` if set, lies between two times, both included. A range
   * such as 22:00 to 06:00 wraps around midnight.
   * Returns bool. NULL propagates.
   * @example events.filter((c) => c.at.betweenTime("09:00", "17:00", { zone: "Europe/Berlin" }))
   */
  betweenTime<const A extends TimeOperand, const B extends TimeOperand>(
    lower: A,
    upper: B,
    options: { readonly zone?: string | undefined } = {},
  ): Column<Bool<Or<D["nullable"], Or<OperandNull<A>, OperandNull<B>>>>> {
    const arg = op("Time", { arg: options.zone === undefined ? this.node : this.atZone(options.zone).node });
    return this.op("BetweenTime", { arg, lower: comparableNode(lower, arg), upper: comparableNode(upper, arg) });
  }
}

/** The width in months, in days or in microseconds, with 24 hours to a day. */
function normalizedBucketWidth({ months, days, micros }: IntervalValue): IntervalValue {
  const totalMicros = days * 86_400_000_000 + micros;
  if (months < 0 || days < 0 || micros < 0 || months > 0 === totalMicros > 0)
    throw new AvocetError(
      "invalid-argument",
      "The width of a bucket must be positive, and either in months or longer units, or in weeks or shorter ones",
      {
        hint: "Use units of one kind: months have no fixed number of days.",
      },
    );
  if (micros === 0) return { months, days, micros };
  if (!Number.isSafeInteger(totalMicros))
    throw new AvocetError(
      "invalid-argument",
      "The width of the bucket in microseconds exceeds 2^53; use a width in days",
    );
  return { months: 0, days: 0, micros: totalMicros };
}
