import type { DType } from "../../dtype/dtype.js";
import { bool, date, int64, interval, string, time, timestamp } from "../../dtype/dtype.js";
import { isTimestamp } from "../../dtype/kinds.js";
import type { Accepts } from "../define.js";
import {
  dateArg,
  dayOrStamp,
  elementwise,
  impure,
  integer,
  intervalArg,
  like,
  option,
  temporalArg,
  timeOfDay,
  timeOrTimestampArg,
  timestampArg,
  value,
} from "../define.js";
import { anyText, oneOf, spanOption } from "../options.js";
import { DATE_UNITS, EPOCH_UNITS, TIME_UNITS, TIMESTAMP_UNITS } from "../units.js";
import type { Value } from "../value.js";

const instant: Accepts = {
  label: "an instant (a timestamp with a zone)",
  test: (d) => isTimestamp(d) && d.zone !== null,
};
const wallClock: Accepts = { label: "a timestamp without a zone", test: (d) => isTimestamp(d) && d.zone === null };

const ofDay = (doc: string) => elementwise(doc, { arg: value(dayOrStamp) }, { dtype: int64 });
const ofClock = (doc: string) => elementwise(doc, { arg: value(timeOrTimestampArg) }, { dtype: int64 });
const named = (doc: string) => elementwise(doc, { arg: value(dayOrStamp) }, { dtype: string });
const spans = { left: value(intervalArg), right: value(intervalArg) };
const whole = value(integer);
/** The digits of a second are those of the argument; another zone takes the place of its own. */
const inZone =
  (zone: string | null) =>
  (args: { readonly arg: Value }): DType =>
    timestamp(zone, isTimestamp(args.arg.dtype) ? args.arg.dtype.scale : 6);

/** Instants are read, cut and moved by the clock of UTC. */
export const temporalOps = {
  ExtractYear: ofDay("The year."),
  ExtractIsoYear: ofDay("The year that the ISO week belongs to."),
  ExtractQuarter: ofDay("The quarter of the year, 1 to 4."),
  ExtractMonth: ofDay("The month, 1 to 12."),
  ExtractWeekOfYear: ofDay("The ISO week, 1 to 53."),
  ExtractDay: ofDay("The day of the month, 1 to 31."),
  ExtractDayOfYear: ofDay("The day of the year, 1 to 366."),
  ExtractDayOfWeek: ofDay("The day of the week, Monday 1 to Sunday 7."),
  DayName: named("The English name of the weekday."),
  MonthName: named("The English name of the month."),
  ExtractHour: ofClock("The hour, 0 to 23."),
  ExtractMinute: ofClock("The minute, 0 to 59."),
  ExtractSecond: ofClock("The whole second, 0 to 59."),
  ExtractMillisecond: ofClock("The whole milliseconds within the second, 0 to 999."),
  ExtractMicrosecond: ofClock("The microseconds within the second, 0 to 999999."),
  ExtractEpochSeconds: ofDay("The whole seconds since the start of 1970, rounded down."),

  DateTruncate: elementwise(
    "The first day of the unit.",
    { arg: value(dateArg), unit: option(oneOf(...DATE_UNITS)) },
    { dtype: like("arg") },
  ),
  TimestampTruncate: elementwise(
    "The start of the unit.",
    { arg: value(timestampArg), unit: option(oneOf(...TIMESTAMP_UNITS)) },
    { dtype: like("arg") },
  ),
  TimeTruncate: elementwise(
    "The start of the unit.",
    { arg: value(timeOfDay), unit: option(oneOf(...TIME_UNITS)) },
    { dtype: like("arg") },
  ),
  TimestampBucket: elementwise(
    "The start of the bucket, of buckets of one width counted from Monday 2000-01-03, of months from 2000-01-01.",
    { arg: value(timestampArg), width: option(spanOption), offset: option(spanOption) },
    { dtype: like("arg") },
  ),
  Strftime: elementwise(
    "As text, by a format.",
    { arg: value(temporalArg), format: option(anyText) },
    { dtype: string },
  ),
  Date: elementwise("The date.", { arg: value(dayOrStamp) }, { dtype: date }),
  Time: elementwise("The time of day.", { arg: value(timestampArg) }, { dtype: time }),

  DateAdd: elementwise(
    "The date, moved on by months, then days; held within the month.",
    { left: value(dateArg), right: value(intervalArg) },
    { dtype: like("left"), infix: "+" },
  ),
  DateSub: elementwise(
    "The date, moved back by months, then days; held within the month.",
    { left: value(dateArg), right: value(intervalArg) },
    { dtype: like("left"), infix: "-" },
  ),
  TimestampAdd: elementwise(
    "The timestamp, moved on by months, then days, then time; held within the month.",
    { left: value(timestampArg), right: value(intervalArg) },
    { dtype: like("left"), infix: "+" },
  ),
  TimestampSub: elementwise(
    "The timestamp, moved back by months, then days, then time; held within the month.",
    { left: value(timestampArg), right: value(intervalArg) },
    { dtype: like("left"), infix: "-" },
  ),
  TimeAdd: elementwise(
    "The time of day, moved on, around midnight; months and days count nothing.",
    { left: value(timeOfDay), right: value(intervalArg) },
    { dtype: like("left"), infix: "+" },
  ),
  TimeSub: elementwise(
    "The time of day, moved back, around midnight; months and days count nothing.",
    { left: value(timeOfDay), right: value(intervalArg) },
    { dtype: like("left"), infix: "-" },
  ),
  DateDelta: elementwise(
    "How many starts of a unit lie after the right, up to the left.",
    { left: value(dateArg), right: value(dateArg), unit: option(oneOf(...DATE_UNITS)) },
    { dtype: int64 },
  ),
  TimestampDelta: elementwise(
    "How many starts of a unit lie after the right, up to the left.",
    { left: value(timestampArg), right: value(timestampArg), unit: option(oneOf(...TIMESTAMP_UNITS)) },
    { dtype: int64 },
  ),
  TimeDelta: elementwise(
    "How many starts of a unit lie after the right, up to the left.",
    { left: value(timeOfDay), right: value(timeOfDay), unit: option(oneOf(...TIME_UNITS)) },
    { dtype: int64 },
  ),
  BetweenTime: elementwise(
    "Whether it lies between two times of day, both included; around midnight if the first is the later.",
    { arg: value(timeOfDay), lower: value(timeOfDay), upper: value(timeOfDay) },
    { dtype: bool },
  ),

  IntervalFromInteger: elementwise(
    "As many of a unit.",
    { arg: whole, unit: option(oneOf(...TIMESTAMP_UNITS)) },
    { dtype: interval },
  ),
  IntervalAdd: elementwise("The sum of the parts.", spans, { dtype: interval, infix: "+" }),
  IntervalSubtract: elementwise("The difference of the parts.", spans, { dtype: interval, infix: "-" }),
  IntervalMultiply: elementwise(
    "Each part so many times.",
    { left: value(intervalArg), right: whole },
    { dtype: interval, infix: "*" },
  ),
  IntervalNegate: elementwise("Each part with the other sign.", { arg: value(intervalArg) }, { dtype: interval }),

  DateFromYMD: elementwise(
    "The date of a year, month and day; an error where there is none.",
    { year: whole, month: whole, day: whole },
    { dtype: date },
  ),
  TimestampFromYMDHMS: elementwise(
    "The timestamp of a year, month, day, hour, minute and second; an error where there is none.",
    { year: whole, month: whole, day: whole, hour: whole, minute: whole, second: whole },
    { dtype: timestamp() },
  ),
  TimeFromHMS: elementwise(
    "The time of an hour, minute and second; an error where there is none.",
    { hour: whole, minute: whole, second: whole },
    { dtype: time },
  ),
  TimestampFromUnix: elementwise(
    "The instant so many units after the start of 1970 in UTC.",
    { arg: whole, unit: option(oneOf(...EPOCH_UNITS)) },
    { dtype: timestamp("UTC") },
  ),
  AtTimeZone: elementwise(
    "The wall clock of a zone at an instant.",
    { arg: value(instant), zone: option(anyText) },
    { dtype: inZone(null) },
  ),
  FromTimeZone: elementwise(
    "The instant of a wall clock in a zone: the later of two, and past the gap of a skipped hour.",
    { arg: value(wallClock), zone: option(anyText) },
    { dtype: inZone("UTC") },
  ),
  Now: impure(
    "The instant at which the statement, or the transaction around it, started.",
    {},
    { dtype: timestamp("UTC") },
  ),
  Today: impure("The date in UTC on which the statement, or the transaction around it, started.", {}, { dtype: date }),
};
