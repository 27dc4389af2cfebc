/** The units that a date is made of, from long to short. Weeks begin on Monday. */
export const DATE_UNITS = ["year", "quarter", "month", "week", "day"] as const;
/** The units that a time of day is made of, from long to short. */
export const TIME_UNITS = ["hour", "minute", "second", "millisecond", "microsecond"] as const;
/** The units that a timestamp is made of, from long to short. */
export const TIMESTAMP_UNITS = [...DATE_UNITS, ...TIME_UNITS] as const;
/** The units in which a moment is counted from the start of 1970. */
export const EPOCH_UNITS = ["second", "millisecond", "microsecond"] as const;

/** A unit that a date is made of. */
export type DateUnit = (typeof DATE_UNITS)[number];
/** A unit that a time of day is made of. */
export type TimeUnit = (typeof TIME_UNITS)[number];
/** A unit that a timestamp is made of. */
export type TimestampUnit = (typeof TIMESTAMP_UNITS)[number];
/** A unit in which a moment is counted from the start of 1970. */
export type EpochUnit = (typeof EPOCH_UNITS)[number];

/** How many months, days or microseconds each unit is: the three parts of an interval. */
export const UNIT_PARTS = {
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
