import type { Bool, DateType, DType, Int64, Or, Time, Timestamp } from "../../dtype/dtype.js";
import type { IntervalValue } from "../../dtype/js.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { TimestampUnit } from "../../ir/units.js";
import { TIMESTAMP_UNITS } from "../../ir/units.js";
import type { FixedParts, IntervalNull, IntervalOperand } from "../operand/interval-parts.js";
import { intervalNode, intervalValue } from "../operand/interval-parts.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import { unitOf, wantInstant, wantWallClock, zoneOf } from "../operand/temporal-checks.js";
import { CalendarColumn } from "./calendar.js";
import type { Column } from "./column.js";
import type { TimeOperand } from "./time.js";

/** A timestamp as ISO text or a Date, or a column of timestamps. */
export type TimestampOperand = string | Date | (AnyColumn & { readonly dtype: Timestamp<boolean> }) | null;

/**
 * A column of timestamps. Without a zone they are what a clock on the wall showed, with one they are instants, which are read, truncated and
 * moved by the clock of UTC; `atZone` gives the clock of another zone.
 */
export class TimestampColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends CalendarColumn<D, N, O> {
  /**
   * The hour, 0 to 23; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ hour: c.at.hour() }))
   */
  hour(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractHour", { arg: this.node });
  }
  /**
   * The minute, 0 to 59; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ minute: c.at.minute() }))
   */
  minute(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMinute", { arg: this.node });
  }
  /**
   * The whole second, 0 to 59; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ second: c.at.second() }))
   */
  second(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractSecond", { arg: this.node });
  }
  /**
   * The whole milliseconds within the second, 0 to 999; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ ms: c.at.millisecond() }))
   */
  millisecond(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMillisecond", { arg: this.node });
  }
  /**
   * The microseconds within the second, 0 to 999999; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ us: c.at.microsecond() }))
   */
  microsecond(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMicrosecond", { arg: this.node });
  }
  /**
   * The date, of an instant in UTC; NULL stays NULL. → date
   * @example events.mutate((c) => ({ day: c.at.date() }))
   */
  date(): Column<DateType<D["nullable"]>> {
    return this.op("Date", { arg: this.node });
  }
  /**
   * The time of day, of an instant in UTC; NULL stays NULL. → time
   * @example events.mutate((c) => ({ clock: c.at.time() }))
   */
  time(): Column<Time<D["nullable"]>> {
    return this.op("Time", { arg: this.node });
  }
  /**
   * The start of the year, quarter, month, week (a Monday), day, hour … microsecond; NULL stays NULL. → the same dtype
   * @example events.mutate((c) => ({ hour: c.at.truncate("hour") }))
   */
  truncate(unit: TimestampUnit): Column<Timestamp<D["nullable"]>> {
    return this.op("TimestampTruncate", { arg: this.node, unit: unitOf(unit, TIMESTAMP_UNITS, "timestamps") });
  }
  /**
   * The start of its bucket, of buckets of one width, counted from Monday 2000-01-03 (months from 2000-01-01); NULL stays NULL. → the same dtype.
   * The width is months or longer, or weeks and shorter, not both; `offset` moves where the buckets start.
   * @example events.mutate((c) => ({ quarterHour: c.at.bucket({ minutes: 15 }) }))
   */
  bucket(
    width: FixedParts,
    options: { readonly offset?: FixedParts | undefined } = {},
  ): Column<Timestamp<D["nullable"]>> {
    const [wide, offset] = [bucketWidth(intervalValue(width)), options.offset && intervalValue(options.offset)];
    if (offset && offset.months !== 0 && wide.months === 0)
      throw new AvocetError("invalid-argument", "an offset of months fits only buckets of months");
    return this.op("TimestampBucket", { arg: this.node, width: wide, offset });
  }
  /**
   * Moved on by months, then days, then time: 31 January and a month is the last of February; NULL if either is NULL. → the same dtype
   * @example events.mutate((c) => ({ later: c.at.add({ hours: 36 }) }))
   */
  add<const V extends IntervalOperand>(interval: V): Column<Timestamp<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("TimestampAdd", { left: this.node, right: intervalNode(interval) });
  }
  /**
   * Moved back by months, then days, then time; NULL if either is NULL. → the same dtype. For the time between two see `delta`.
   * @example events.filter((c) => c.at.gt(now().sub({ days: 7 })))
   */
  sub<const V extends IntervalOperand>(interval: V): Column<Timestamp<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("TimestampSub", { left: this.node, right: intervalNode(interval) });
  }
  /**
   * How many starts of a unit lie after the other timestamp, up to this one: negative if this is the earlier; NULL if either is. → int64.
   * In microseconds it is the exact distance.
   * @example events.mutate((c) => ({ age: now().delta(c.at, "hour") }))
   */
  delta<const V extends TimestampOperand>(
    other: V,
    unit: TimestampUnit,
  ): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("TimestampDelta", {
      left: this.node,
      right: comparableNode(other, this.node),
      unit: unitOf(unit, TIMESTAMP_UNITS, "timestamps"),
    });
  }
  /**
   * What the clocks of a zone show at the instant; NULL stays NULL. → timestamp without zone
   * @example events.mutate((c) => ({ local: c.at.atZone("Europe/Berlin") }))
   */
  atZone(zone: string): Column<Timestamp<D["nullable"]>> {
    wantInstant(this.node.dtype, "atZone");
    return this.op("AtTimeZone", { arg: this.node, zone: zoneOf(zone) });
  }
  /**
   * The instant at which the clocks of a zone show this; NULL stays NULL. → timestamp("UTC").
   * Where clocks are set back it is the later of the two; a time that they skip moves on by the gap.
   * @example events.mutate((c) => ({ at: c.at.atZone("Europe/Berlin").truncate("day").toInstant("Europe/Berlin") }))
   */
  toInstant(zone: string): Column<Timestamp<D["nullable"]>> {
    wantWallClock(this.node.dtype, "toInstant");
    return this.op("FromTimeZone", { arg: this.node, zone: zoneOf(zone) });
  }
  /**
   * Whether the time of day lies between two, both included, on the clock of a zone if one is given; from 22:00 to 06:00 is around midnight.
   * NULL if any is NULL. → bool
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

/** The width as months, or as days, or as microseconds, of which a day has as many as ever. */
function bucketWidth({ months, days, micros }: IntervalValue): IntervalValue {
  const all = days * 86_400_000_000 + micros;
  if (months < 0 || days < 0 || micros < 0 || months > 0 === all > 0)
    throw new AvocetError("invalid-argument", "buckets are some months wide, or some weeks, days, hours or less", {
      hint: "Months have no fixed number of days, so the two cannot be mixed; a width is more than zero.",
    });
  if (micros === 0) return { months, days, micros };
  if (!Number.isSafeInteger(all)) throw new AvocetError("invalid-argument", "buckets this wide need a width in days");
  return { months: 0, days: 0, micros: all };
}
