import type { TimeDirective } from "@avocet/core/dialect";
import { parseTimeFormat } from "@avocet/core/dialect";
import { call, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";

/** TO_CHAR patterns for strftime directives; month and day names are English in every locale. */
const PATTERNS: Readonly<Record<TimeDirective, string>> = {
  Y: "YYYY",
  y: "YY",
  m: "MM",
  B: "FMMonth",
  b: "Mon",
  d: "DD",
  j: "DDD",
  A: "FMDay",
  a: "Dy",
  H: "HH24",
  I: "HH12",
  p: "AM",
  M: "MI",
  S: "SS",
  f: "US",
};

/** Formats a timestamp with TO_CHAR; literal text of the format is double-quoted. */
export function formatTimestamp(arg: Sql, format: string): Sql {
  const patterns = parseTimeFormat(format).map((token) =>
    "letter" in token ? PATTERNS[token.letter] : `"${token.text.replaceAll(/["\\]/g, "\\$&")}"`,
  );
  return call("TO_CHAR", arg, stringLiteral(patterns.join("")));
}
