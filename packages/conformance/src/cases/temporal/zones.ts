import { lit, time, timestamp } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";
import { perTimestamp, TIMESTAMPS } from "./fixtures.js";

const localTime = (text: string, zone: string) => lit(text, timestamp("UTC")).atZone(zone);
const instantOf = (text: string, zone = "Europe/Berlin") => lit(text, timestamp()).toInstant(zone);
const utc = (text: string): Date => new Date(`${text}Z`);
const timeLiteral = (text: string) => lit(text, time);
const times = [null, "06:00:00", "12:00:00", "23:00:00"];
const triples = times.flatMap((t) => times.flatMap((lower) => times.map((upper) => ({ t, lower, upper }))));

const noon = lit("2024-01-01T12:00:00Z", timestamp("UTC"));
const NOONS = { at: timestamp("UTC"), wall: timestamp() };
const noons = [
  { at: null, wall: null },
  { at: "2024-01-01T12:30:00Z", wall: "2024-01-01T12:30:00" },
  { at: "2023-12-31T00:00:00Z", wall: "2023-12-31T00:00:00" },
];

/** Local times in time zones. */
export const zones = group(
  "time zones",
  values({
    "local time in winter": [localTime("2024-01-15T12:00:00.001Z", "Europe/Berlin"), utc("2024-01-15T13:00:00.001")],
    "local time keeps microseconds": [localTime("2024-01-15T12:00:00.000001Z", "Europe/Berlin").microsecond(), 1],
    "local time in summer": [localTime("2024-07-15T12:00:00Z", "Europe/Berlin"), utc("2024-07-15T14:00:00")],
    "local time just before a skipped hour": [
      localTime("2024-03-31T00:59:59Z", "Europe/Berlin"),
      utc("2024-03-31T01:59:59"),
    ],
    "local time just after a skipped hour": [
      localTime("2024-03-31T01:00:00Z", "Europe/Berlin"),
      utc("2024-03-31T03:00:00"),
    ],
    "local time in a repeated hour, first pass": [
      localTime("2024-10-27T00:30:00Z", "Europe/Berlin"),
      utc("2024-10-27T02:30:00"),
    ],
    "local time in a repeated hour, second pass": [
      localTime("2024-10-27T01:30:00Z", "Europe/Berlin"),
      utc("2024-10-27T02:30:00"),
    ],
    "local time west of UTC": [localTime("2024-01-01T00:00:00Z", "America/New_York"), utc("2023-12-31T19:00:00")],
    "local time with a quarter-hour offset": [
      localTime("2024-01-01T00:00:00Z", "Asia/Kathmandu"),
      utc("2024-01-01T05:45:00"),
    ],
    "local time in UTC": [localTime("1969-12-31T23:59:59.999Z", "UTC"), utc("1969-12-31T23:59:59.999")],
    "local time of a NULL instant": [lit(null, timestamp("UTC")).atZone("UTC"), null],
    "instant of a local time in winter": [instantOf("2024-01-15T13:00:00.001"), utc("2024-01-15T12:00:00.001")],
    "instant of a local time keeps microseconds": [instantOf("2024-01-15T13:00:00.000001").microsecond(), 1],
    "instant of a local time in summer": [instantOf("2024-07-15T14:00:00"), utc("2024-07-15T12:00:00")],
    "a skipped local time moves forward by the gap": [instantOf("2024-03-31T02:30:00"), utc("2024-03-31T01:30:00")],
    "a repeated local time is the later instant": [instantOf("2024-10-27T02:30:00"), utc("2024-10-27T01:30:00")],
    "instant of a local time west of UTC": [
      instantOf("2023-12-31T19:00:00", "America/New_York"),
      utc("2024-01-01T00:00:00"),
    ],
    "instant of a local time on the last supported day": [
      instantOf("9999-12-31T23:59:59", "Australia/Sydney"),
      new Date("9999-12-31T12:59:59Z"),
    ],
    "instant of a NULL local time": [lit(null, timestamp()).toInstant("UTC"), null],
    "instant of the start of the local day": [
      localTime("2024-05-01T10:00:00Z", "Australia/Sydney").truncate("day").toInstant("Australia/Sydney"),
      utc("2024-04-30T14:00:00"),
    ],
  }),
  [
    perTimestamp(
      "toInstant reverses atZone",
      TIMESTAMPS.filter((m) => !m.startsWith("1900")), // Tokyo has had no daylight saving time since 1951
      (c) => ({
        same: c.at.atZone("Asia/Tokyo").add({ hours: -9 }).eq(c.wall),
        back: c.at.atZone("Asia/Tokyo").toInstant("Asia/Tokyo").eq(c.at),
      }),
      () => ({ same: true, back: true }),
    ),
  ],
);
/** Times of day within bounds. */
export const betweenTime = group(
  "betweenTime",
  values({
    "time between the bounds": [timeLiteral("12:00").betweenTime("09:00", "17:00"), true],
    "time at the lower bound": [timeLiteral("09:00").betweenTime("09:00", "17:00"), true],
    "time at the upper bound": [timeLiteral("17:00").betweenTime("09:00", "17:00"), true],
    "time after the upper bound": [timeLiteral("17:00:00.000001").betweenTime("09:00", "17:00"), false],
    "bounds across midnight, evening": [timeLiteral("23:00").betweenTime("22:00", "06:00"), true],
    "bounds across midnight, morning": [timeLiteral("06:00").betweenTime("22:00", "06:00"), true],
    "bounds across midnight, noon": [timeLiteral("12:00").betweenTime("22:00", "06:00"), false],
    "NULL time": [lit(null, time).betweenTime("22:00", "06:00"), null],
    "NULL bound": [timeLiteral("12:00").betweenTime(null, "17:00"), null],
    "instant, by its time in UTC": [lit("2024-07-15T07:30:00Z", timestamp("UTC")).betweenTime("09:00", "17:00"), false],
    "instant, by its time in a zone": [
      lit("2024-07-15T07:30:00Z", timestamp("UTC")).betweenTime("09:00", "17:00", { zone: "Europe/Berlin" }),
      true,
    ],
  }),
  [
    perRow(
      "between two local times",
      NOONS,
      noons,
      (c) => ({ kathmandu: c.wall.between(noon.atZone("Asia/Kathmandu"), noon.atZone("Asia/Tokyo")) }),
      [{ kathmandu: null }, { kathmandu: false }, { kathmandu: false }],
    ),
    perRow(
      "truncated timestamps compared with a constant propagate NULL",
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
      "bounds from columns; NULL if any is NULL",
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
