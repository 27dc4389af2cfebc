/** Units that a date can be truncated to, longest first. Weeks start on Monday. */
export const DATE_UNITS = ["year", "quarter", "month", "week", "day"] as const;
/** Units that a time of day can be truncated to, longest first. */
export const TIME_UNITS = ["hour", "minute", "second", "millisecond", "microsecond"] as const;
/** Units that a timestamp can be truncated to, longest first. */
export const TIMESTAMP_UNITS = [...DATE_UNITS, ...TIME_UNITS] as const;
/** Units of Unix time: counts since 1970-01-01 00:00:00 UTC. */
export const EPOCH_UNITS = ["second", "millisecond", "microsecond"] as const;

/** A unit of a date, such as `month`. */
export type DateUnit = (typeof DATE_UNITS)[number];
/** A unit of a time of day, such as `hour`. */
export type TimeUnit = (typeof TIME_UNITS)[number];
/** A unit of a timestamp: any date or time unit. */
export type TimestampUnit = (typeof TIMESTAMP_UNITS)[number];
/** A unit of Unix time. */
export type EpochUnit = (typeof EPOCH_UNITS)[number];

/** Size of each unit in the interval field that holds it: months, days or microseconds. */
export const UNIT_SIZES = {
  year: ["months", 12],
  quarter: ["months", 3],
  month: ["months", 1],
  week: ["days", 7],
  day: ["days", 1],
  hour: ["micros", 3_600_000_000],
  minute: ["micros", 60_000_000],
  second: ["micros", 1_000_000],
  millisecond: ["micros", 1_000],
  microsecond: ["micros", 1],
} as const satisfies Record<TimestampUnit, readonly ["months" | "days" | "micros", number]>;
