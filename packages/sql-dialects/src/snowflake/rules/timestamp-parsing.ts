import type { DType } from "@avocet/core";
import type { TimeDirective, TimeFormatToken } from "@avocet/core/dialect";
import { parseTimeFormat } from "@avocet/core/dialect";
import type { Rules } from "../../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, NULL, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { ARRAY, castTo, date, evaluateOnce, int64, naiveTimestamp, string, time } from "../build.js";
import { FORMAT_ELEMENTS, formatLiteral, isTimeDirective, isUnambiguousAt } from "../time-format.js";
import { timestampFromFields } from "./temporal-constructors.js";

type ParseArgs = { readonly arg: Sql; readonly format: string | undefined };

/**
 * Directives that a Snowflake format parses correctly. Two-digit years depend on session settings; weekday names and
 * the day of the year are not parsed.
 */
const READABLE_DIRECTIVES: ReadonlySet<TimeDirective> = new Set<TimeDirective>([
  "Y",
  "m",
  "B",
  "b",
  "d",
  "H",
  "I",
  "M",
  "S",
  "f",
]);

/** The Snowflake format that parses the tokens; null if there is none. */
function nativeFormat(tokens: readonly TimeFormatToken[]): string | null {
  const letters = new Set(tokens.flatMap((p) => ("letter" in p ? [p.letter] : [])));
  const isTwelveHour = letters.has("I") || letters.has("p");
  if (isTwelveHour && !(letters.has("I") && letters.has("p") && !letters.has("H"))) return null;
  let format = "";
  for (const [i, token] of tokens.entries()) {
    if ("text" in token) {
      const text = formatLiteral(token.text);
      if (text === null) return null;
      format += text;
    } else if (!isUnambiguousAt(tokens, i)) return null;
    else if (token.letter === "p") format += "AM";
    else if (READABLE_DIRECTIVES.has(token.letter)) format += FORMAT_ELEMENTS[token.letter] ?? "";
    else return null;
  }
  return format;
}

const MONTH_ABBREVIATIONS = "jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec".split(",");
const MONTH_NAMES = "january,february,march,april,may,june,july,august,september,october,november,december".split(",");
const WEEKDAYS = "monday,tuesday,wednesday,thursday,friday,saturday,sunday".split(",");
const PATTERNS: Readonly<Record<TimeDirective, string>> = {
  Y: "[0-9]{4}",
  y: "[0-9]{2}",
  m: "[0-9]{1,2}",
  B: MONTH_NAMES.join("|"),
  b: MONTH_ABBREVIATIONS.join("|"),
  d: "[0-9]{1,2}",
  j: "[0-9]{1,3}",
  A: WEEKDAYS.join("|"),
  a: WEEKDAYS.map((day) => day.slice(0, 3)).join("|"),
  H: "[0-9]{1,2}",
  I: "[0-9]{1,2}",
  p: "AM|PM",
  M: "[0-9]{1,2}",
  S: "[0-9]{1,2}",
  f: "[0-9]{1,6}",
};

/**
 * Parses with a regular expression that has a group for each directive, for formats that Snowflake does not support.
 */
function parseByPattern(arg: Sql, tokens: readonly TimeFormatToken[]): Sql {
  const letters: TimeDirective[] = [];
  const pattern = tokens
    .map((token) => {
      if ("text" in token) return token.text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      letters.push(token.letter);
      return `(${PATTERNS[token.letter]})`;
    })
    .join("");
  return evaluateOnce([[arg, string]], naiveTimestamp, ([s = arg]) => {
    const groups = letters.map((_, i) =>
      call(
        "REGEXP_SUBSTR",
        s,
        stringLiteral(pattern),
        intLiteral(1),
        intLiteral(1),
        stringLiteral("ie"),
        intLiteral(i + 1),
      ),
    );
    const timestamp = evaluateOnce(
      [[call("ARRAY_CONSTRUCT", ...groups), ARRAY]],
      naiveTimestamp,
      ([groupTexts = NULL]) => {
        const groupText = (letter: TimeDirective): Sql | undefined => {
          const index = letters.indexOf(letter);
          return index < 0 ? undefined : castTo(call("GET", groupTexts, intLiteral(index)), string);
        };
        return timestampFromGroups(groupText);
      },
    );
    const isMatch = call("REGEXP_LIKE", s, stringLiteral(pattern), stringLiteral("i"));
    const error = call(
      "TO_TIMESTAMP_NTZ",
      infix(stringLiteral("not in the format: "), "||", s, Precedence.otherOperator),
      stringLiteral("YYYY-MM-DD"),
    );
    return caseWhen([[isMatch, timestamp]], error);
  });
}

/** Builds the timestamp from the text that was matched for each directive. */
function timestampFromGroups(groupText: (letter: TimeDirective) => Sql | undefined): Sql {
  const groupNumber = (letter: TimeDirective): Sql | undefined => {
    const text = groupText(letter);
    return text && castTo(text, int64);
  };
  const monthName = groupText("B") ?? groupText("b");
  const monthNumber = (name: Sql): Sql =>
    call(
      "DECODE",
      call("LOWER", call("LEFT", name, intLiteral(3))),
      ...MONTH_ABBREVIATIONS.flatMap((n, i) => [stringLiteral(n), intLiteral(i + 1)]),
    );
  const shortYear = groupNumber("y");
  const century =
    shortYear && caseWhen([[compare(shortYear, "<", intLiteral(69)), intLiteral(2000)]], intLiteral(1900));
  const year =
    groupNumber("Y") ?? (shortYear && century ? infix(century, "+", shortYear, Precedence.add) : intLiteral(1900));
  const fraction = groupText("f");
  const timestamp = timestampFromFields({
    year,
    month: monthName ? monthNumber(monthName) : (groupNumber("m") ?? intLiteral(1)),
    day: groupNumber("d") ?? intLiteral(1),
    hour: groupNumber("H") ?? twelveHourToHour(groupNumber("I"), groupText("p")) ?? intLiteral(0),
    minute: groupNumber("M") ?? intLiteral(0),
    second: groupNumber("S") ?? intLiteral(0),
    nanos: fraction && castTo(call("RPAD", fraction, intLiteral(9), stringLiteral("0")), int64),
  });
  const dayOfYear = groupNumber("j");
  return dayOfYear
    ? call("DATEADD", sql`DAY`, infix(dayOfYear, "-", intLiteral(1), Precedence.add), timestamp)
    : timestamp;
}
/** Converts an hour of a 12-hour clock, where 12 AM is 0; an hour outside 1 to 12 becomes 99, which is not valid. */
function twelveHourToHour(hour: Sql | undefined, meridiem: Sql | undefined): Sql | undefined {
  if (!hour) return undefined;
  const meridiemOffset = meridiem
    ? caseWhen([[compare(call("UPPER", meridiem), "=", stringLiteral("PM")), intLiteral(12)]], intLiteral(0))
    : intLiteral(0);
  return caseWhen(
    [[sql`${hour} BETWEEN 1 AND 12`, infix(call("MOD", hour, intLiteral(12)), "+", meridiemOffset, Precedence.add)]],
    intLiteral(99),
  );
}

function parseTemporal(
  { arg, format = "" }: ParseArgs,
  fn: "TO_TIMESTAMP_NTZ" | "TO_DATE" | "TO_TIME",
  to: DType,
): Sql {
  const tokens = parseTimeFormat(format);
  const letters = tokens.flatMap((p) => ("letter" in p ? [p.letter] : []));
  const snowflakeFormat = nativeFormat(tokens);
  const hasOnly = (test: (letter: TimeDirective) => boolean): boolean => letters.length > 0 && letters.every(test);
  if (snowflakeFormat !== null) {
    if (fn === "TO_DATE" && hasOnly((letter) => !isTimeDirective(letter)))
      return call(fn, arg, stringLiteral(snowflakeFormat));
    if (fn === "TO_TIME" && hasOnly(isTimeDirective)) return call(fn, arg, stringLiteral(snowflakeFormat));
    const hasDate = letters.some((letter) => !isTimeDirective(letter));
    const timestamp = call("TO_TIMESTAMP_NTZ", arg, stringLiteral(snowflakeFormat));
    if (hasDate) return fn === "TO_TIMESTAMP_NTZ" ? timestamp : castTo(timestamp, to);
  }
  const timestamp = parseByPattern(arg, tokens);
  return fn === "TO_TIMESTAMP_NTZ" ? timestamp : castTo(timestamp, to);
}

export const parsingRules = {
  StringToTimestamp: (args) => parseTemporal(args, "TO_TIMESTAMP_NTZ", naiveTimestamp),
  StringToDate: (args) => parseTemporal(args, "TO_DATE", date),
  StringToTime: (args) => parseTemporal(args, "TO_TIME", time),
} satisfies Partial<Rules>;
