import type { Bool, DType, Int64, Or, Str, Time } from "../../dtype/dtype.js";
import type { TimeUnit } from "../../ir/units.js";
import { TIME_UNITS } from "../../ir/units.js";
import { timeIntervalNode } from "../operand/interval-checks.js";
import type { IntervalColumnLike, IntervalNull, TimeParts } from "../operand/interval-parts.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import { checkedTimeOfDayFormat, checkedUnit } from "../operand/temporal-checks.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** A time of day as `HH:MM:SS`, or a column of times. */
export type TimeOperand = string | (AnyColumn & { readonly dtype: Time<boolean> }) | null;

/** A column of times of day, without a date or zone. */
export class TimeColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Hour, 0 to 23.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ hour: c.at.time().hour() }))
   */
  hour(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractHour", { arg: this.node });
  }
  /**
   * Minute, 0 to 59.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ minute: c.at.time().minute() }))
   */
  minute(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMinute", { arg: this.node });
  }
  /**
   * Second without its fraction, 0 to 59.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ second: c.at.time().second() }))
   */
  second(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractSecond", { arg: this.node });
  }
  /**
   * Milliseconds within the second, 0 to 999, rounded down.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ ms: c.at.time().millisecond() }))
   */
  millisecond(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMillisecond", { arg: this.node });
  }
  /**
   * Microseconds within the second, 0 to 999999.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ us: c.at.time().microsecond() }))
   */
  microsecond(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMicrosecond", { arg: this.node });
  }
  /**
   * Start of the hour, minute, second, millisecond or microsecond.
   * Returns time. NULL propagates.
   * @example events.mutate((c) => ({ at: c.at.time().truncate("minute") }))
   */
  truncate(unit: TimeUnit): Column<Time<D["nullable"]>> {
    return this.op("TimeTruncate", { arg: this.node, unit: checkedUnit(unit, TIME_UNITS, "times of day") });
  }
  /**
   * Formats as text with a strftime format: %H %I %p %M %S %f and %%.
   * Returns string. NULL propagates. Throws `invalid-argument` for another directive.
   * @example events.mutate((c) => ({ at: c.at.time().strftime("%H:%M") }))
   */
  strftime(format: string): Column<Str<D["nullable"]>> {
    return this.op("Strftime", { arg: this.node, format: checkedTimeOfDayFormat(format) });
  }
  /**
   * Adds hours or smaller units, wrapping around midnight.
   * Returns time. NULL propagates. Throws `invalid-argument` for days or longer; those of an interval column are
   * ignored.
   * @example events.mutate((c) => ({ later: c.at.time().add({ minutes: 30 }) }))
   */
  add<const V extends IntervalColumnLike | TimeParts>(interval: V): Column<Time<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("TimeAdd", { left: this.node, right: timeIntervalNode(interval) });
  }
  /**
   * Subtracts hours or smaller units, wrapping around midnight. `delta` returns the difference of two times.
   * Returns time. NULL propagates. Throws `invalid-argument` for days or longer; those of an interval column are
   * ignored.
   * @example events.mutate((c) => ({ earlier: c.at.time().sub({ minutes: 30 }) }))
   */
  sub<const V extends IntervalColumnLike | TimeParts>(interval: V): Column<Time<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("TimeSub", { left: this.node, right: timeIntervalNode(interval) });
  }
  /**
   * Number of unit boundaries after `start` up to this time; negative if this time is earlier.
   * Returns int64. NULL propagates.
   * @example events.mutate((c) => ({ hours: c.at.time().delta("09:00:00", "hour") }))
   */
  delta<const V extends TimeOperand>(start: V, unit: TimeUnit): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("TimeDelta", {
      left: this.node,
      right: comparableNode(start, this.node),
      unit: checkedUnit(unit, TIME_UNITS, "times of day"),
    });
  }
  /**
   * Tests whether the time lies between two times, both included. A range such as 22:00 to 06:00 wraps around midnight.
   * Returns bool. NULL propagates.
   * @example events.filter((c) => c.at.time().betweenTime("22:00", "06:00"))
   */
  betweenTime<const A extends TimeOperand, const B extends TimeOperand>(
    lower: A,
    upper: B,
  ): Column<Bool<Or<D["nullable"], Or<OperandNull<A>, OperandNull<B>>>>> {
    return this.op("BetweenTime", {
      arg: this.node,
      lower: comparableNode(lower, this.node),
      upper: comparableNode(upper, this.node),
    });
  }
}
