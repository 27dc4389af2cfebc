import type { TimeLetter, TimePiece } from "@avocet/core";
import { timePieces } from "@avocet/core";
import { call, caseWhen, compare, infix, intLiteral, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";
import { castTo, string, when } from "./build.js";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** The English name of a weekday; Snowflake's DAYNAME gives three letters. */
export const dayName = (moment: Sql): Sql =>
  call("DECODE", call("DAYOFWEEKISO", moment), ...DAYS.flatMap((day, i) => [intLiteral(i + 1), stringLiteral(day)]));

/** The elements of Snowflake's formats that write what a letter means. */
export const ELEMENTS: Readonly<Partial<Record<TimeLetter, string>>> = {
  Y: "YYYY",
  y: "YY",
  m: "MM",
  B: "MMMM",
  b: "MON",
  d: "DD",
  a: "DY",
  H: "HH24",
  I: "HH12",
  M: "MI",
  S: "SS",
  f: "FF6",
};
const CLOCK_LETTERS: ReadonlySet<TimeLetter> = new Set<TimeLetter>(["H", "I", "p", "M", "S", "f"]);
export const isClockLetter = (letter: TimeLetter): boolean => CLOCK_LETTERS.has(letter);

/** What no element of a format writes. */
const COMPOSED: Readonly<Partial<Record<TimeLetter, (moment: Sql) => Sql>>> = {
  j: (moment) => call("LPAD", castTo(call("DAYOFYEAR", moment), string), intLiteral(3), stringLiteral("0")),
  A: dayName,
  p: (moment) =>
    caseWhen([
      [compare(call("HOUR", moment), "<", intLiteral(12)), stringLiteral("AM")],
      [compare(call("HOUR", moment), ">=", intLiteral(12)), stringLiteral("PM")],
    ]),
};

/** Text that stands for itself inside of a format: signs as they are, letters in quotes. */
export function inFormat(piece: string): string | null {
  if (/^[-/:., ]+$/.test(piece)) return piece;
  return /^[A-Za-z0-9-/:., %!()]+$/.test(piece) ? `"${piece}"` : null;
}

/** A moment as text: one TO_VARCHAR for each run of pieces that formats can write. */
export function formatted(moment: Sql, format: string): Sql {
  const parts: Sql[] = [];
  let run = "";
  const end = (): void => {
    if (run) parts.push(call("TO_VARCHAR", moment, stringLiteral(run)));
    run = "";
  };
  const pieces = timePieces(format);
  pieces.forEach((piece, i) => {
    if ("text" in piece) {
      const inside = inFormat(piece.text);
      if (inside !== null && (run || isElement(pieces[i + 1]))) run += inside;
      else {
        end();
        parts.push(stringLiteral(piece.text));
      }
      return;
    }
    const element = ELEMENTS[piece.letter];
    const composed = COMPOSED[piece.letter];
    if (element && separate(pieces, i)) run += element;
    else {
      end();
      if (element) run = element;
      else if (composed) parts.push(composed(moment));
    }
  });
  end();
  if (pieces.every((piece) => "text" in piece)) return when(sql`${moment} IS NOT NULL`, parts[0] ?? stringLiteral(""));
  const [first = stringLiteral(""), ...more] = parts;
  return more.reduce((left, right) => infix(left, "||", right, Precedence.other), first);
}
const isElement = (piece: TimePiece | undefined): boolean =>
  piece !== undefined && "letter" in piece && piece.letter in ELEMENTS;
const FOLLOWING: ReadonlySet<string> = new Set(["Ym", "md", "HM", "MS"]);
/** Elements right after one another could be read as another one, as MM and MI, but for those of usual formats. */
export const separate = (pieces: readonly TimePiece[], i: number): boolean => {
  const [before, piece] = [pieces[i - 1], pieces[i]];
  if (before === undefined || "text" in before || piece === undefined || "text" in piece) return true;
  return FOLLOWING.has(before.letter + piece.letter);
};
