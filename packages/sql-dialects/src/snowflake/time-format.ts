import type { TimeDirective, TimeFormatToken } from "@avocet/core/dialect";
import { parseTimeFormat } from "@avocet/core/dialect";
import { call, caseWhen, compare, infix, intLiteral, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { castTo, ifThen, string } from "./build.js";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** The English name of a weekday; Snowflake's DAYNAME returns only three letters. */
export const dayName = (value: Sql): Sql =>
  call("DECODE", call("DAYOFWEEKISO", value), ...DAYS.flatMap((day, i) => [intLiteral(i + 1), stringLiteral(day)]));

/** The format element of Snowflake for each strftime directive that has one. */
export const FORMAT_ELEMENTS: Readonly<Partial<Record<TimeDirective, string>>> = {
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
const TIME_DIRECTIVES: ReadonlySet<TimeDirective> = new Set<TimeDirective>(["H", "I", "p", "M", "S", "f"]);
export const isTimeDirective = (letter: TimeDirective): boolean => TIME_DIRECTIVES.has(letter);

/** Directives that no format element corresponds to. */
const COMPUTED_DIRECTIVES: Readonly<Partial<Record<TimeDirective, (moment: Sql) => Sql>>> = {
  j: (value) => call("LPAD", castTo(call("DAYOFYEAR", value), string), intLiteral(3), stringLiteral("0")),
  A: dayName,
  p: (value) =>
    caseWhen([
      [compare(call("HOUR", value), "<", intLiteral(12)), stringLiteral("AM")],
      [compare(call("HOUR", value), ">=", intLiteral(12)), stringLiteral("PM")],
    ]),
};

/** Literal text for use in a format: punctuation as it is, letters in quotes; null if the text cannot be quoted. */
export function formatLiteral(text: string): string | null {
  if (/^[-/:., ]+$/.test(text)) return text;
  return /^[A-Za-z0-9-/:., %!()]+$/.test(text) ? `"${text}"` : null;
}

/** Formats a temporal value as text, with one TO_VARCHAR for each run of tokens that a format can express. */
export function formatTemporal(value: Sql, format: string): Sql {
  const segments: Sql[] = [];
  let pendingFormat = "";
  const flushFormat = (): void => {
    if (pendingFormat) segments.push(call("TO_VARCHAR", value, stringLiteral(pendingFormat)));
    pendingFormat = "";
  };
  const tokens = parseTimeFormat(format);
  tokens.forEach((token, position) => {
    if ("text" in token) {
      const text = formatLiteral(token.text);
      if (text !== null && (pendingFormat || isFormatElement(tokens[position + 1]))) pendingFormat += text;
      else {
        flushFormat();
        segments.push(stringLiteral(token.text));
      }
      return;
    }
    const element = FORMAT_ELEMENTS[token.letter];
    const compute = COMPUTED_DIRECTIVES[token.letter];
    if (element && isUnambiguousAt(tokens, position)) pendingFormat += element;
    else {
      flushFormat();
      if (element) pendingFormat = element;
      else if (compute) segments.push(compute(value));
    }
  });
  flushFormat();
  if (tokens.every((token) => "text" in token))
    return ifThen(sql`${value} IS NOT NULL`, segments[0] ?? stringLiteral(""));
  const [first = stringLiteral(""), ...rest] = segments;
  return rest.reduce((left, right) => infix(left, "||", right, Precedence.otherOperator), first);
}
const isFormatElement = (token: TimeFormatToken | undefined): boolean =>
  token !== undefined && "letter" in token && token.letter in FORMAT_ELEMENTS;
const UNAMBIGUOUS_PAIRS: ReadonlySet<string> = new Set(["Ym", "md", "HM", "MS"]);
/**
 * Whether the format element of a token cannot merge with the previous one into another element, as MM and MI could.
 * Adjacent elements are allowed only in the usual combinations.
 */
export const isUnambiguousAt = (tokens: readonly TimeFormatToken[], i: number): boolean => {
  const [previous, token] = [tokens[i - 1], tokens[i]];
  if (previous === undefined || "text" in previous || token === undefined || "text" in token) return true;
  return UNAMBIGUOUS_PAIRS.has(previous.letter + token.letter);
};
