import { describe, expect, expectTypeOf, test } from "vitest";
import type { Column, DateType, Int64, Interval, Str, Time, Timestamp } from "../src/index.js";
import {
  date,
  dateFrom,
  float64,
  int64,
  interval,
  intervalFrom,
  lit,
  notNull,
  now,
  printDType,
  string,
  table,
  time,
  timeFrom,
  timestamp,
  timestampFrom,
  timestampFromUnix,
  today,
} from "../src/index.js";
import * as ir from "../src/ir/index.js";

const t = table("events", {
  id: notNull(int64),
  n: int64,
  x: float64,
  s: string,
  day: date,
  requiredDay: notNull(date),
  timeOfDay: time,
  wall: timestamp(),
  at: notNull(timestamp("UTC", 3)),
  duration: interval,
  requiredDuration: notNull(interval),
});
const { c } = t;
type D<C extends { readonly dtype: unknown }> = C["dtype"];
const dtypeOf = (column: { readonly node: ir.Value }) => printDType(column.node.dtype);
/** A column without type checks, for calls that are type errors. */
const untyped = (column: unknown) => column as Record<string, (...args: unknown[]) => { readonly node: ir.Value }>;

describe("dtypes of temporal methods", () => {
  test("date and time parts are int64 or string, nullable like their column", () => {
    expectTypeOf<D<ReturnType<typeof c.day.year>>>().toEqualTypeOf<Int64>();
    expectTypeOf<D<ReturnType<typeof c.requiredDay.year>>>().toEqualTypeOf<Int64<false>>();
    expectTypeOf<D<ReturnType<typeof c.at.dayName>>>().toEqualTypeOf<Str<false>>();
    expectTypeOf<D<ReturnType<typeof c.timeOfDay.microsecond>>>().toEqualTypeOf<Int64>();
    for (const column of [c.day.year(), c.day.isoYear(), c.day.quarter(), c.day.month(), c.day.week(), c.day.day()])
      expect(dtypeOf(column)).toBe("int64");
    for (const column of [
      c.requiredDay.dayOfYear(),
      c.requiredDay.dayOfWeek(),
      c.at.epochSeconds(),
      c.at.hour(),
      c.at.microsecond(),
    ])
      expect(dtypeOf(column)).toBe("!int64");
    expect(dtypeOf(c.day.monthName())).toBe("string");
    expect(dtypeOf(c.at.strftime("%Y-%m-%d"))).toBe("!string");
  });

  test("truncate and bucket keep the dtype", () => {
    expectTypeOf(c.requiredDay.truncate("week")).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(c.at.truncate("hour")).toEqualTypeOf<Column<Timestamp<false>>>();
    expectTypeOf(c.timeOfDay.truncate("hour")).toEqualTypeOf<Column<Time>>();
    expect(dtypeOf(c.requiredDay.truncate("week"))).toBe("!date");
    expect(dtypeOf(c.at.truncate("hour"))).toBe(printDType(c.at.node.dtype));
    expect(dtypeOf(c.wall.bucket({ minutes: 15 }, { offset: { minutes: 5 } }))).toBe("timestamp");
  });

  test("date and time split a timestamp", () => {
    expectTypeOf(c.at.date()).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(c.wall.time()).toEqualTypeOf<Column<Time>>();
    expect(dtypeOf(c.at.date())).toBe("!date");
    expect(dtypeOf(c.wall.time())).toBe("time");
  });

  test("adding an interval keeps the kind, nullable if either is", () => {
    expectTypeOf(c.requiredDay.add({ days: 1 })).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(c.requiredDay.add({ days: c.n })).toEqualTypeOf<Column<DateType>>();
    expectTypeOf(c.requiredDay.sub({ days: c.id, months: 2 })).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(c.requiredDay.add(c.duration)).toEqualTypeOf<Column<DateType>>();
    expectTypeOf(c.at.add(c.requiredDuration)).toEqualTypeOf<Column<Timestamp<false>>>();
    expectTypeOf(c.timeOfDay.sub({ hours: 1 })).toEqualTypeOf<Column<Time>>();
    expect(dtypeOf(c.requiredDay.add({ days: 1 }))).toBe("!date");
    expect(dtypeOf(c.requiredDay.add({ days: c.n }))).toBe("date");
    expect(dtypeOf(c.requiredDay.sub({ days: c.id, months: 2 }))).toBe("!date");
    expect(dtypeOf(c.requiredDay.add(c.duration))).toBe("date");
    expect(dtypeOf(c.at.sub(c.requiredDuration))).toBe(printDType(c.at.node.dtype));
    expect(dtypeOf(c.timeOfDay.add({ hours: 1 }))).toBe("time");
  });

  test("delta returns int64", () => {
    expectTypeOf(c.requiredDay.delta("2026-01-31", "day")).toEqualTypeOf<Column<Int64<false>>>();
    expectTypeOf(c.requiredDay.delta(c.day, "day")).toEqualTypeOf<Column<Int64>>();
    expect(dtypeOf(c.at.delta(new Date(0), "hour"))).toBe("!int64");
    expect(dtypeOf(c.timeOfDay.delta("09:00", "minute"))).toBe("int64");
    expect(c.requiredDay.epochDays().node).toBe(c.requiredDay.delta("1970-01-01", "day").node);
  });

  test("atZone and toInstant convert between instants and wall-clock times", () => {
    expect(dtypeOf(c.at.atZone("Europe/Berlin"))).toBe(printDType(notNull(timestamp(null, 3))));
    expect(dtypeOf(c.wall.toInstant("America/New_York"))).toBe(printDType(timestamp("UTC")));
  });

  test("interval methods return intervals, nullable if an operand is", () => {
    expectTypeOf(c.requiredDuration.add({ days: 1 })).toEqualTypeOf<Column<Interval<false>>>();
    expectTypeOf(c.requiredDuration.mul(c.n)).toEqualTypeOf<Column<Interval>>();
    expectTypeOf(intervalFrom({ days: 1 })).toEqualTypeOf<Column<Interval<false>>>();
    expectTypeOf(intervalFrom({ days: c.n, hours: 2 })).toEqualTypeOf<Column<Interval>>();
    expect(dtypeOf(c.requiredDuration.sub(c.duration))).toBe("interval");
    expect(dtypeOf(c.requiredDuration.neg())).toBe("!interval");
    expect(dtypeOf(intervalFrom({ days: c.id }))).toBe("!interval");
  });

  test("temporal constructors return the expected dtypes, and literals for constants", () => {
    expectTypeOf(now()).toEqualTypeOf<Column<Timestamp<false>>>();
    expectTypeOf(today()).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(dateFrom(2024, c.id, 1)).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(dateFrom(2024, c.n, 1)).toEqualTypeOf<Column<DateType>>();
    expectTypeOf(timestampFrom(2024, 1, 1, c.n)).toEqualTypeOf<Column<Timestamp>>();
    expectTypeOf(timeFrom(c.id, 0)).toEqualTypeOf<Column<Time<false>>>();
    expect(dtypeOf(now())).toBe(printDType(notNull(timestamp("UTC"))));
    expect(dtypeOf(timestampFromUnix(c.n, "second"))).toBe(printDType(timestamp("UTC")));
    expect(dtypeOf(dateFrom(2024, null, 1))).toBe("date");
    expect(dateFrom(2024, 2, 29).node).toBe(lit("2024-02-29", date).node);
    expect(timestampFrom(2024, 2, 29, 1).node).toBe(lit("2024-02-29T01:00:00", timestamp()).node);
    expect(timeFrom(1, 2, 3).node).toBe(lit("01:02:03", time).node);
    expect(ir.hasFlag(now().node, ir.NodeFlag.impure)).toBe(true);
  });
});

describe("interval literals", () => {
  const literalOf = (column: { readonly node: ir.Value }) =>
    column.node.type === "literal" ? column.node.value : null;
  test.each([
    [{ years: 1, quarters: 1, months: 1 }, [16, 0, 0]],
    [{ weeks: 2, days: -1 }, [0, 13, 0]],
    [{ hours: 1, minutes: 2, seconds: 3, milliseconds: 4, microseconds: 5 }, [0, 0, 3_723_004_005]],
    [{ days: 0 }, [0, 0, 0]],
  ])("intervalFrom(%j)", (amounts, expected) => {
    expect(literalOf(intervalFrom(amounts))).toEqual(expected);
  });
  test("intervalFrom adds columns to a single literal", () => {
    expect(String(intervalFrom({ months: 1, days: c.n, weeks: 1 }))).toContain(
      "IntervalFromInteger(r0.n, unit='day') + ",
    );
  });
});

describe("temporal methods refuse", () => {
  test("hours that are added to a date", () => {
    // @ts-expect-error dates have no hours
    expect(() => c.day.add({ hours: 1 })).toThrow(/to a date.*\n.*cast\(timestamp\(\)\)/);
    // @ts-expect-error dates have no hours, also in addition to days
    expect(() => c.day.sub({ days: 1, hours: 1 })).toThrow(/Cannot add hours or smaller units to a date/);
    expect(() => c.day.add(intervalFrom({ hours: c.n }))).toThrow(/Cannot add hours or smaller units to a date/);
    expect(() => c.day.add(intervalFrom({ hours: 1 }).mul(c.n).neg())).toThrow(
      /Cannot add hours or smaller units to a date/,
    );
    expect(() => c.day.add(intervalFrom({ days: 1, hours: 0 }))).not.toThrow();
  });
  test("days that are added to a time of day", () => {
    // @ts-expect-error times of day have no days
    expect(() => c.timeOfDay.add({ days: 1 })).toThrow(/Cannot add days or larger units to a time of day/);
    expect(() => c.timeOfDay.sub(intervalFrom({ months: c.n }))).toThrow(
      /Cannot add days or larger units to a time of day/,
    );
  });
  test("operands that are not intervals, with a hint to use delta", () => {
    // @ts-expect-error a date is not an interval
    expect(() => c.day.sub(c.requiredDay)).toThrow(/Expected an interval, got !date\n.*delta/);
    expect(() => untyped(c.at).sub?.(c.at)).toThrow(/delta/);
    expect(() => untyped(c.timeOfDay).sub?.(c.timeOfDay)).toThrow(/delta/);
    expect(() => untyped(c.day).add?.(7)).toThrow(/\{ days: 7 \}/);
    expect(() => untyped(c.day).add?.(c.n)).toThrow(/intervalFrom\(\{ days: column \}\)/);
    expect(() => untyped(c.at).sub?.("2024-01-01")).toThrow(/Expected an interval/);
    expect(() => untyped(c.at).sub?.(new Date(0))).toThrow(/Expected an interval/);
  });
  test("unknown units, with a suggestion", () => {
    // @ts-expect-error not a unit of dates
    expect(() => c.day.truncate("hour")).toThrow(/"hour" is not a unit of dates/);
    // @ts-expect-error misspelled
    expect(() => c.at.truncate("months")).toThrow(/Did you mean `month`/);
    // @ts-expect-error not a unit of times
    expect(() => c.timeOfDay.delta("09:00", "day")).toThrow(/not a unit of times of day/);
    // @ts-expect-error not a unit of Unix time
    expect(() => timestampFromUnix(c.n, "hour")).toThrow(/not a unit of Unix time/);
  });
  test("wrong parts of an interval", () => {
    expect(() => intervalFrom({})).toThrow(/at least one part/);
    expect(() => intervalFrom({ days: 1.5 })).toThrow(/"days" of an interval must be an integer, got 1.5/);
    expect(() => intervalFrom({ days: Number.NaN })).toThrow(/must be an integer/);
    expect(() => intervalFrom({ microseconds: 2 ** 53 })).toThrow(/must be an integer/);
    expect(() => intervalFrom({ hours: 9e12, minutes: 1 })).toThrow(/must be an integer/);
    // @ts-expect-error not an integer
    expect(() => intervalFrom({ days: c.x })).toThrow(/an integer/);
    // @ts-expect-error misspelled
    expect(() => intervalFrom({ day: 1 })).toThrow(/no part "day"\nDid you mean `days`/);
  });
  test("buckets whose width is mixed or not positive", () => {
    expect(() => c.at.bucket({ months: 1, days: 1 })).toThrow(/width of a bucket/);
    expect(() => c.at.bucket({ days: 0 })).toThrow(/width of a bucket/);
    expect(() => c.at.bucket({ hours: -1 })).toThrow(/width of a bucket/);
    expect(() => c.at.bucket({ hours: 1 }, { offset: { months: 1 } })).toThrow(/offset of months/);
    expect(() => untyped(c.at).bucket?.({ days: c.n })).toThrow(/must be an integer, got a column of int64/);
  });
  test("unknown directives in a format", () => {
    expect(() => c.day.strftime("%Q")).toThrow(/unknown directive: %Q/);
    expect(() => c.day.strftime("")).toThrow(/format must be a string/);
    expect(() => c.timeOfDay.strftime("%Y %H")).toThrow(/%Y is part of a date/);
    expect(() => c.timeOfDay.strftime("100%% %H")).not.toThrow();
  });
  test("unknown zones, and timestamps that are already converted", () => {
    for (const zone of ["Mars/Olympus", "+01:00", "CET1", "europe/berlin", "'; DROP", "", "Europe/Berlin\n"])
      expect(() => c.at.atZone(zone)).toThrow(/Unknown time zone/);
    for (const zone of ["UTC", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "Asia/Kolkata"])
      expect(() => c.at.atZone(zone)).not.toThrow();
    expect(() => c.wall.atZone("UTC")).toThrow(/has no zone\n.*toInstant/);
    expect(() => c.at.toInstant("UTC")).toThrow(/without a zone.*\n.*atZone/);
    expect(() => c.wall.betweenTime("09:00", "17:00", { zone: "UTC" })).toThrow(/has no zone/);
  });
  test("instants that are combined with wall-clock times", () => {
    expect(() => c.at.delta(c.wall, "day")).toThrow(/cannot be compared/);
    expect(() => c.wall.delta("2024-01-01T00:00:00Z", "day")).toThrow(/no UTC offset/);
  });
  test("dates and times that do not exist", () => {
    expect(() => dateFrom(2023, 2, 29)).toThrow(/2023-02-29/);
    expect(() => dateFrom(2023, 1.5, 1)).toThrow(/expected a valid date/);
    expect(() => lit({ days: 3_000_000_000 }, interval)).toThrow(/days must fit in 32 bits/);
    for (const text of ["1900-02-29", "2024-04-31", "2024-00-01", "2024-13-01", "2024-01-00", "2024-1-1"])
      expect(() => lit(text, date), text).toThrow(/expected a valid date/);
    for (const day of ["0001-01-01", "2000-02-29", "9999-12-31"])
      expect(lit(day, date).node).toMatchObject({ value: day });
    expect(() => timeFrom(24, 0)).toThrow(/24:00:00/);
    expect(() => timestampFrom(2023, 1, 1, 0, 0, 60)).toThrow(/00:00:60/);
  });
  test("methods of another kind, naming the dtype", () => {
    expect(() => untyped(c.s).year?.()).toThrow(/`s` is string, which has no year\(\)/);
    expect(() => untyped(c.day).hour?.()).toThrow(/no hour\(\)/);
  });
});

describe("printed form", () => {
  test("temporal operations print as calls, additions and subtractions with + and -", () => {
    const lastLine = (column: { toString(): string }) => String(column).split("\n").at(-1);
    expect(lastLine(c.day.year())).toBe("ExtractYear(r0.day)");
    expect(lastLine(c.at.truncate("hour"))).toBe("TimestampTruncate(r0.at, unit='hour')");
    expect(lastLine(c.day.add(c.duration))).toBe("r0.day + r0.duration");
    expect(lastLine(c.day.add({ months: 1, days: -7 }))).toBe("r0.day + interval('1 month -7 days')");
    expect(lastLine(c.at.sub({ hours: 36, microseconds: 5 }))).toBe("r0.at - interval('36 hours 5 microseconds')");
    expect(lastLine(intervalFrom({ days: 0 }))).toBe("interval('0 days')");
    expect(lastLine(c.at.bucket({ minutes: 15 }))).toBe("TimestampBucket(r0.at, width='15 minutes')");
    expect(lastLine(c.at.atZone("Europe/Berlin"))).toBe("AtTimeZone(r0.at, zone='Europe/Berlin')");
  });
});
