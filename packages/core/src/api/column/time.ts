import type { Bool, DType, Int64, Or, Str, Time } from "../../dtype/dtype.js";
import type { TimeUnit } from "../../ir/units.js";
import { TIME_UNITS } from "../../ir/units.js";
import { timeIntervalNode } from "../operand/interval-kind.js";
import type { IntervalColumnLike, IntervalNull, TimeParts } from "../operand/interval-parts.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import { clockFormatted, unitOf } from "../operand/temporal-checks.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** A time of day as `HH:MM:SS`, or a column of times. */
export type TimeOperand = string | (AnyColumn & { readonly dtype: Time<boolean> }) | null;

/** A column of times of day, without a date or a zone. */
export class TimeColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * The hour, 0 to 23; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ hour: c.at.time().hour() }))
   */
  hour(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractHour", { arg: this.node });
  }
  /**
   * The minute, 0 to 59; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ minute: c.at.time().minute() }))
   */
  minute(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMinute", { arg: this.node });
  }
  /**
   * The whole second, 0 to 59; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ second: c.at.time().second() }))
   */
  second(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractSecond", { arg: this.node });
  }
  /**
   * The whole milliseconds within the second, 0 to 999; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ ms: c.at.time().millisecond() }))
   */
  millisecond(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMillisecond", { arg: this.node });
  }
  /**
   * The microseconds within the second, 0 to 999999; NULL stays NULL. → int64
   * @example events.mutate((c) => ({ us: c.at.time().microsecond() }))
   */
  microsecond(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMicrosecond", { arg: this.node });
  }
  /**
   * The start of the hour, minute, second or part of it; NULL stays NULL. → time
   * @example events.mutate((c) => ({ at: c.at.time().truncate("minute") }))
   */
  truncate(unit: TimeUnit): Column<Time<D["nullable"]>> {
    return this.op("TimeTruncate", { arg: this.node, unit: unitOf(unit, TIME_UNITS, "times of day") });
  }
  /**
   * As text, by a format of %H %I %p %M %S %f and %%; NULL stays NULL. → string
   * @example events.mutate((c) => ({ at: c.at.time().strftime("%H:%M") }))
   */
  strftime(format: string): Column<Str<D["nullable"]>> {
    return this.op("Strftime", { arg: this.node, format: clockFormatted(format) });
  }
  /**
   * Moved on by hours or less, around midnight; NULL if either is NULL. → time. Months and days of a column of intervals count nothing.
   * @example events.mutate((c) => ({ later: c.at.time().add({ minutes: 30 }) }))
   */
  add<const V extends IntervalColumnLike | TimeParts>(interval: V): Column<Time<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("TimeAdd", { left: this.node, right: timeIntervalNode(interval) });
  }
  /**
   * Moved back by hours or less, around midnight; NULL if either is NULL. → time. For the distance of two times see `delta`.
   * @example events.mutate((c) => ({ before: c.at.time().sub({ minutes: 30 }) }))
   */
  sub<const V extends IntervalColumnLike | TimeParts>(interval: V): Column<Time<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("TimeSub", { left: this.node, right: timeIntervalNode(interval) });
  }
  /**
   * How many starts of a unit lie after the other time, up to this one: negative if this is the earlier; NULL if either is. → int64
   * @example events.mutate((c) => ({ hours: c.at.time().delta("09:00:00", "hour") }))
   */
  delta<const V extends TimeOperand>(other: V, unit: TimeUnit): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("TimeDelta", {
      left: this.node,
      right: comparableNode(other, this.node),
      unit: unitOf(unit, TIME_UNITS, "times of day"),
    });
  }
  /**
   * Whether it lies between two times, both included; from 22:00 to 06:00 is around midnight. NULL if any is NULL. → bool
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
