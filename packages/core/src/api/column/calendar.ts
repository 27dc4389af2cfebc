import type { DType, Int64, Str } from "../../dtype/dtype.js";
import { checkedTimeFormat } from "../operand/temporal-checks.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** The methods that date and timestamp columns share. Instants are read in UTC. */
export class CalendarColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Year.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ year: c.order_date.year() }))
   */
  year(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractYear", { arg: this.node });
  }
  /**
   * Year that the ISO week belongs to; see `week`.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ year: c.order_date.isoYear(), week: c.order_date.week() }))
   */
  isoYear(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractIsoYear", { arg: this.node });
  }
  /**
   * Quarter of the year, 1 to 4.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ quarter: c.order_date.quarter() }))
   */
  quarter(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractQuarter", { arg: this.node });
  }
  /**
   * Month, 1 to 12.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ month: c.order_date.month() }))
   */
  month(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMonth", { arg: this.node });
  }
  /**
   * ISO week, 1 to 53, of the year that `isoYear` returns.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ week: c.order_date.week() }))
   */
  week(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractWeekOfYear", { arg: this.node });
  }
  /**
   * Day of the month, 1 to 31.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ day: c.order_date.day() }))
   */
  day(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractDay", { arg: this.node });
  }
  /**
   * Day of the year, 1 to 366.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ day: c.order_date.dayOfYear() }))
   */
  dayOfYear(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractDayOfYear", { arg: this.node });
  }
  /**
   * Day of the week, from 1 (Monday) to 7 (Sunday).
   * Returns int64. NULL propagates.
   * @example orders.filter((c) => c.order_date.dayOfWeek().ge(6))
   */
  dayOfWeek(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractDayOfWeek", { arg: this.node });
  }
  /**
   * English name of the weekday, such as "Monday".
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ weekday: c.order_date.dayName() }))
   */
  dayName(): Column<Str<D["nullable"]>> {
    return this.op("DayName", { arg: this.node });
  }
  /**
   * English name of the month, such as "January".
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ month: c.order_date.monthName() }))
   */
  monthName(): Column<Str<D["nullable"]>> {
    return this.op("MonthName", { arg: this.node });
  }
  /**
   * Seconds since 1970-01-01 00:00:00 UTC, rounded down.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ seconds: c.order_date.epochSeconds() }))
   */
  epochSeconds(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractEpochSeconds", { arg: this.node });
  }
  /**
   * Formats as text with a strftime format: %Y %y %m %B %b %d %j %A %a %H %I %p %M %S %f and %%.
   * Returns string. NULL propagates. Throws `invalid-argument` for another directive.
   * @example orders.mutate((c) => ({ day: c.order_date.strftime("%d %B %Y") }))
   */
  strftime(format: string): Column<Str<D["nullable"]>> {
    return this.op("Strftime", { arg: this.node, format: checkedTimeFormat(format) });
  }
}
