import type { DateType, DType, Int64, Or } from "../../dtype/dtype.js";
import { date, notNull } from "../../dtype/dtype.js";
import type { DateUnit } from "../../ir/units.js";
import { DATE_UNITS } from "../../ir/units.js";
import { literal } from "../../ir/value.js";
import { dateIntervalNode } from "../operand/interval-checks.js";
import type { DateParts, IntervalColumnLike, IntervalNull } from "../operand/interval-parts.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import { checkedUnit } from "../operand/temporal-checks.js";
import { CalendarColumn } from "./calendar.js";
import type { Column } from "./column.js";

/** A date as `YYYY-MM-DD` or a Date, or a column of dates. */
export type DateOperand = string | Date | (AnyColumn & { readonly dtype: DateType<boolean> }) | null;

/** A column of dates: calendar days without a time or zone. */
export class DateColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends CalendarColumn<D, N, O> {
  /**
   * First day of the year, quarter, month, week (Monday) or day.
   * Returns date. NULL propagates.
   * @example orders.mutate((c) => ({ month: c.order_date.truncate("month") }))
   */
  truncate(unit: DateUnit): Column<DateType<D["nullable"]>> {
    return this.op("DateTruncate", { arg: this.node, unit: checkedUnit(unit, DATE_UNITS, "dates") });
  }
  /**
   * Adds an interval: months first, then days. January 31 plus one month is the last day of February.
   * Returns date. NULL propagates. Throws `invalid-argument` for hours or less; those of an interval column count in
   * whole days.
   * @example orders.mutate((c) => ({ due: c.order_date.add({ months: 1 }) }))
   */
  add<const V extends IntervalColumnLike | DateParts>(
    interval: V,
  ): Column<DateType<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("DateAdd", { left: this.node, right: dateIntervalNode(interval) });
  }
  /**
   * Subtracts an interval: months first, then days. `delta` returns the number of days between two dates.
   * Returns date. NULL propagates. Throws `invalid-argument` for hours or less; those of an interval column count in
   * whole days.
   * @example orders.mutate((c) => ({ weekBefore: c.order_date.sub({ days: 7 }) }))
   */
  sub<const V extends IntervalColumnLike | DateParts>(
    interval: V,
  ): Column<DateType<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("DateSub", { left: this.node, right: dateIntervalNode(interval) });
  }
  /**
   * Number of unit boundaries after `start` up to this date; negative if this date is earlier.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ age: c.order_date.delta("2018-01-01", "day") }))
   */
  delta<const V extends DateOperand>(start: V, unit: DateUnit): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("DateDelta", {
      left: this.node,
      right: comparableNode(start, this.node),
      unit: checkedUnit(unit, DATE_UNITS, "dates"),
    });
  }
  /**
   * Days since 1970-01-01.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ days: c.order_date.epochDays() }))
   */
  epochDays(): Column<Int64<D["nullable"]>> {
    return this.op("DateDelta", { left: this.node, right: literal("1970-01-01", notNull(date)), unit: "day" });
  }
}
