import { lit, string } from "@avocet/core";
import { fails, perRow } from "../../build.js";
import { group } from "../../case.js";

const parsed: readonly (readonly [text: string | null, format: string, expected: string | null])[] = [
  ["2024-02-29 03:04:05", "%Y-%m-%d %H:%M:%S", "2024-02-29 03:04:05"],
  ["2024-02-29 03:04:05.5", "%Y-%m-%d %H:%M:%S.%f", "2024-02-29 03:04:05.500000"],
  ["2024-02-29 03:04:05.000007", "%Y-%m-%d %H:%M:%S.%f", "2024-02-29 03:04:05.000007"],
  ["29/02/24 11 PM", "%d/%m/%y %I %p", "2024-02-29 23:00:00"],
  ["Thursday, February 29 2024 12:00 AM", "%A, %B %d %Y %I:%M %p", "2024-02-29 00:00:00"],
  ["Thu Feb 29 2024", "%a %b %d %Y", "2024-02-29 00:00:00"],
  ["2024/060", "%Y/%j", "2024-02-29 00:00:00"],
  ["100% of 2024", "100%% of %Y", "2024-01-01 00:00:00"],
  ["01/01/69", "%d/%m/%y", "1969-01-01 00:00:00"],
  ["01/01/68", "%d/%m/%y", "2068-01-01 00:00:00"],
  ["0033-04-03", "%Y-%m-%d", "0033-04-03 00:00:00"],
  [null, "%Y", null],
];
const FULL = "%Y-%m-%d %H:%M:%S.%f";
const full = (text: string | null): string | null => text && (text.includes(".") ? text : `${text}.000000`);

/** Dates and times read from text. */
export const parsing = group(
  "strings to dates and times",
  parsed.flatMap(([s, format, expected]) => [
    perRow(`${s} as ${format}`, { s: string }, [{ s }], (c) => c.s.toTimestamp(format).strftime(FULL), [
      full(expected),
    ]),
    perRow(`the date of ${s} as ${format}`, { s: string }, [{ s }], (c) => c.s.toDate(format), [
      expected?.slice(0, 10) ?? null,
    ]),
    perRow(`the time of ${s} as ${format}`, { s: string }, [{ s }], (c) => c.s.toTime(format).strftime("%H:%M:%S.%f"), [
      full(expected)?.slice(11) ?? null,
    ]),
  ]),
  [
    fails("a date that does not exist", lit("2024-02-30").toDate("%Y-%m-%d"), "data"),
    fails("a text that is no date", lit("soon").toTimestamp("%Y"), "data"),
    fails("an hour that does not exist", lit("25:00").toTime("%H:%M"), "data"),
    fails("text after the date", lit("2024-02-29x").toDate("%Y-%m-%d"), "data"),
  ],
);
