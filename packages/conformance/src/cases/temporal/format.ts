import type { TimeDirective } from "@avocet/core/backend";
import { group } from "../../case.js";
import {
  DAYS,
  dayOfYear,
  EXTREME_TIMESTAMPS,
  MONTHS,
  month,
  nameAt,
  perTimestamp,
  TIMESTAMPS,
  twoDigits,
  weekday,
} from "./fixtures.js";

const DIRECTIVES: Readonly<Record<TimeDirective, (m: string) => string>> = {
  Y: (m) => m.slice(0, 4),
  y: (m) => m.slice(2, 4),
  m: (m) => m.slice(5, 7),
  B: (m) => nameAt(MONTHS, month(m)),
  b: (m) => nameAt(MONTHS, month(m)).slice(0, 3),
  d: (m) => m.slice(8, 10),
  j: (m) => String(dayOfYear(m)).padStart(3, "0"),
  A: (m) => nameAt(DAYS, weekday(m)),
  a: (m) => nameAt(DAYS, weekday(m)).slice(0, 3),
  H: (m) => m.slice(11, 13),
  I: (m) => twoDigits(((+m.slice(11, 13) + 11) % 12) + 1),
  p: (m) => (+m.slice(11, 13) < 12 ? "AM" : "PM"),
  M: (m) => m.slice(14, 16),
  S: (m) => m.slice(17, 19),
  f: (m) => m.slice(20, 26),
};
const directives = Object.entries(DIRECTIVES);
const TIME_LETTERS = new Set("HIpMSf");
const formatted = (format: string, m: string): string =>
  format.replace(/%(.)/gsu, (_, letter: string) =>
    letter === "%" ? "%" : (DIRECTIVES[letter as TimeDirective]?.(m) ?? "?"),
  ); // the formats use these letters only
const midnight = (m: string) => `${m.slice(0, 10)}T00:00:00.000000`;

const formatCase = (name: string, format: string, timestamps = TIMESTAMPS) =>
  perTimestamp(
    name,
    timestamps,
    (c) => ({ wall: c.wall.strftime(format), at: c.at.strftime(format), day: c.day.strftime(format) }),
    (m) => ({ wall: formatted(format, m), at: formatted(format, m), day: formatted(format, midnight(m)) }),
  );
const PLAIN_TEXT = 'it\'s \\ 🦆\n "x" YYYY-MM %% DAY';

/** Dates and times formatted as text. */
export const format = group(
  "strftime",
  directives.map(([letter]) => formatCase(`%${letter}`, `%${letter}`)),
  [
    formatCase("all directives in one format", directives.map(([letter]) => `%${letter}`).join(" / ")),
    formatCase("adjacent directives", "%Y%m%d%H%M%S%f"),
    formatCase("text between directives", `%Y${PLAIN_TEXT}%d${PLAIN_TEXT}`),
    formatCase("a format without directives", PLAIN_TEXT),
    formatCase("a format, extreme dates", "%Y-%m-%d %H:%M:%S.%f", EXTREME_TIMESTAMPS),
    perTimestamp(
      "directives of times",
      TIMESTAMPS,
      (c) => Object.fromEntries([...TIME_LETTERS].map((letter) => [letter, c.timeOfDay.strftime(`<%${letter}>`)])),
      (m) => Object.fromEntries([...TIME_LETTERS].map((letter) => [letter, `<${formatted(`%${letter}`, m)}>`])),
    ),
    perTimestamp(
      "a format of times",
      TIMESTAMPS,
      (c) => ({ timeOfDay: c.timeOfDay.strftime("%I:%M:%S %p, %H %f%%") }),
      (m) => ({ timeOfDay: formatted("%I:%M:%S %p, %H %f%%", m) }),
    ),
  ],
);
