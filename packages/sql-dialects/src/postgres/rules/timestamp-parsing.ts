import type { DType } from "@avocet/core";
import { timestamp } from "@avocet/core";
import type { TimeDirective } from "@avocet/core/dialect";
import { parseTimeFormat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, intLiteral, isNotNull, isNull, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast, castAs, evaluateOnce, raiseError } from "../build.js";

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

const caseInsensitive = (text: string): string =>
  text.replaceAll(/[a-z]/gi, (c) => `[${c.toUpperCase()}${c.toLowerCase()}]`);
const namePattern = (names: readonly string[], length?: number): string =>
  `(${names.map((name) => caseInsensitive(name.slice(0, length))).join("|")})`;
/** The regular expression of each strptime directive; hours above 23 and seconds above 59 do not match. */
const PATTERNS: Readonly<Record<TimeDirective, string>> = {
  Y: "([0-9]{1,4})",
  y: "([0-9]{1,2})",
  m: "([0-9]{1,2})",
  B: namePattern(MONTHS),
  b: namePattern(MONTHS, 3),
  d: "([0-9]{1,2})",
  j: "([0-9]{1,3})",
  A: namePattern(DAYS),
  a: namePattern(DAYS, 3),
  H: "([01]?[0-9]|2[0-3])",
  I: "(0?[1-9]|1[0-2])",
  p: "([AaPp][Mm])",
  M: "([0-5]?[0-9])",
  S: "([0-5]?[0-9])",
  f: "([0-9]{1,6})",
};

const timestampType = timestamp();
const escapeRegex = (literal: string): string => literal.replaceAll(/[^A-Za-z0-9 _\u0080-\u{10ffff}]/gu, "\\$&");
const toInteger = (value: Sql): Sql => castAs(value, "integer");

/**
 * Parses a timestamp with a strptime format. TO_TIMESTAMP ignores text that does not match, so the text is split with a
 * regular expression; a mismatch raises an error.
 */
function parseTimestamp(arg: Sql, format: string, refuse: RuleContext["unsupported"]): Sql {
  const tokens = parseTimeFormat(format);
  const letters = tokens.flatMap((token) => ("letter" in token ? [token.letter] : []));
  const pattern = tokens
    .map((token) => ("letter" in token ? PATTERNS[token.letter] : escapeRegex(token.text)))
    .join("");
  if (letters.includes("j") && letters.some((letter) => "mbBd".includes(letter)))
    throw refuse("a format cannot combine the day of the year with a month or day");
  return evaluateOnce({ source: arg }, ({ source: text }) => {
    const match = call("REGEXP_MATCH", text, stringLiteral(`^${pattern}$`));
    const result = evaluateOnce({ parts: match }, ({ parts: groups }) => {
      const groupOf = (letter: TimeDirective): Sql | null => {
        const index = letters.indexOf(letter);
        return index < 0 ? null : sql`(${groups})[${intLiteral(index + 1)}]`;
      };
      const mismatchError = raiseError(text, ` is not written as ${format}`, timestampType);
      return caseWhen([[isNull(groups), mismatchError]], timestampFrom(groupOf, text));
    });
    return caseWhen([[isNotNull(text), result]]);
  });
}

/** The timestamp of the parsed fields; missing fields default to those of 1900-01-01 00:00:00. */
function timestampFrom(groupOf: (letter: TimeDirective) => Sql | null, text: Sql): Sql {
  const number = (letter: TimeDirective): Sql | null => {
    const value = groupOf(letter);
    return value && toInteger(value);
  };
  const [shortYear, monthName] = [number("y"), groupOf("B") ?? groupOf("b")];
  const year =
    number("Y") ??
    (shortYear
      ? sql`${shortYear} + ${caseWhen([[compare(shortYear, "<", intLiteral(69)), intLiteral(2000)]], intLiteral(1900))}`
      : intLiteral(1900));
  const months = sql`ARRAY['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']`;
  const month =
    number("m") ?? (monthName ? sql`ARRAY_POSITION(${months}, LOWER(LEFT(${monthName}, 3)))` : intLiteral(1));
  const [meridiem, hour12] = [groupOf("p"), number("I")];
  const noonOffset = meridiem
    ? sql` + ${caseWhen([[compare(sql`LOWER(${meridiem})`, "=", stringLiteral("pm")), intLiteral(12)]], intLiteral(0))}`
    : sql``;
  const hour = number("H") ?? (hour12 ? sql`${hour12} % 12${noonOffset}` : intLiteral(0));
  const digits = groupOf("f");
  const fraction = digits ? sql` + CAST(RPAD(${digits}, 6, '0') AS double precision) / 1000000` : sql``;
  const second = sql`${number("S") ?? intLiteral(0)}${fraction}`;
  const dayOfYear = number("j");
  const result = call(
    "MAKE_TIMESTAMP",
    year,
    month,
    number("d") ?? intLiteral(1),
    hour,
    number("M") ?? intLiteral(0),
    second,
  );
  if (!dayOfYear) return result;
  const shifted = sql`${result} + (${dayOfYear} - 1) * interval '1 day'`;
  return caseWhen(
    [
      [
        compare(sql`EXTRACT(year FROM ${shifted})`, "<>", year),
        raiseError(text, " has a day that the year lacks", timestampType),
      ],
    ],
    shifted,
  );
}

type ParseArgs = { readonly arg: Sql; readonly format: string | undefined };
const parseRule = (
  { arg, format = "" }: ParseArgs,
  { node, unsupported }: Pick<RuleContext, "unsupported"> & { readonly node: { readonly dtype: DType } },
): Sql => {
  const result = parseTimestamp(arg, format, unsupported);
  return node.dtype.kind === "timestamp" ? result : cast(result, node.dtype);
};

export const parsingRules = {
  StringToTimestamp: parseRule,
  StringToDate: parseRule,
  StringToTime: parseRule,
} satisfies Partial<Rules>;
