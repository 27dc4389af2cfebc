import type { DateType, Interval, Time, Timestamp } from "../../dtype/dtype.js";
import { date, notNull, time, timestamp } from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import type { EpochUnit } from "../../ir/units.js";
import { EPOCH_UNITS } from "../../ir/units.js";
import { literal } from "../../ir/value.js";
import type { Column } from "../column/column.js";
import { registerColumnClasses } from "../column/column-classes.js";
import { columnFrom } from "../column/column-factory.js";
import type { IntegerOperand } from "../column/integer.js";
import type { IntervalNull, IntervalParts } from "../operand/interval-parts.js";
import { intervalFromAmounts } from "../operand/interval-parts.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { checkedUnit } from "../operand/temporal-checks.js";
import { integerNode } from "../operand/text-operand.js";

registerColumnClasses();

type AnyOperandNull<V> = true extends OperandNull<V> ? true : false;

/**
 * Interval of years, quarters, months, weeks, days, hours, minutes, seconds, milliseconds and microseconds, each an
 * integer or a column of integers.
 * Returns interval. NULL propagates. Throws `invalid-argument` without any of them.
 * @example orders.mutate((c) => ({ due: c.order_date.add(intervalFrom({ months: 1, days: 3 })) }))
 */
export const intervalFrom = <const P extends IntervalParts>(interval: P): Column<Interval<IntervalNull<P>>> =>
  columnFrom(intervalFromAmounts(interval));

/**
 * Instant at which the statement, or its transaction, started.
 * Returns timestamp("UTC"), never NULL.
 * @example events.filter((c) => c.at.gt(now().sub({ hours: 1 })))
 */
export const now = (): Column<Timestamp<false>> => columnFrom(op("Now", {}));
/**
 * Date in UTC on which the statement, or its transaction, started.
 * Returns date, never NULL.
 * @example orders.filter((c) => c.order_date.eq(today()))
 */
export const today = (): Column<DateType<false>> => columnFrom(op("Today", {}));

/**
 * Date of a year, month and day.
 * Returns date. NULL propagates; a day that does not exist raises an error.
 * @example orders.mutate((c) => ({ start: dateFrom(c.order_date.year(), 1, 1) }))
 */
export function dateFrom<
  const Y extends IntegerOperand,
  const M extends IntegerOperand,
  const D extends IntegerOperand,
>(year: Y, month: M, day: D): Column<DateType<AnyOperandNull<Y | M | D>>> {
  const dateFields: readonly IntegerOperand[] = [year, month, day];
  if (allNumbers(dateFields)) return columnFrom(literal(isoDate(dateFields), notNull(date)));
  return columnFrom(op("DateFromYMD", dateArgs(dateFields)));
}
/**
 * Timestamp of a year, month, day, hour, minute and second.
 * Returns timestamp without zone. NULL propagates; a timestamp that does not exist raises an error.
 * @example orders.mutate((c) => ({ noon: timestampFrom(c.order_date.year(), 1, 1, 12) }))
 */
export function timestampFrom<
  const Y extends IntegerOperand,
  const M extends IntegerOperand,
  const D extends IntegerOperand,
  const H extends IntegerOperand = 0,
  const I extends IntegerOperand = 0,
  const S extends IntegerOperand = 0,
>(
  year: Y,
  month: M,
  day: D,
  hour?: H,
  minute?: I,
  second?: S,
): Column<Timestamp<AnyOperandNull<Y | M | D | H | I | S>>>;
export function timestampFrom(
  year: IntegerOperand,
  month: IntegerOperand,
  day: IntegerOperand,
  hour: IntegerOperand = 0,
  minute: IntegerOperand = 0,
  second: IntegerOperand = 0,
): AnyColumn {
  const [dateFields, timeFields] = [
    [year, month, day],
    [hour, minute, second],
  ];
  if (allNumbers(dateFields) && allNumbers(timeFields))
    return columnFrom(literal(`${isoDate(dateFields)}T${isoTime(timeFields)}`, notNull(timestamp())));
  return columnFrom(op("TimestampFromYMDHMS", { ...dateArgs(dateFields), ...timeArgs(timeFields) }));
}
/**
 * Time of an hour, minute and second.
 * Returns time. NULL propagates; a time that does not exist raises an error.
 * @example orders.mutate((c) => ({ at: timeFrom(c.order_id.mod(24), 30) }))
 */
export function timeFrom<
  const H extends IntegerOperand,
  const I extends IntegerOperand,
  const S extends IntegerOperand = 0,
>(hour: H, minute: I, second?: S): Column<Time<AnyOperandNull<H | I | S>>>;
export function timeFrom(hour: IntegerOperand, minute: IntegerOperand, second: IntegerOperand = 0): AnyColumn {
  const timeFields = [hour, minute, second];
  if (allNumbers(timeFields)) return columnFrom(literal(isoTime(timeFields), notNull(time)));
  return columnFrom(op("TimeFromHMS", timeArgs(timeFields)));
}
/**
 * Instant from Unix time: a number of seconds, milliseconds or microseconds since 1970-01-01 00:00:00 UTC.
 * Returns timestamp("UTC"). NULL propagates.
 * @example orders.mutate((c) => ({ at: timestampFromUnix(c.order_id, "second") }))
 */
export function timestampFromUnix<const V extends IntegerOperand>(
  count: V,
  unit: EpochUnit,
): Column<Timestamp<OperandNull<V>>> {
  const arg = integerNode(count, "count");
  return columnFrom(op("TimestampFromUnix", { arg, unit: checkedUnit(unit, EPOCH_UNITS, "Unix time") }));
}

const allNumbers = (values: readonly IntegerOperand[]): values is readonly number[] =>
  values.every((v) => typeof v === "number");
const padNumber = (n = 0, width = 2): string => String(n).padStart(width, "0");
const isoDate = ([y, m, d]: readonly number[]): string => `${padNumber(y, 4)}-${padNumber(m)}-${padNumber(d)}`;
const isoTime = (values: readonly number[]): string => values.map((v) => padNumber(v)).join(":");
const dateArgs = ([y = 0, m = 0, d = 0]: readonly IntegerOperand[]) => ({
  year: integerNode(y, "year"),
  month: integerNode(m, "month"),
  day: integerNode(d, "day"),
});
const timeArgs = ([h = 0, m = 0, s = 0]: readonly IntegerOperand[]) => ({
  hour: integerNode(h, "hour"),
  minute: integerNode(m, "minute"),
  second: integerNode(s, "second"),
});
