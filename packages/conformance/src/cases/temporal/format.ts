import type { TimeLetter } from "@avocet/core";
import { group } from "../../case.js";
import { DAYS, dayOfYear, FAR, MOMENTS, MONTHS, month, named, perMoment, two, weekday } from "./fixtures.js";

const letters: Readonly<Record<TimeLetter, (m: string) => string>> = {
  Y: (m) => m.slice(0, 4),
  y: (m) => m.slice(2, 4),
  m: (m) => m.slice(5, 7),
  B: (m) => named(MONTHS, month(m)),
  b: (m) => named(MONTHS, month(m)).slice(0, 3),
  d: (m) => m.slice(8, 10),
  j: (m) => String(dayOfYear(m)).padStart(3, "0"),
  A: (m) => named(DAYS, weekday(m)),
  a: (m) => named(DAYS, weekday(m)).slice(0, 3),
  H: (m) => m.slice(11, 13),
  I: (m) => two(((+m.slice(11, 13) + 11) % 12) + 1),
  p: (m) => (+m.slice(11, 13) < 12 ? "AM" : "PM"),
  M: (m) => m.slice(14, 16),
  S: (m) => m.slice(17, 19),
  f: (m) => m.slice(20, 26),
};
const known = Object.entries(letters);
const ofClock = new Set("HIpMSf");
const written = (format: string, m: string): string =>
  format.replace(/%(.)/gsu, (_, letter: string) =>
    letter === "%" ? "%" : (letters[letter as TimeLetter]?.(m) ?? "?"),
  ); // only letters of the list
const midnight = (m: string) => `${m.slice(0, 10)}T00:00:00.000000`;

const inFormat = (name: string, format: string, moments = MOMENTS) =>
  perMoment(
    name,
    moments,
    (c) => ({ wall: c.wall.strftime(format), at: c.at.strftime(format), day: c.day.strftime(format) }),
    (m) => ({ wall: written(format, m), at: written(format, m), day: written(format, midnight(m)) }),
  );
const odd = 'it\'s \\ 🦆\n "x" YYYY-MM %% DAY';

/** Dates and times as text. */
export const format = group(
  "strftime",
  known.map(([letter]) => inFormat(`%${letter}`, `%${letter}`)),
  [
    inFormat("a format of many letters", known.map(([letter]) => `%${letter}`).join(" / ")),
    inFormat("letters without anything between", "%Y%m%d%H%M%S%f"),
    inFormat("text between letters", `%Y${odd}%d${odd}`),
    inFormat("text alone", odd),
    inFormat("a format, far away", "%Y-%m-%d %H:%M:%S.%f", FAR),
    perMoment(
      "times of day",
      MOMENTS,
      (c) => Object.fromEntries([...ofClock].map((letter) => [letter, c.clock.strftime(`<%${letter}>`)])),
      (m) => Object.fromEntries([...ofClock].map((letter) => [letter, `<${written(`%${letter}`, m)}>`])),
    ),
    perMoment(
      "times of day in a format",
      MOMENTS,
      (c) => ({ clock: c.clock.strftime("%I:%M:%S %p, %H %f%%") }),
      (m) => ({ clock: written("%I:%M:%S %p, %H %f%%", m) }),
    ),
  ],
);
