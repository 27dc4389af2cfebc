import {
  date,
  int8,
  int64,
  interval,
  intervalFrom,
  lit,
  memtable,
  string,
  time,
  timestamp,
  uint64,
} from "@avocet/core";
import { describe, expect, test } from "vitest";
import { add, columnsOf, FULL, isDateUnit, MOMENTS, onAll, startsUpTo, UNITS } from "./moments.js";
import { evaluate, run } from "./run.js";

describe("arithmetic", () => {
  test.each([
    [{ months: 1 }, 1, 0, 0n],
    [{ months: -1 }, -1, 0, 0n],
    [{ years: 1 }, 12, 0, 0n],
    [{ quarters: 1, weeks: 1 }, 3, 7, 0n],
    [{ days: 1, hours: 36 }, 0, 1, 129_600_000_000n],
    [{ months: 1, days: 1, hours: 2, microseconds: 1 }, 1, 1, 7_200_000_001n],
    [{ milliseconds: -1 }, 0, 0, -1000n],
  ] as const)("add and sub of %j", async (parts, months, days, micros) => {
    const inside = (m: string) => !m.startsWith("9999") && !m.startsWith("0001");
    const found = await columnsOf((c) => ({
      wall: c.wall.add(parts).strftime(FULL),
      at: c.at.add(parts).strftime(FULL),
      less: c.wall.sub(parts).strftime(FULL),
      lessAt: c.at.sub(parts).strftime(FULL),
      negative: c.wall.add(intervalFrom(parts).neg()).strftime(FULL),
      negativeAt: c.at.add(intervalFrom(parts).neg()).strftime(FULL),
    }));
    const known = (column: unknown[]) => column.filter((_, i) => inside(MOMENTS[i] ?? ""));
    const expected = (sign: 1 | -1) => [
      ...MOMENTS.filter(inside).map((m) => add(m, sign * months, sign * days, BigInt(sign) * micros)),
      null,
    ];
    expect(known(found.wall)).toEqual(expected(1));
    expect(known(found.at)).toEqual(expected(1));
    expect(known(found.less)).toEqual(expected(-1));
    expect(known(found.lessAt)).toEqual(expected(-1));
    expect(known(found.negative)).toEqual(expected(-1));
    expect(known(found.negativeAt)).toEqual(expected(-1));
  });
  test("dates, at the ends of months", async () => {
    const on = (text: string) => lit(text, date);
    expect(
      await evaluate({
        leap: on("2024-01-31").add({ months: 1 }),
        common: on("2023-01-31").add({ months: 1 }),
        back: on("2024-03-31").sub({ months: 1 }),
        years: on("2024-02-29").add({ years: 1 }),
        monthThenDay: on("2024-01-31").add({ months: 1, days: 1 }),
        week: on("2023-12-31").add({ weeks: 1 }),
        epoch: on("1970-01-01").sub({ days: 1 }),
        nothing: lit(null, date).add({ days: 1 }),
        noInterval: on("2024-01-31").add(lit(null, interval)),
      }),
    ).toEqual({
      leap: "2024-02-29",
      common: "2023-02-28",
      back: "2024-02-29",
      years: "2025-02-28",
      monthThenDay: "2024-03-01",
      week: "2024-01-07",
      epoch: "1969-12-31",
      nothing: null,
      noInterval: null,
    });
  });
  test("hours of a column of intervals count where they make up days", async () => {
    const table = memtable(
      [
        { day: "2024-01-31", span: { months: 1, days: 0, micros: 0 } },
        { day: "2024-01-31", span: { months: 0, days: 0, micros: 86_400_000_000 } },
        { day: "2024-01-31", span: { months: 0, days: 0, micros: 86_399_999_999 } },
        { day: "2024-01-31", span: null },
      ],
      { day: date, span: interval },
    );
    const rows = await run(table.select((c) => ({ on: c.day.add(c.span), back: c.day.sub(c.span) })));
    expect(rows).toEqual([
      { on: "2024-02-29", back: "2023-12-31" },
      { on: "2024-02-01", back: "2024-01-30" },
      { on: "2024-01-31", back: "2024-01-30" },
      { on: null, back: null },
    ]);
  });
  test("times of day go around midnight", async () => {
    const at = (text: string) => lit(text, time);
    const spans = memtable([{ span: { months: 1, days: 1, micros: 3_600_000_000 } }], { span: interval });
    expect(
      await evaluate({
        later: at("23:30").add({ hours: 1 }).strftime("%H:%M:%S.%f"),
        earlier: at("00:00:00").sub({ microseconds: 1 }).strftime("%H:%M:%S.%f"),
        far: at("01:00").add({ hours: 49 }).strftime("%H:%M"),
        negative: at("01:00").sub({ hours: -25 }).strftime("%H:%M"),
        nothing: lit(null, time).add({ hours: 1 }),
      }),
    ).toEqual({ later: "00:30:00.000000", earlier: "23:59:59.999999", far: "02:00", negative: "02:00", nothing: null });
    expect(await run(spans.select((c) => ({ at: at("01:00").add(c.span).strftime("%H:%M") })))).toEqual([
      { at: "02:00" },
    ]);
  });
});

describe("delta", () => {
  const others = ["2024-01-31T23:00:00.000000", "1969-12-31T23:59:59.999999", "0999-07-04T05:06:07.000008"];
  test.each(UNITS)("in %ss", async (unit) => {
    for (const other of others) {
      const found = await columnsOf((c) => ({
        wall: c.wall.delta(other, unit).cast(string),
        at: c.at.delta(`${other}Z`, unit).cast(string),
        reverse: lit(other, timestamp()).delta(c.wall, unit).cast(string),
      }));
      const expected = (m: string) => startsUpTo(unit, m) - startsUpTo(unit, other);
      expect(found.wall).toEqual(onAll((m) => String(expected(m))));
      expect(found.at).toEqual(found.wall);
      expect(found.reverse).toEqual(onAll((m) => String(-expected(m))));
    }
  });
  test.each(UNITS)("of dates or times in %ss", async (unit) => {
    const other = "1999-12-27T11:30:00.500000";
    if (isDateUnit(unit) || unit === "day") {
      const { day } = await columnsOf((c) => ({ day: c.day.delta(other.slice(0, 10), unit as "day") })); // told apart above
      expect(day).toEqual(onAll((m) => Number(startsUpTo(unit, m) - startsUpTo(unit, other))));
    } else {
      const { clock } = await columnsOf((c) => ({ clock: c.clock.delta(other.slice(11), unit as "hour") })); // told apart above
      const onOneDay = (m: string) => startsUpTo(unit, `1970-01-01${m.slice(10)}`);
      expect(clock).toEqual(onAll((m) => Number(onOneDay(m) - onOneDay(other))));
    }
  });
  test("with a Date, with NULL", async () => {
    expect(
      await evaluate({
        since: lit("1970-01-02T00:00:00Z", timestamp("UTC")).delta(new Date(1), "millisecond"),
        nothing: lit("1970-01-02", date).delta(null, "day"),
      }),
    ).toEqual({ since: 86_399_999, nothing: null });
  });
});

describe("intervals", () => {
  const spans = memtable(
    [
      { row: 0, span: { months: 14, days: -3, micros: 5 }, n: 2 },
      { row: 1, span: { months: 0, days: 0, micros: 9007199254740000 }, n: 1 },
      { row: 2, span: { months: -1, days: 400, micros: -7 }, n: -1 },
      { row: 3, span: { months: 0, days: 0, micros: 0 }, n: null },
      { row: 4, span: null, n: 3 },
    ],
    { row: int64, span: interval, n: int64 },
  );
  test("literals come back as they are", async () => {
    const rows = await run(spans.select("span").orderBy((c) => c.span.isNull()));
    expect(rows[0]?.span).toEqual({ months: 14, days: -3, micros: 5 });
    expect(await evaluate(intervalFrom({ days: 0 }))).toEqual({ months: 0, days: 0, micros: 0 });
  });
  test("sums, differences, multiples", async () => {
    const rows = await run(
      spans
        .mutate((c) => ({
          sum: c.span.add({ months: 1, days: 2, microseconds: -3 }),
          difference: c.span.sub({ months: 1, days: 2, microseconds: -3 }),
          times: c.span.mul(c.n),
          negative: c.span.neg(),
        }))
        .orderBy("row"),
    );
    const parts = (months: number, days: number, micros: number) => ({ months, days, micros });
    const top = 9007199254740000;
    expect(rows.map((r) => r.sum)).toEqual([
      parts(15, -1, 2),
      parts(1, 2, top - 3),
      parts(0, 402, -10),
      parts(1, 2, -3),
      null,
    ]);
    expect(rows[0]?.difference).toEqual(parts(13, -5, 8));
    expect(rows.map((r) => r.times)).toEqual([parts(28, -6, 10), parts(0, 0, top), parts(1, -400, 7), null, null]);
    expect(rows.map((r) => r.negative)).toEqual([
      parts(-14, 3, -5),
      parts(0, 0, -top),
      parts(1, -400, 7),
      parts(0, 0, 0),
      null,
    ]);
  });
  test("from columns of integers", async () => {
    const table = memtable(
      [
        { row: 0, n: 3, small: 100, large: 7 },
        { row: 1, n: null, small: null, large: null },
      ],
      { row: int64, n: int64, small: int8, large: uint64 },
    );
    const names = UNITS.map((unit) => `${unit}s` as const);
    const rows = await run(
      table
        .select((c) => ({
          row: c.row,
          ...Object.fromEntries(names.map((name) => [name, intervalFrom({ [name]: c.n })])),
          small: intervalFrom({ hours: c.small }),
          large: intervalFrom({ days: c.large, months: c.small }),
          mixed: intervalFrom({ months: c.n, days: 2, minutes: c.small }),
        }))
        .orderBy("row"),
    );
    const micros = (n: number) => ({ months: 0, days: 0, micros: n });
    expect(rows[0]).toEqual({
      row: 0,
      years: { months: 36, days: 0, micros: 0 },
      quarters: { months: 9, days: 0, micros: 0 },
      months: { months: 3, days: 0, micros: 0 },
      weeks: { months: 0, days: 21, micros: 0 },
      days: { months: 0, days: 3, micros: 0 },
      hours: micros(3 * 3600e6),
      minutes: micros(180e6),
      seconds: micros(3e6),
      milliseconds: micros(3000),
      microseconds: micros(3),
      small: micros(100 * 3600e6),
      large: { months: 100, days: 7, micros: 0 },
      mixed: { months: 3, days: 2, micros: 6000e6 },
    });
    expect(Object.values(rows[1] ?? {}).slice(1)).toEqual(Array(13).fill(null));
  });
  test("moving an instant by a column", async () => {
    const span = { months: -1, days: -1, micros: -7_200_000_000 };
    const at = "2020-12-31T00:00:59Z";
    const table = memtable([{ at, span, n: -1, m: -1 }], { at: timestamp("UTC"), span: interval, n: int64, m: int64 });
    const rows = await run(
      table.select((c) => ({
        span: c.at.add(c.span),
        parts: c.at.add({ months: c.n, days: c.m, hours: -2 }),
        months: c.at.add({ months: c.n }),
        hours: c.at.sub({ hours: c.n }),
      })),
    );
    expect(rows).toEqual([
      {
        span: new Date("2020-11-28T22:00:59Z"),
        parts: new Date("2020-11-28T22:00:59Z"),
        months: new Date("2020-11-30T00:00:59Z"),
        hours: new Date("2020-12-31T01:00:59Z"),
      },
    ]);
  });
  test("moving a date by a column", async () => {
    const table = memtable([{ day: "2024-01-31", n: 1 }, { day: "2024-01-31" }], { day: date, n: int64 });
    expect(await run(table.select((c) => ({ on: c.day.add({ months: c.n, days: 1 }) })))).toEqual([
      { on: "2024-03-01" },
      { on: null },
    ]);
  });
});
