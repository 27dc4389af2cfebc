import { lit, string } from "@avocet/core";
import { fails, perRow } from "../../build.js";
import { group } from "../../case.js";

const SAMPLES: readonly (readonly [text: string | null, format: string, expected: string | null])[] = [
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
const withMicroseconds = (text: string | null): string | null => text && (text.includes(".") ? text : `${text}.000000`);

/** Dates and times parsed from text. */
export const dateParsing = group(
  "parsing of dates and times",
  SAMPLES.flatMap(([s, format, expected]) => [
    perRow(
      `toTimestamp of ${s} with ${format}`,
      { s: string },
      [{ s }],
      (c) => c.s.toTimestamp(format).strftime(FULL),
      [withMicroseconds(expected)],
    ),
    perRow(`toDate of ${s} with ${format}`, { s: string }, [{ s }], (c) => c.s.toDate(format), [
      expected?.slice(0, 10) ?? null,
    ]),
    perRow(`toTime of ${s} with ${format}`, { s: string }, [{ s }], (c) => c.s.toTime(format).strftime("%H:%M:%S.%f"), [
      withMicroseconds(expected)?.slice(11) ?? null,
    ]),
  ]),
  [
    fails("toDate rejects a date that does not exist", lit("2024-02-30").toDate("%Y-%m-%d"), "data"),
    fails("toTimestamp rejects text in another format", lit("soon").toTimestamp("%Y"), "data"),
    fails("toTime rejects an hour that does not exist", lit("25:00").toTime("%H:%M"), "data"),
    fails("toDate rejects trailing text", lit("2024-02-29x").toDate("%Y-%m-%d"), "data"),
  ],
);
