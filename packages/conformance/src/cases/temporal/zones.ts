import { lit, time, timestamp } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";
import { MOMENTS, perMoment } from "./fixtures.js";

const shown = (text: string, zone: string) => lit(text, timestamp("UTC")).atZone(zone);
const instant = (text: string, zone = "Europe/Berlin") => lit(text, timestamp()).toInstant(zone);
const utc = (text: string): Date => new Date(`${text}Z`);
const at = (text: string) => lit(text, time);
const clocks = [null, "06:00:00", "12:00:00", "23:00:00"];
const triples = clocks.flatMap((t) => clocks.flatMap((lower) => clocks.map((upper) => ({ t, lower, upper }))));

const noon = lit("2024-01-01T12:00:00Z", timestamp("UTC"));
const NOONS = { at: timestamp("UTC"), wall: timestamp() };
const noons = [
  { at: null, wall: null },
  { at: "2024-01-01T12:30:00Z", wall: "2024-01-01T12:30:00" },
  { at: "2023-12-31T00:00:00Z", wall: "2023-12-31T00:00:00" },
];

/** Clocks of zones, and hours of days. */
export const zones = group(
  "zones",
  values({
    "a clock in winter": [shown("2024-01-15T12:00:00.001Z", "Europe/Berlin"), utc("2024-01-15T13:00:00.001")],
    "its microseconds": [shown("2024-01-15T12:00:00.000001Z", "Europe/Berlin").microsecond(), 1],
    "a clock in summer": [shown("2024-07-15T12:00:00Z", "Europe/Berlin"), utc("2024-07-15T14:00:00")],
    "just before an hour is skipped": [shown("2024-03-31T00:59:59Z", "Europe/Berlin"), utc("2024-03-31T01:59:59")],
    "just after an hour is skipped": [shown("2024-03-31T01:00:00Z", "Europe/Berlin"), utc("2024-03-31T03:00:00")],
    "an hour that comes twice, first": [shown("2024-10-27T00:30:00Z", "Europe/Berlin"), utc("2024-10-27T02:30:00")],
    "an hour that comes twice, again": [shown("2024-10-27T01:30:00Z", "Europe/Berlin"), utc("2024-10-27T02:30:00")],
    "a clock in the west": [shown("2024-01-01T00:00:00Z", "America/New_York"), utc("2023-12-31T19:00:00")],
    "a clock of quarter hours": [shown("2024-01-01T00:00:00Z", "Asia/Kathmandu"), utc("2024-01-01T05:45:00")],
    "a clock in UTC": [shown("1969-12-31T23:59:59.999Z", "UTC"), utc("1969-12-31T23:59:59.999")],
    "the clock at no instant": [lit(null, timestamp("UTC")).atZone("UTC"), null],
    "the instant of a clock in winter": [instant("2024-01-15T13:00:00.001"), utc("2024-01-15T12:00:00.001")],
    "the microseconds of an instant": [instant("2024-01-15T13:00:00.000001").microsecond(), 1],
    "the instant of a clock in summer": [instant("2024-07-15T14:00:00"), utc("2024-07-15T12:00:00")],
    "a time that is skipped moves on by the gap": [instant("2024-03-31T02:30:00"), utc("2024-03-31T01:30:00")],
    "a time that comes twice is the later one": [instant("2024-10-27T02:30:00"), utc("2024-10-27T01:30:00")],
    "the instant of a clock in the west": [
      instant("2023-12-31T19:00:00", "America/New_York"),
      utc("2024-01-01T00:00:00"),
    ],
    "the instant of the last day": [
      instant("9999-12-31T23:59:59", "Australia/Sydney"),
      new Date("9999-12-31T12:59:59Z"),
    ],
    "the instant of no clock": [lit(null, timestamp()).toInstant("UTC"), null],
    "the start of the day in a zone": [
      shown("2024-05-01T10:00:00Z", "Australia/Sydney").truncate("day").toInstant("Australia/Sydney"),
      utc("2024-04-30T14:00:00"),
    ],
  }),
  [
    perMoment(
      "there, back, and nine hours",
      MOMENTS.filter((m) => !m.startsWith("1900")), // Tokyo's clocks have not changed since 1951
      (c) => ({
        same: c.at.atZone("Asia/Tokyo").add({ hours: -9 }).eq(c.wall),
        back: c.at.atZone("Asia/Tokyo").toInstant("Asia/Tokyo").eq(c.at),
      }),
      () => ({ same: true, back: true }),
    ),
  ],
);
export const betweenTime = group(
  "betweenTime",
  values({
    inside: [at("12:00").betweenTime("09:00", "17:00"), true],
    "at the lower end": [at("09:00").betweenTime("09:00", "17:00"), true],
    "at the upper end": [at("17:00").betweenTime("09:00", "17:00"), true],
    outside: [at("17:00:00.000001").betweenTime("09:00", "17:00"), false],
    "around midnight, in the evening": [at("23:00").betweenTime("22:00", "06:00"), true],
    "around midnight, in the morning": [at("06:00").betweenTime("22:00", "06:00"), true],
    "around midnight, at noon": [at("12:00").betweenTime("22:00", "06:00"), false],
    "of NULL": [lit(null, time).betweenTime("22:00", "06:00"), null],
    "of a bound that is NULL": [at("12:00").betweenTime(null, "17:00"), null],
    "of an instant": [lit("2024-07-15T07:30:00Z", timestamp("UTC")).betweenTime("09:00", "17:00"), false],
    "of an instant in a zone": [
      lit("2024-07-15T07:30:00Z", timestamp("UTC")).betweenTime("09:00", "17:00", { zone: "Europe/Berlin" }),
      true,
    ],
  }),
  [
    perRow(
      "between two clocks",
      NOONS,
      noons,
      (c) => ({ kathmandu: c.wall.between(noon.atZone("Asia/Kathmandu"), noon.atZone("Asia/Tokyo")) }),
      [{ kathmandu: null }, { kathmandu: false }, { kathmandu: false }],
    ),
    perRow(
      "the start of a day beside a constant: NULL is neither equal nor different",
      NOONS,
      noons,
      (c) => ({
        ne: c.at.truncate("day").ne(noon),
        eq: c.at.truncate("day").eq(noon),
        hour: noon.eq(c.at.truncate("hour")),
        wall: c.wall.truncate("day").ne(noon.atZone("UTC")),
      }),
      [
        { ne: null, eq: null, hour: null, wall: null },
        { ne: true, eq: false, hour: true, wall: true },
        { ne: true, eq: false, hour: false, wall: true },
      ],
    ),
    perRow(
      "bounds from columns; NULL if any is",
      { t: time, lower: time, upper: time },
      triples,
      (c) => c.t.betweenTime(c.lower, c.upper),
      ({ t, lower, upper }) => {
        if (t === null || lower === null || upper === null) return null;
        return lower <= upper ? lower <= t && t <= upper : t >= lower || t <= upper;
      },
    ),
  ],
);
