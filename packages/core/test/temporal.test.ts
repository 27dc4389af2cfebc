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
  sure: notNull(date),
  clock: time,
  wall: timestamp(),
  at: notNull(timestamp("UTC", 3)),
  span: interval,
  fixed: notNull(interval),
});
const { c } = t;
type D<C extends { readonly dtype: unknown }> = C["dtype"];
const dtypeOf = (column: { readonly node: ir.Value }) => printDType(column.node.dtype);
/** Where the compiler refuses it too, the test calls it as JavaScript would. */
const loose = (column: unknown) => column as Record<string, (...args: unknown[]) => { readonly node: ir.Value }>; // any method, any argument

describe("dtypes", () => {
  test("parts are int64 or string, NULL as their column", () => {
    expectTypeOf<D<ReturnType<typeof c.day.year>>>().toEqualTypeOf<Int64>();
    expectTypeOf<D<ReturnType<typeof c.sure.year>>>().toEqualTypeOf<Int64<false>>();
    expectTypeOf<D<ReturnType<typeof c.at.dayName>>>().toEqualTypeOf<Str<false>>();
    expectTypeOf<D<ReturnType<typeof c.clock.microsecond>>>().toEqualTypeOf<Int64>();
    for (const part of [c.day.year(), c.day.isoYear(), c.day.quarter(), c.day.month(), c.day.week(), c.day.day()])
      expect(dtypeOf(part)).toBe("int64");
    for (const part of [c.sure.dayOfYear(), c.sure.dayOfWeek(), c.at.epochSeconds(), c.at.hour(), c.at.microsecond()])
      expect(dtypeOf(part)).toBe("!int64");
    expect(dtypeOf(c.day.monthName())).toBe("string");
    expect(dtypeOf(c.at.strftime("%Y-%m-%d"))).toBe("!string");
  });

  test("truncation keeps the dtype", () => {
    expectTypeOf(c.sure.truncate("week")).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(c.at.truncate("hour")).toEqualTypeOf<Column<Timestamp<false>>>();
    expectTypeOf(c.clock.truncate("hour")).toEqualTypeOf<Column<Time>>();
    expect(dtypeOf(c.sure.truncate("week"))).toBe("!date");
    expect(dtypeOf(c.at.truncate("hour"))).toBe(printDType(c.at.node.dtype));
    expect(dtypeOf(c.wall.bucket({ minutes: 15 }, { offset: { minutes: 5 } }))).toBe("timestamp");
  });

  test("a timestamp has a date and a time of day", () => {
    expectTypeOf(c.at.date()).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(c.wall.time()).toEqualTypeOf<Column<Time>>();
    expect(dtypeOf(c.at.date())).toBe("!date");
    expect(dtypeOf(c.wall.time())).toBe("time");
  });

  test("arithmetic stays within the kind; NULL if either is", () => {
    expectTypeOf(c.sure.add({ days: 1 })).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(c.sure.add({ days: c.n })).toEqualTypeOf<Column<DateType>>();
    expectTypeOf(c.sure.sub({ days: c.id, months: 2 })).toEqualTypeOf<Column<DateType<false>>>();
    expectTypeOf(c.sure.add(c.span)).toEqualTypeOf<Column<DateType>>();
    expectTypeOf(c.at.add(c.fixed)).toEqualTypeOf<Column<Timestamp<false>>>();
    expectTypeOf(c.clock.sub({ hours: 1 })).toEqualTypeOf<Column<Time>>();
    expect(dtypeOf(c.sure.add({ days: 1 }))).toBe("!date");
    expect(dtypeOf(c.sure.add({ days: c.n }))).toBe("date");
    expect(dtypeOf(c.sure.sub({ days: c.id, months: 2 }))).toBe("!date");
    expect(dtypeOf(c.sure.add(c.span))).toBe("date");
    expect(dtypeOf(c.at.sub(c.fixed))).toBe(printDType(c.at.node.dtype));
    expect(dtypeOf(c.clock.add({ hours: 1 }))).toBe("time");
  });

  test("delta is int64", () => {
    expectTypeOf(c.sure.delta("2026-01-31", "day")).toEqualTypeOf<Column<Int64<false>>>();
    expectTypeOf(c.sure.delta(c.day, "day")).toEqualTypeOf<Column<Int64>>();
    expect(dtypeOf(c.at.delta(new Date(0), "hour"))).toBe("!int64");
    expect(dtypeOf(c.clock.delta("09:00", "minute"))).toBe("int64");
    expect(c.sure.epochDays().node).toBe(c.sure.delta("1970-01-01", "day").node);
  });

  test("zones", () => {
    expect(dtypeOf(c.at.atZone("Europe/Berlin"))).toBe(printDType(notNull(timestamp(null, 3))));
    expect(dtypeOf(c.wall.toInstant("America/New_York"))).toBe(printDType(timestamp("UTC")));
  });

  test("intervals", () => {
    expectTypeOf(c.fixed.add({ days: 1 })).toEqualTypeOf<Column<Interval<false>>>();
    expectTypeOf(c.fixed.mul(c.n)).toEqualTypeOf<Column<Interval>>();
    expectTypeOf(intervalFrom({ days: 1 })).toEqualTypeOf<Column<Interval<false>>>();
    expectTypeOf(intervalFrom({ days: c.n, hours: 2 })).toEqualTypeOf<Column<Interval>>();
    expect(dtypeOf(c.fixed.sub(c.span))).toBe("interval");
    expect(dtypeOf(c.fixed.neg())).toBe("!interval");
    expect(dtypeOf(intervalFrom({ days: c.id }))).toBe("!interval");
  });

  test("constructors", () => {
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
  ])("%j", (parts, expected) => {
    expect(literalOf(intervalFrom(parts))).toEqual(expected);
  });
  test("columns are added to one literal", () => {
    expect(String(intervalFrom({ months: 1, days: c.n, weeks: 1 }))).toContain(
      "IntervalFromInteger(r0.n, unit='day') + ",
    );
  });
});

describe("refusals", () => {
  test("a date is not moved by hours", () => {
    // @ts-expect-error hours are no part of a date
    expect(() => c.day.add({ hours: 1 })).toThrow(/whole days.*\n.*cast\(timestamp\(\)\)/);
    // @ts-expect-error not beside days either
    expect(() => c.day.sub({ days: 1, hours: 1 })).toThrow(/whole days/);
    expect(() => c.day.add(intervalFrom({ hours: c.n }))).toThrow(/whole days/);
    expect(() => c.day.add(intervalFrom({ hours: 1 }).mul(c.n).neg())).toThrow(/whole days/);
    expect(() => c.day.add(intervalFrom({ days: 1, hours: 0 }))).not.toThrow();
  });
  test("a time of day is not moved by days", () => {
    // @ts-expect-error days are no part of a time of day
    expect(() => c.clock.add({ days: 1 })).toThrow(/hours or less/);
    expect(() => c.clock.sub(intervalFrom({ months: c.n }))).toThrow(/hours or less/);
  });
  test("the difference of two is asked of delta", () => {
    // @ts-expect-error a date is no interval
    expect(() => c.day.sub(c.sure)).toThrow(/wanted an interval, got !date\n.*delta/);
    expect(() => loose(c.at).sub?.(c.at)).toThrow(/delta/);
    expect(() => loose(c.clock).sub?.(c.clock)).toThrow(/delta/);
    expect(() => loose(c.day).add?.(7)).toThrow(/\{ days: 7 \}/);
    expect(() => loose(c.day).add?.(c.n)).toThrow(/intervalFrom\(\{ days: column \}\)/);
    expect(() => loose(c.at).sub?.("2024-01-01")).toThrow(/wanted an interval/);
    expect(() => loose(c.at).sub?.(new Date(0))).toThrow(/wanted an interval/);
  });
  test("units", () => {
    // @ts-expect-error no unit of dates
    expect(() => c.day.truncate("hour")).toThrow(/"hour" is not a unit of dates/);
    // @ts-expect-error misspelt
    expect(() => c.at.truncate("months")).toThrow(/Did you mean `month`/);
    // @ts-expect-error no unit of times
    expect(() => c.clock.delta("09:00", "day")).toThrow(/not a unit of times of day/);
    // @ts-expect-error no unit of Unix time
    expect(() => timestampFromUnix(c.n, "hour")).toThrow(/not a unit of Unix time/);
  });
  test("parts of an interval", () => {
    expect(() => intervalFrom({})).toThrow(/at least one part/);
    expect(() => intervalFrom({ days: 1.5 })).toThrow(/whole number, got 1.5/);
    expect(() => intervalFrom({ days: Number.NaN })).toThrow(/whole number/);
    expect(() => intervalFrom({ microseconds: 2 ** 53 })).toThrow(/whole number/);
    expect(() => intervalFrom({ hours: 9e12, minutes: 1 })).toThrow(/must be an integer/);
    // @ts-expect-error not an integer
    expect(() => intervalFrom({ days: c.x })).toThrow(/an integer/);
    // @ts-expect-error misspelt
    expect(() => intervalFrom({ day: 1 })).toThrow(/no part day\nDid you mean `days`/);
  });
  test("buckets", () => {
    expect(() => c.at.bucket({ months: 1, days: 1 })).toThrow(/buckets are/);
    expect(() => c.at.bucket({ days: 0 })).toThrow(/buckets are/);
    expect(() => c.at.bucket({ hours: -1 })).toThrow(/buckets are/);
    expect(() => c.at.bucket({ hours: 1 }, { offset: { months: 1 } })).toThrow(/offset of months/);
    expect(() => loose(c.at).bucket?.({ days: c.n })).toThrow(/whole number, got a column of int64/);
  });
  test("formats", () => {
    expect(() => c.day.strftime("%Q")).toThrow(/unknown part: %Q/);
    expect(() => c.day.strftime("")).toThrow(/format is a string/);
    expect(() => c.clock.strftime("%Y %H")).toThrow(/no %Y/);
    expect(() => c.clock.strftime("100%% %H")).not.toThrow();
  });
  test("zones", () => {
    for (const zone of ["Mars/Olympus", "+01:00", "CET1", "europe/berlin", "'; DROP", "", "Europe/Berlin\n"])
      expect(() => c.at.atZone(zone)).toThrow(/no time zone/);
    for (const zone of ["UTC", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "Asia/Kolkata"])
      expect(() => c.at.atZone(zone)).not.toThrow();
    expect(() => c.wall.atZone("UTC")).toThrow(/has no zone\n.*toInstant/);
    expect(() => c.at.toInstant("UTC")).toThrow(/without a zone.*\n.*atZone/);
    expect(() => c.wall.betweenTime("09:00", "17:00", { zone: "UTC" })).toThrow(/has no zone/);
  });
  test("instants and wall clocks do not mix", () => {
    expect(() => c.at.delta(c.wall, "day")).toThrow(/cannot be compared/);
    expect(() => c.wall.delta("2024-01-01T00:00:00Z", "day")).toThrow(/no UTC offset/);
  });
  test("days and times that do not exist", () => {
    expect(() => dateFrom(2023, 2, 29)).toThrow(/2023-02-29/);
    expect(() => dateFrom(2023, 1.5, 1)).toThrow(/expected a valid date/);
    expect(() => lit({ days: 3_000_000_000 }, interval)).toThrow(/days must fit in 32 bits/);
    for (const none of ["1900-02-29", "2024-04-31", "2024-00-01", "2024-13-01", "2024-01-00", "2024-1-1"])
      expect(() => lit(none, date), none).toThrow(/expected a valid date/);
    for (const day of ["0001-01-01", "2000-02-29", "9999-12-31"])
      expect(lit(day, date).node).toMatchObject({ value: day });
    expect(() => timeFrom(24, 0)).toThrow(/24:00:00/);
    expect(() => timestampFrom(2023, 1, 1, 0, 0, 60)).toThrow(/00:00:60/);
  });
  test("methods of another kind say so", () => {
    expect(() => loose(c.s).year?.()).toThrow(/`s` is string, which has no year\(\)/);
    expect(() => loose(c.day).hour?.()).toThrow(/no hour\(\)/);
  });
});

describe("text", () => {
  test("operations print by name, sums with their sign", () => {
    const text = (column: { toString(): string }) => String(column).split("\n").at(-1);
    expect(text(c.day.year())).toBe("ExtractYear(r0.day)");
    expect(text(c.at.truncate("hour"))).toBe("TimestampTruncate(r0.at, unit='hour')");
    expect(text(c.day.add(c.span))).toBe("r0.day + r0.span");
    expect(text(c.day.add({ months: 1, days: -7 }))).toBe("r0.day + interval('1 month -7 days')");
    expect(text(c.at.sub({ hours: 36, microseconds: 5 }))).toBe("r0.at - interval('36 hours 5 microseconds')");
    expect(text(intervalFrom({ days: 0 }))).toBe("interval('0 days')");
    expect(text(c.at.bucket({ minutes: 15 }))).toBe("TimestampBucket(r0.at, width='15 minutes')");
    expect(text(c.at.atZone("Europe/Berlin"))).toBe("AtTimeZone(r0.at, zone='Europe/Berlin')");
  });
});
