import type { DateType, DType, Int64, Or } from "../../dtype/dtype.js";
import { date, notNull } from "../../dtype/dtype.js";
import type { DateUnit } from "../../ir/units.js";
import { DATE_UNITS } from "../../ir/units.js";
import { literal } from "../../ir/value.js";
import { dateIntervalNode } from "../operand/interval-kind.js";
import type { DateParts, IntervalColumnLike, IntervalNull } from "../operand/interval-parts.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import { unitOf } from "../operand/temporal-checks.js";
import { CalendarColumn } from "./calendar.js";
import type { Column } from "./column.js";

/** A date as `YYYY-MM-DD` or a Date, or a column of dates. */
export type DateOperand = string | Date | (AnyColumn & { readonly dtype: DateType<boolean> }) | null;

/** A column of dates: days of the calendar, without a time or a zone. */
export class DateColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends CalendarColumn<D, N, O> {
  /**
   * The first day of the year, quarter, month, week (a Monday) or day; NULL stays NULL. → date
   * @example orders.mutate((c) => ({ month: c.order_date.truncate("month") }))
   */
  truncate(unit: DateUnit): Column<DateType<D["nullable"]>> {
    return this.op("DateTruncate", { arg: this.node, unit: unitOf(unit, DATE_UNITS, "dates") });
  }
  /**
   * Moved on by months, then days: 31 January and a month is the last of February; NULL if either is NULL. → date.
   * Hours and less are refused; those of a column of intervals count only where they make up whole days.
   * @example orders.mutate((c) => ({ due: c.order_date.add({ months: 1 }) }))
   */
  add<const V extends IntervalColumnLike | DateParts>(
    interval: V,
  ): Column<DateType<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("DateAdd", { left: this.node, right: dateIntervalNode(interval) });
  }
  /**
   * Moved back by months, then days; NULL if either is NULL. → date. For the days between two dates see `delta`.
   * @example orders.mutate((c) => ({ before: c.order_date.sub({ days: 7 }) }))
   */
  sub<const V extends IntervalColumnLike | DateParts>(
    interval: V,
  ): Column<DateType<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("DateSub", { left: this.node, right: dateIntervalNode(interval) });
  }
  /**
   * How many starts of a unit lie after the other date, up to this one: negative if this is the earlier; NULL if either is. → int64
   * @example orders.mutate((c) => ({ age: c.order_date.delta("2018-01-01", "day") }))
   */
  delta<const V extends DateOperand>(other: V, unit: DateUnit): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("DateDelta", {
      left: this.node,
      right: comparableNode(other, this.node),
      unit: unitOf(unit, DATE_UNITS, "dates"),
    });
  }
  /**
   * The days since 1970-01-01; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ days: c.order_date.epochDays() }))
   */
  epochDays(): Column<Int64<D["nullable"]>> {
    return this.op("DateDelta", { left: this.node, right: literal("1970-01-01", notNull(date)), unit: "day" });
  }
}
