import type { TimeLetter } from "@avocet/core";
import { timePieces } from "@avocet/core";
import { call, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";

/** PostgreSQL's patterns for the letters of a format; the names are English whatever the locale. */
const PATTERNS: Readonly<Record<TimeLetter, string>> = {
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

/** A moment as text, by a format: text that stands for itself is in double quotes. */
export function formatted(arg: Sql, format: string): Sql {
  const pieces = timePieces(format).map((piece) =>
    "letter" in piece ? PATTERNS[piece.letter] : `"${piece.text.replaceAll(/["\\]/g, "\\$&")}"`,
  );
  return call("TO_CHAR", arg, stringLiteral(pieces.join("")));
}
