import type { DType, Int64, Str } from "../../dtype/dtype.js";
import { formatted } from "../operand/temporal-checks.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** What dates and timestamps have in common: the parts of the calendar. An instant is read by the clock of UTC. */
export class CalendarColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * The year; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ year: c.order_date.year() }))
   */
  year(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractYear", { arg: this.node });
  }
  /**
   * The year that the ISO week belongs to; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ year: c.order_date.isoYear(), week: c.order_date.week() }))
   */
  isoYear(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractIsoYear", { arg: this.node });
  }
  /**
   * The quarter of the year, 1 to 4; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ quarter: c.order_date.quarter() }))
   */
  quarter(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractQuarter", { arg: this.node });
  }
  /**
   * The month, 1 to 12; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ month: c.order_date.month() }))
   */
  month(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractMonth", { arg: this.node });
  }
  /**
   * The ISO week, 1 to 53, of the year that `isoYear` gives; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ week: c.order_date.week() }))
   */
  week(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractWeekOfYear", { arg: this.node });
  }
  /**
   * The day of the month, 1 to 31; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ day: c.order_date.day() }))
   */
  day(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractDay", { arg: this.node });
  }
  /**
   * The day of the year, 1 to 366; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ day: c.order_date.dayOfYear() }))
   */
  dayOfYear(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractDayOfYear", { arg: this.node });
  }
  /**
   * The day of the week, Monday 1 to Sunday 7; NULL stays NULL. → int64
   * @example orders.filter((c) => c.order_date.dayOfWeek().ge(6))
   */
  dayOfWeek(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractDayOfWeek", { arg: this.node });
  }
  /**
   * The weekday in English, such as "Monday"; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ weekday: c.order_date.dayName() }))
   */
  dayName(): Column<Str<D["nullable"]>> {
    return this.op("DayName", { arg: this.node });
  }
  /**
   * The month in English, such as "January"; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ month: c.order_date.monthName() }))
   */
  monthName(): Column<Str<D["nullable"]>> {
    return this.op("MonthName", { arg: this.node });
  }
  /**
   * The whole seconds since the start of 1970, rounded down; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ seconds: c.order_date.epochSeconds() }))
   */
  epochSeconds(): Column<Int64<D["nullable"]>> {
    return this.op("ExtractEpochSeconds", { arg: this.node });
  }
  /**
   * As text, by a format of %Y %y %m %B %b %d %j %A %a %H %I %p %M %S %f and %%; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ day: c.order_date.strftime("%d %B %Y") }))
   */
  strftime(format: string): Column<Str<D["nullable"]>> {
    return this.op("Strftime", { arg: this.node, format: formatted(format) });
  }
}
