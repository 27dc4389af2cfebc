import type { DType, TimeLetter } from "@avocet/core";
import { timePieces, timestamp } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, intLiteral, isNotNull, isNull, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast, castAs, failure, once } from "../build.js";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const anyCase = (word: string): string => word.replaceAll(/[a-z]/gi, (c) => `[${c.toUpperCase()}${c.toLowerCase()}]`);
const names = (list: readonly string[], length?: number): string =>
  `(${list.map((word) => anyCase(word.slice(0, length))).join("|")})`;
/** What each letter of a format takes; hours and seconds that no clock shows are none. */
const FORMS: Readonly<Record<TimeLetter, string>> = {
  Y: "([0-9]{1,4})",
  y: "([0-9]{1,2})",
  m: "([0-9]{1,2})",
  B: names(MONTHS),
  b: names(MONTHS, 3),
  d: "([0-9]{1,2})",
  j: "([0-9]{1,3})",
  A: names(DAYS),
  a: names(DAYS, 3),
  H: "([01]?[0-9]|2[0-3])",
  I: "(0?[1-9]|1[0-2])",
  p: "([AaPp][Mm])",
  M: "([0-5]?[0-9])",
  S: "([0-5]?[0-9])",
  f: "([0-9]{1,6})",
};

const stamp = timestamp();
const escaped = (literal: string): string => literal.replaceAll(/[^A-Za-z0-9 _\u0080-\u{10ffff}]/gu, "\\$&");
const whole = (value: Sql): Sql => castAs(value, "integer");

/**
 * The timestamp that a text says in a format. PostgreSQL's own function passes over what does not fit, so the text is taken apart by a
 * pattern, and an error if it does not match.
 */
function parsed(arg: Sql, format: string, refuse: RuleContext["unsupported"]): Sql {
  const pieces = timePieces(format);
  const letters = pieces.flatMap((piece) => ("letter" in piece ? [piece.letter] : []));
  const pattern = pieces.map((piece) => ("letter" in piece ? FORMS[piece.letter] : escaped(piece.text))).join("");
  if (letters.includes("j") && letters.some((letter) => "mbBd".includes(letter)))
    throw refuse("a format has either the day of the year or the month and its day");
  return once({ source: arg }, ({ source: own }) => {
    const found = call("REGEXP_MATCH", own, stringLiteral(`^${pattern}$`));
    const made = once({ parts: found }, ({ parts }) => {
      const part = (letter: TimeLetter): Sql | null => {
        const place = letters.indexOf(letter);
        return place < 0 ? null : sql`(${parts})[${intLiteral(place + 1)}]`;
      };
      const wrong = failure(own, ` is not written as ${format}`, stamp);
      return caseWhen([[isNull(parts), wrong]], momentOf(part, own));
    });
    return caseWhen([[isNotNull(own), made]]);
  });
}

/** The moment of the parts that a format has; those that it lacks are those of the first of January 1900. */
function momentOf(part: (letter: TimeLetter) => Sql | null, own: Sql): Sql {
  const number = (letter: TimeLetter): Sql | null => {
    const value = part(letter);
    return value && whole(value);
  };
  const [short, name] = [number("y"), part("B") ?? part("b")];
  const year =
    number("Y") ??
    (short
      ? sql`${short} + ${caseWhen([[compare(short, "<", intLiteral(69)), intLiteral(2000)]], intLiteral(1900))}`
      : intLiteral(1900));
  const months = sql`ARRAY['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']`;
  const month = number("m") ?? (name ? sql`ARRAY_POSITION(${months}, LOWER(LEFT(${name}, 3)))` : intLiteral(1));
  const [half, ofHalf] = [part("p"), number("I")];
  const later = half
    ? sql` + ${caseWhen([[compare(sql`LOWER(${half})`, "=", stringLiteral("pm")), intLiteral(12)]], intLiteral(0))}`
    : sql``;
  const hour = number("H") ?? (ofHalf ? sql`${ofHalf} % 12${later}` : intLiteral(0));
  const digits = part("f");
  const fraction = digits ? sql` + CAST(RPAD(${digits}, 6, '0') AS double precision) / 1000000` : sql``;
  const second = sql`${number("S") ?? intLiteral(0)}${fraction}`;
  const ofYear = number("j");
  const moment = call(
    "MAKE_TIMESTAMP",
    year,
    month,
    number("d") ?? intLiteral(1),
    hour,
    number("M") ?? intLiteral(0),
    second,
  );
  if (!ofYear) return moment;
  const moved = sql`${moment} + (${ofYear} - 1) * interval '1 day'`;
  return caseWhen(
    [[compare(sql`EXTRACT(year FROM ${moved})`, "<>", year), failure(own, " has a day that the year lacks", stamp)]],
    moved,
  );
}

type Parsed = { readonly arg: Sql; readonly format: string | undefined };
const rule = (
  { arg, format = "" }: Parsed,
  { node, unsupported }: Pick<RuleContext, "unsupported"> & { readonly node: { readonly dtype: DType } },
): Sql => {
  const moment = parsed(arg, format, unsupported);
  return node.dtype.kind === "timestamp" ? moment : cast(moment, node.dtype);
};

export const parsingRules = {
  StringToTimestamp: rule,
  StringToDate: rule,
  StringToTime: rule,
} satisfies Partial<Rules>;
