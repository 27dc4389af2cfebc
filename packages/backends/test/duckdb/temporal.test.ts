import { date, int64, interval, lit, memtable, param, string, time, timestamp } from "@avocet/core";
import { describe, expect, test } from "vitest";
import {
  add,
  columnsOf,
  DAYS,
  dayOfYear,
  daysOf,
  FULL,
  floorDiv,
  isDateUnit,
  isoWeek,
  MOMENTS,
  MONTHS,
  microsOf,
  momentOf,
  month,
  named,
  onAll,
  thursday,
  truncate,
  two,
  UNITS,
  weekday,
  year,
} from "./moments.js";
import { evaluate, run } from "./run.js";

describe("parts", () => {
  const calendar = {
    year,
    isoYear: (m: string) => year(thursday(m)),
    quarter: (m: string) => Math.ceil(month(m) / 3),
    month,
    week: isoWeek,
    day: (m: string) => +m.slice(8, 10),
    dayOfYear,
    dayOfWeek: weekday,
    dayName: (m: string) => named(DAYS, weekday(m)),
    monthName: (m: string) => named(MONTHS, month(m)),
  };
  const clock = {
    hour: (m: string) => +m.slice(11, 13),
    minute: (m: string) => +m.slice(14, 16),
    second: (m: string) => +m.slice(17, 19),
    millisecond: (m: string) => +m.slice(20, 23),
    microsecond: (m: string) => +m.slice(20, 26),
  };
  type CalendarPart = keyof typeof calendar;
  type ClockPart = keyof typeof clock;
  test.each(Object.keys(calendar) as CalendarPart[])("%s", async (part) => {
    const found = await columnsOf((c) => ({ day: c.day[part](), wall: c.wall[part](), at: c.at[part]() }));
    for (const column of Object.values(found)) expect(column).toEqual(onAll(calendar[part]));
  });
  test.each(Object.keys(clock) as ClockPart[])("%s", async (part) => {
    const found = await columnsOf((c) => ({ clock: c.clock[part](), wall: c.wall[part](), at: c.at[part]() }));
    for (const column of Object.values(found)) expect(column).toEqual(onAll(clock[part]));
  });
  test("epochSeconds, epochDays", async () => {
    const found = await columnsOf((c) => ({
      day: c.day.epochSeconds(),
      wall: c.wall.epochSeconds(),
      at: c.at.epochSeconds(),
      days: c.day.epochDays(),
    }));
    expect(found.day).toEqual(onAll((m) => daysOf(m) * 86_400));
    expect(found.wall).toEqual(onAll((m) => Number(floorDiv(microsOf(m), 1_000_000n))));
    expect(found.at).toEqual(found.wall);
    expect(found.days).toEqual(onAll(daysOf));
  });
  test("date and time of a timestamp", async () => {
    const found = await columnsOf((c) => ({
      day: c.wall.date().eq(c.day),
      dayAt: c.at.date().cast(string),
      clock: c.wall.time().eq(c.clock),
      clockAt: c.at.time().eq(c.clock),
    }));
    expect(found.day).toEqual(onAll(() => true));
    expect(found.clock).toEqual(onAll(() => true));
    expect(found.clockAt).toEqual(onAll(() => true));
    expect(found.dayAt).toEqual(onAll((m) => m.slice(0, 10)));
  });
});

test("strftime", async () => {
  const letters: Record<string, (m: string) => string> = {
    "%Y": (m) => m.slice(0, 4),
    "%y": (m) => m.slice(2, 4),
    "%m": (m) => m.slice(5, 7),
    "%B": (m) => named(MONTHS, month(m)),
    "%b": (m) => named(MONTHS, month(m)).slice(0, 3),
    "%d": (m) => m.slice(8, 10),
    "%j": (m) => String(dayOfYear(m)).padStart(3, "0"),
    "%A": (m) => named(DAYS, weekday(m)),
    "%a": (m) => named(DAYS, weekday(m)).slice(0, 3),
    "%H": (m) => m.slice(11, 13),
    "%I": (m) => two(((+m.slice(11, 13) + 11) % 12) + 1),
    "%p": (m) => (+m.slice(11, 13) < 12 ? "AM" : "PM"),
    "%M": (m) => m.slice(14, 16),
    "%S": (m) => m.slice(17, 19),
    "%f": (m) => m.slice(20, 26),
    "%%": () => "%",
  };
  const parts = Object.entries(letters);
  const format = parts.map(([letter]) => letter).join("it's \\ 🦆\n");
  const expected = (m: string): string => parts.map(([, of]) => of(m)).join("it's \\ 🦆\n");
  const found = await columnsOf((c) => ({
    wall: c.wall.strftime(format),
    at: c.at.strftime(format),
    day: c.day.strftime(format),
    clock: c.clock.strftime("%I:%M:%S %p, %H %f%%"),
  }));
  expect(found.wall).toEqual(onAll(expected));
  expect(found.at).toEqual(onAll(expected));
  expect(found.day).toEqual(onAll((m) => expected(`${m.slice(0, 10)}T00:00:00.000000`)));
  const clock = ["%I", ":", "%M", ":", "%S", " ", "%p", ", ", "%H", " ", "%f", "%%"];
  expect(found.clock).toEqual(onAll((m) => clock.map((piece) => letters[piece]?.(m) ?? piece).join("")));
});

describe("truncation", () => {
  test.each(UNITS)("to %s", async (unit) => {
    const found = await columnsOf((c) => ({
      wall: c.wall.truncate(unit).strftime(FULL),
      at: c.at.truncate(unit).strftime(FULL),
      day: isDateUnit(unit) || unit === "day" ? c.day.truncate(unit as "day").cast(string) : lit(null, string),
      clock:
        isDateUnit(unit) || unit === "day"
          ? lit(null, string)
          : c.clock.truncate(unit as "hour").strftime("%H:%M:%S.%f"),
    })); // the units of dates and of times, told apart above
    expect(found.wall).toEqual(onAll((m) => truncate(unit, m)));
    expect(found.at).toEqual(found.wall);
    if (isDateUnit(unit) || unit === "day") expect(found.day).toEqual(onAll((m) => truncate(unit, m).slice(0, 10)));
    else expect(found.clock).toEqual(onAll((m) => truncate(unit, m).slice(11)));
  });

  const ORIGIN = microsOf("2000-01-03T00:00:00.000000");
  test.each([
    [{ minutes: 15 }, {}],
    [{ hours: 7 }, { minutes: -30 }],
    [{ weeks: 1 }, {}],
    [{ weeks: 2 }, { days: 1 }],
    [{ days: 1, hours: 1 }, { microseconds: 1 }],
  ])("buckets of %j, offset %j", async (width, offset) => {
    const sizes = { weeks: 7 * 86_400e6, days: 86_400e6, hours: 3600e6, minutes: 60e6, microseconds: 1 };
    const micros = (parts: object): bigint =>
      Object.entries(parts).reduce((sum, [name, n]) => sum + BigInt(n * sizes[name as keyof typeof sizes]), 0n); // the names above
    const found = await columnsOf((c) => {
      const options = Object.keys(offset).length > 0 ? { offset } : {};
      return { wall: c.wall.bucket(width, options).strftime(FULL), at: c.at.bucket(width, options).strftime(FULL) };
    });
    const origin = ORIGIN + micros(offset);
    const expected = onAll((m) => {
      if (m.startsWith("0001")) return null;
      return momentOf(floorDiv(microsOf(m) - origin, micros(width)) * micros(width) + origin);
    });
    const known = (column: unknown[]) => column.map((v, i) => (MOMENTS[i]?.startsWith("0001") ? null : v));
    expect(known(found.wall)).toEqual(expected);
    expect(known(found.at)).toEqual(expected);
  });
  test.each([
    [{ months: 1 }, 1, {}, 0],
    [{ quarters: 1 }, 3, {}, 0],
    [{ months: 2 }, 2, { months: 1 }, 1],
    [{ years: 5 }, 60, { months: -1 }, -1],
  ])("buckets of %j", async (width, months, offset, by) => {
    const found = await columnsOf((c) => {
      const options = by === 0 ? {} : { offset };
      return { wall: c.wall.bucket(width, options).strftime(FULL), at: c.at.bucket(width, options).strftime(FULL) };
    });
    const known = (column: unknown[]) => column.map((v, i) => (MOMENTS[i]?.startsWith("0001") ? null : v));
    const expected = onAll((m) => {
      const index = (year(m) - 2000) * 12 + month(m) - 1 - by;
      return m.startsWith("0001")
        ? null
        : add("2000-01-01T00:00:00.000000", Math.floor(index / months) * months + by, 0, 0n);
    });
    expect(known(found.wall)).toEqual(expected);
    expect(known(found.at)).toEqual(expected);
  });
});

describe("zones", () => {
  test("what clocks show at an instant", async () => {
    const shown = (text: string, zone: string) => lit(text, timestamp("UTC")).atZone(zone).strftime(FULL);
    expect(
      await evaluate({
        winter: shown("2024-01-15T12:00:00.000001Z", "Europe/Berlin"),
        summer: shown("2024-07-15T12:00:00Z", "Europe/Berlin"),
        beforeGap: shown("2024-03-31T00:59:59Z", "Europe/Berlin"),
        afterGap: shown("2024-03-31T01:00:00Z", "Europe/Berlin"),
        firstPass: shown("2024-10-27T00:30:00Z", "Europe/Berlin"),
        secondPass: shown("2024-10-27T01:30:00Z", "Europe/Berlin"),
        west: shown("2024-01-01T00:00:00Z", "America/New_York"),
        quarter: shown("2024-01-01T00:00:00Z", "Asia/Kathmandu"),
        utc: shown("1969-12-31T23:59:59.999999Z", "UTC"),
        nothing: lit(null, timestamp("UTC")).atZone("UTC"),
      }),
    ).toEqual({
      winter: "2024-01-15T13:00:00.000001",
      summer: "2024-07-15T14:00:00.000000",
      beforeGap: "2024-03-31T01:59:59.000000",
      afterGap: "2024-03-31T03:00:00.000000",
      firstPass: "2024-10-27T02:30:00.000000",
      secondPass: "2024-10-27T02:30:00.000000",
      west: "2023-12-31T19:00:00.000000",
      quarter: "2024-01-01T05:45:00.000000",
      utc: "1969-12-31T23:59:59.999999",
      nothing: null,
    });
  });
  test("the instant of a clock", async () => {
    const instant = (text: string, zone = "Europe/Berlin") => lit(text, timestamp()).toInstant(zone).strftime(FULL);
    expect(
      await evaluate({
        winter: instant("2024-01-15T13:00:00.000001"),
        summer: instant("2024-07-15T14:00:00"),
        skipped: instant("2024-03-31T02:30:00"),
        twice: instant("2024-10-27T02:30:00"),
        west: instant("2023-12-31T19:00:00", "America/New_York"),
        nothing: lit(null, timestamp()).toInstant("UTC"),
        thereAndBack: lit("2024-05-01T10:00:00Z", timestamp("UTC"))
          .atZone("Australia/Sydney")
          .truncate("day")
          .toInstant("Australia/Sydney"),
      }),
    ).toEqual({
      winter: "2024-01-15T12:00:00.000001",
      summer: "2024-07-15T12:00:00.000000",
      skipped: "2024-03-31T01:30:00.000000",
      twice: "2024-10-27T01:30:00.000000",
      west: "2024-01-01T00:00:00.000000",
      nothing: null,
      thereAndBack: new Date("2024-04-30T14:00:00Z"),
    });
  });
  test("instants of another zone's dtype are read in UTC as well", async () => {
    const at = lit("2024-07-15T23:30:00Z", timestamp("Europe/Berlin"));
    expect(await evaluate({ hour: at.hour(), day: at.date(), clock: at.time().strftime("%H:%M") })).toEqual({
      hour: 23,
      day: "2024-07-15",
      clock: "23:30",
    });
  });
});

describe("betweenTime", () => {
  test("on one day and around midnight, both ends included", async () => {
    const at = (text: string) => lit(text, time);
    expect(
      await evaluate({
        inside: at("12:00").betweenTime("09:00", "17:00"),
        lower: at("09:00").betweenTime("09:00", "17:00"),
        upper: at("17:00").betweenTime("09:00", "17:00"),
        outside: at("17:00:00.000001").betweenTime("09:00", "17:00"),
        night: at("23:00").betweenTime("22:00", "06:00"),
        morning: at("06:00").betweenTime("22:00", "06:00"),
        noon: at("12:00").betweenTime("22:00", "06:00"),
        nothing: lit(null, time).betweenTime("22:00", "06:00"),
        noBound: at("12:00").betweenTime(null, "17:00"),
        instant: lit("2024-07-15T07:30:00Z", timestamp("UTC")).betweenTime("09:00", "17:00"),
        berlin: lit("2024-07-15T07:30:00Z", timestamp("UTC")).betweenTime("09:00", "17:00", { zone: "Europe/Berlin" }),
      }),
    ).toEqual({
      inside: true,
      lower: true,
      upper: true,
      outside: false,
      night: true,
      morning: true,
      noon: false,
      nothing: null,
      noBound: null,
      instant: false,
      berlin: true,
    });
  });
  test("bounds from columns; NULL if any is", async () => {
    const clocks = [null, "06:00:00", "12:00:00", "23:00:00"];
    const all = clocks.flatMap((t) => clocks.flatMap((lower) => clocks.map((upper) => ({ t, lower, upper }))));
    const table = memtable(
      all.map((r, row) => ({ row, ...r })),
      { row: int64, t: time, lower: time, upper: time },
    );
    const rows = await run(
      table.select((c) => ({ row: c.row, found: c.t.betweenTime(c.lower, c.upper) })).orderBy("row"),
    );
    const expected = all.map(({ t, lower, upper }) => {
      if (t === null || lower === null || upper === null) return null;
      return lower <= upper ? lower <= t && t <= upper : t >= lower || t <= upper;
    });
    expect(rows.map((r) => r.found)).toEqual(expected);
  });
});

test("parameters", async () => {
  const found = await evaluate(
    {
      day: param("day", date).add({ months: 1 }),
      at: param("at", timestamp("UTC")).truncate("hour"),
      clock: param("clock", time).add({ minutes: 1 }).strftime("%H:%M:%S.%f"),
      later: lit("2024-01-31", date).add(param("span", interval)),
    },
    {
      params: {
        day: "2024-01-31",
        at: new Date("2024-01-31T12:34:56Z"),
        clock: "23:59:59.000001",
        span: { months: 1, days: 1, micros: 0 },
      },
    },
  );
  expect(found).toEqual({
    day: "2024-02-29",
    at: new Date("2024-01-31T12:00:00Z"),
    clock: "00:00:59.000001",
    later: "2024-03-01",
  });
});

test("values inside of larger expressions", async () => {
  const found = await columnsOf((c) => ({
    sum: c.day.year().mul(100).add(c.day.month()),
    both: c.wall.truncate("day").eq(c.day.cast(timestamp())),
    weekend: c.day.dayOfWeek().ge(6).ifelse("weekend", "week"),
    minus: lit("2024-01-10", date).sub({ days: 3 }).delta(c.day, "day").neg(),
    micro: c.wall.microsecond().mul(2),
    zone: c.at.atZone("Asia/Tokyo").add({ hours: -9 }).eq(c.wall),
  }));
  expect(found.sum).toEqual(onAll((m) => year(m) * 100 + month(m)));
  expect(found.both).toEqual(onAll(() => true));
  expect(found.weekend).toEqual([...MOMENTS.map((m) => (weekday(m) > 5 ? "weekend" : "week")), "week"]);
  expect(found.minus).toEqual(onAll((m) => daysOf(m) - daysOf("2024-01-07")));
  expect(found.micro).toEqual(onAll((m) => 2 * +m.slice(20, 26)));
  // Tokyo kept its own local time until 1888.
  const modern = (column: unknown[]) => column.filter((_, i) => Number(MOMENTS[i]?.slice(0, 4) ?? 0) > 1960);
  expect(modern(found.zone)).toEqual(modern(onAll(() => true)));
});
