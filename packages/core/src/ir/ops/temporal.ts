import type { DType } from "../../dtype/dtype.js";
import { bool, date, int64, interval, string, time, timestamp } from "../../dtype/dtype.js";
import { isTimestamp } from "../../dtype/kinds.js";
import type { ArgType } from "../define.js";
import {
  dateArg,
  dateOrTimestampArg,
  dtypeOfArg,
  elementwise,
  impure,
  integerArg,
  intervalArg,
  option,
  temporalArg,
  timeArg,
  timeOrTimestampArg,
  timestampArg,
  value,
} from "../define.js";
import { intervalOption, oneOf, stringOption } from "../options.js";
import { DATE_UNITS, EPOCH_UNITS, TIME_UNITS, TIMESTAMP_UNITS } from "../units.js";
import type { Value } from "../value.js";

const instantArg: ArgType = {
  label: "a timestamp with a time zone",
  test: (d) => isTimestamp(d) && d.zone !== null,
};
const wallTimestampArg: ArgType = {
  label: "a timestamp without a time zone",
  test: (d) => isTimestamp(d) && d.zone === null,
};

const dateField = () => elementwise({ arg: value(dateOrTimestampArg) }, { dtype: int64 });
const timeField = () => elementwise({ arg: value(timeOrTimestampArg) }, { dtype: int64 });
const nameField = () => elementwise({ arg: value(dateOrTimestampArg) }, { dtype: string });
const intervalPair = { left: value(intervalArg), right: value(intervalArg) };
const integerValue = value(integerArg);
/** The argument's dtype with another time zone; the number of fractional digits is kept. */
const timestampInZone =
  (zone: string | null) =>
  (args: { readonly arg: Value }): DType =>
    timestamp(zone, isTimestamp(args.arg.dtype) ? args.arg.dtype.scale : 6);

/** Temporal operations. Timestamps with a time zone are extracted from, truncated and shifted in UTC. */
export const temporalOps = {
  /** Year. */
  ExtractYear: dateField(),
  /** ISO week-numbering year. */
  ExtractIsoYear: dateField(),
  /** Quarter, 1 to 4. */
  ExtractQuarter: dateField(),
  /** Month, 1 to 12. */
  ExtractMonth: dateField(),
  /** ISO week, 1 to 53. */
  ExtractWeekOfYear: dateField(),
  /** Day of the month, 1 to 31. */
  ExtractDay: dateField(),
  /** Day of the year, 1 to 366. */
  ExtractDayOfYear: dateField(),
  /** Day of the week, 1 (Monday) to 7 (Sunday). */
  ExtractDayOfWeek: dateField(),
  /** English name of the weekday. */
  DayName: nameField(),
  /** English name of the month. */
  MonthName: nameField(),
  /** Hour, 0 to 23. */
  ExtractHour: timeField(),
  /** Minute, 0 to 59. */
  ExtractMinute: timeField(),
  /** Second without fraction, 0 to 59. */
  ExtractSecond: timeField(),
  /** Milliseconds within the second, 0 to 999. */
  ExtractMillisecond: timeField(),
  /** Microseconds within the second, 0 to 999999. */
  ExtractMicrosecond: timeField(),
  /** Unix time: seconds since 1970-01-01, rounded down. */
  ExtractEpochSeconds: dateField(),

  /** First day of the unit that the date is in. */
  DateTruncate: elementwise({ arg: value(dateArg), unit: option(oneOf(...DATE_UNITS)) }, { dtype: dtypeOfArg("arg") }),
  /** Start of the unit that the value is in. */
  TimestampTruncate: elementwise(
    { arg: value(timestampArg), unit: option(oneOf(...TIMESTAMP_UNITS)) },
    { dtype: dtypeOfArg("arg") },
  ),
  /** Start of the unit that the value is in. */
  TimeTruncate: elementwise({ arg: value(timeArg), unit: option(oneOf(...TIME_UNITS)) }, { dtype: dtypeOfArg("arg") }),
  /** Start of the bucket, counted from Monday 2000-01-03, or from 2000-01-01 for widths in months. */
  TimestampBucket: elementwise(
    { arg: value(timestampArg), width: option(intervalOption), offset: option(intervalOption) },
    { dtype: dtypeOfArg("arg") },
  ),
  /** String in a strftime format. */
  Strftime: elementwise({ arg: value(temporalArg), format: option(stringOption) }, { dtype: string }),
  /** Date of a timestamp. */
  Date: elementwise({ arg: value(dateOrTimestampArg) }, { dtype: date }),
  /** Time of day of a timestamp. */
  Time: elementwise({ arg: value(timestampArg) }, { dtype: time }),

  /** Date plus an interval: months first, clamped to the end of the month, then days. */
  DateAdd: elementwise({ left: value(dateArg), right: value(intervalArg) }, { dtype: dtypeOfArg("left"), infix: "+" }),
  /** Date minus an interval: months first, clamped to the end of the month, then days. */
  DateSub: elementwise({ left: value(dateArg), right: value(intervalArg) }, { dtype: dtypeOfArg("left"), infix: "-" }),
  /** Timestamp plus an interval: months first, clamped to the end of the month, then days, then time. */
  TimestampAdd: elementwise(
    { left: value(timestampArg), right: value(intervalArg) },
    { dtype: dtypeOfArg("left"), infix: "+" },
  ),
  /** Timestamp minus an interval: months first, clamped to the end of the month, then days, then time. */
  TimestampSub: elementwise(
    { left: value(timestampArg), right: value(intervalArg) },
    { dtype: dtypeOfArg("left"), infix: "-" },
  ),
  /** Time of day plus an interval, wrapping at midnight; months and days are ignored. */
  TimeAdd: elementwise({ left: value(timeArg), right: value(intervalArg) }, { dtype: dtypeOfArg("left"), infix: "+" }),
  /** Time of day minus an interval, wrapping at midnight; months and days are ignored. */
  TimeSub: elementwise({ left: value(timeArg), right: value(intervalArg) }, { dtype: dtypeOfArg("left"), infix: "-" }),
  /** Number of unit boundaries after right, up to and including left. */
  DateDelta: elementwise(
    { left: value(dateArg), right: value(dateArg), unit: option(oneOf(...DATE_UNITS)) },
    { dtype: int64 },
  ),
  /** Number of unit boundaries after right, up to and including left. */
  TimestampDelta: elementwise(
    { left: value(timestampArg), right: value(timestampArg), unit: option(oneOf(...TIMESTAMP_UNITS)) },
    { dtype: int64 },
  ),
  /** Number of unit boundaries after right, up to and including left. */
  TimeDelta: elementwise(
    { left: value(timeArg), right: value(timeArg), unit: option(oneOf(...TIME_UNITS)) },
    { dtype: int64 },
  ),
  /** Whether a time of day is between two inclusive bounds; the range wraps around midnight if `lower` is later. */
  BetweenTime: elementwise({ arg: value(timeArg), lower: value(timeArg), upper: value(timeArg) }, { dtype: bool }),

  /** Interval of a number of units. */
  IntervalFromInteger: elementwise({ arg: integerValue, unit: option(oneOf(...TIMESTAMP_UNITS)) }, { dtype: interval }),
  /** Sum of two intervals. */
  IntervalAdd: elementwise(intervalPair, { dtype: interval, infix: "+" }),
  /** Difference of two intervals. */
  IntervalSubtract: elementwise(intervalPair, { dtype: interval, infix: "-" }),
  /** Interval multiplied by an integer. */
  IntervalMultiply: elementwise({ left: value(intervalArg), right: integerValue }, { dtype: interval, infix: "*" }),
  /** Negated interval. */
  IntervalNegate: elementwise({ arg: value(intervalArg) }, { dtype: interval }),

  /** Date from year, month and day; an error if there is no such date. */
  DateFromYMD: elementwise({ year: integerValue, month: integerValue, day: integerValue }, { dtype: date }),
  /** Timestamp from year, month, day, hour, minute and second; an error if there is no such timestamp. */
  TimestampFromYMDHMS: elementwise(
    {
      year: integerValue,
      month: integerValue,
      day: integerValue,
      hour: integerValue,
      minute: integerValue,
      second: integerValue,
    },
    { dtype: timestamp() },
  ),
  /** Time of day from hour, minute and second; an error if there is no such time. */
  TimeFromHMS: elementwise({ hour: integerValue, minute: integerValue, second: integerValue }, { dtype: time }),
  /** Timestamp in UTC from Unix time in a unit. */
  TimestampFromUnix: elementwise(
    { arg: integerValue, unit: option(oneOf(...EPOCH_UNITS)) },
    { dtype: timestamp("UTC") },
  ),
  /** Local time of a timestamp in a time zone. */
  AtTimeZone: elementwise({ arg: value(instantArg), zone: option(stringOption) }, { dtype: timestampInZone(null) }),
  /** Timestamp in UTC of a local time in a time zone; the later of two if ambiguous, shifted forward if in a gap. */
  FromTimeZone: elementwise(
    { arg: value(wallTimestampArg), zone: option(stringOption) },
    { dtype: timestampInZone("UTC") },
  ),
  /** Timestamp at which the statement or the enclosing transaction started. */
  Now: impure({}, { dtype: timestamp("UTC") }),
  /** Date in UTC on which the statement or the enclosing transaction started. */
  Today: impure({}, { dtype: date }),
};
