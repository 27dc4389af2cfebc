import type { AnyColumn } from "@avocet/core";
import {
  dateFrom,
  int8,
  int64,
  intervalFrom,
  isAvocetError,
  memtable,
  notNull,
  now,
  timeFrom,
  timestampFrom,
  timestampFromUnix,
  today,
  uint64,
} from "@avocet/core";
import { describe, expect, test } from "vitest";
import { FULL, inputs, MOMENTS } from "./moments.js";
import { evaluate, run } from "./run.js";

describe("constructors", () => {
  const parts = memtable([{ y: 2024, m: 2, d: 29, h: 23, i: 59, s: 58 }, { y: 1 }], {
    y: int64,
    m: int8,
    d: uint64,
    h: int64,
    i: int64,
    s: int64,
  });
  test("from columns; NULL if any is", async () => {
    const rows = await run(
      parts.select((c) => ({
        day: dateFrom(c.y, c.m, c.d),
        leap: dateFrom(2000, 2, c.d),
        at: timestampFrom(c.y, c.m, c.d, c.h, c.i, c.s).strftime(FULL),
        midnight: timestampFrom(c.y, c.m, c.d).strftime(FULL),
        clock: timeFrom(c.h, c.i, c.s).strftime("%H:%M:%S"),
        hour: timeFrom(c.h, 0).strftime("%H:%M:%S"),
      })),
    );
    expect(rows).toEqual([
      {
        day: "2024-02-29",
        leap: "2000-02-29",
        at: "2024-02-29T23:59:58.000000",
        midnight: "2024-02-29T00:00:00.000000",
        clock: "23:59:58",
        hour: "23:00:00",
      },
      { day: null, leap: null, at: null, midnight: null, clock: null, hour: null },
    ]);
  });
  test("from numbers", async () => {
    expect(
      await evaluate({
        day: dateFrom(1969, 12, 31),
        at: timestampFrom(2024, 2, 29, 12, 30, 15),
        clock: timeFrom(1, 2, 3).strftime("%H:%M:%S"),
        nothing: dateFrom(2024, null, 1),
      }),
    ).toEqual({
      day: "1969-12-31",
      at: new Date("2024-02-29T12:30:15Z"),
      clock: "01:02:03",
      nothing: null,
    });
  });
  const one = memtable([{ n: 1 }], { n: notNull(int64) });
  const { n } = one.c;
  const wrong: readonly (readonly [string, AnyColumn])[] = [
    ["30 February", dateFrom(2024, 2, n.add(29))],
    ["month 13", dateFrom(2024, n.add(12), 1)],
    ["hour 24", timeFrom(n.add(23), 0)],
    ["second 60", timestampFrom(2024, 1, 1, 0, 0, n.add(59))],
    ["minute 60", timestampFrom(2024, 1, 1, 0, n.add(59))],
    ["too many days", intervalFrom({ days: n.add(3_000_000_000) })],
  ];
  test.each(wrong)("%s is an error", async (_, column) => {
    await expect(run(one.select({ column }))).rejects.toSatisfy(isAvocetError);
  });
  test("from Unix time", async () => {
    const table = memtable(
      [
        { row: 0, n: 1_709_210_096 },
        { row: 1, n: -1 },
        { row: 2, n: null },
      ],
      { row: int64, n: int64 },
    );
    const rows = await run(
      table
        .select((c) => ({
          row: c.row,
          s: timestampFromUnix(c.n, "second").strftime(FULL),
          ms: timestampFromUnix(c.n.mul(1000).add(1), "millisecond").strftime(FULL),
          us: timestampFromUnix(c.n.mul(1_000_000).add(1), "microsecond").strftime(FULL),
        }))
        .orderBy("row"),
    );
    expect(rows).toEqual([
      { row: 0, s: "2024-02-29T12:34:56.000000", ms: "2024-02-29T12:34:56.001000", us: "2024-02-29T12:34:56.000001" },
      { row: 1, s: "1969-12-31T23:59:59.000000", ms: "1969-12-31T23:59:59.001000", us: "1969-12-31T23:59:59.000001" },
      { row: 2, s: null, ms: null, us: null },
    ]);
    const small = memtable([{ n: 100 }], { n: int8 });
    expect(await run(small.select((c) => ({ at: timestampFromUnix(c.n, "second") })))).toEqual([
      { at: new Date(100_000) },
    ]);
  });
  test("now and today are one moment in all of a statement", async () => {
    const found = await evaluate({ now: now(), same: now().eq(now()), today: today(), day: now().date().eq(today()) });
    expect(Math.abs(found.now.getTime() - Date.now())).toBeLessThan(60_000);
    expect(found).toMatchObject({ same: true, day: true });
    expect(await run(inputs.filter((c) => c.at.gt(now().sub({ days: 1 }))).select("row"))).toEqual([
      { row: MOMENTS.findIndex((m) => m.startsWith("9999")) },
    ]);
  });
});
