import type { DType, TimeLetter, TimePiece } from "@avocet/core";
import { timePieces } from "@avocet/core";
import type { Rules } from "../../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, NULL, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { ARRAY, castTo, date, int64, naive, once, string, time } from "../build.js";
import { ELEMENTS, inFormat, isClockLetter, separate } from "../time-format.js";
import { checkedMoment } from "./moments.js";

type Parsed = { readonly arg: Sql; readonly format: string | undefined };

/** The letters that formats read as they must: years of two digits hang on the session, names of weekdays and days of the year are not read. */
const READABLE: ReadonlySet<TimeLetter> = new Set<TimeLetter>(["Y", "m", "B", "b", "d", "H", "I", "M", "S", "f"]);

/** The format of Snowflake's that reads the pieces; null where there is none. */
function nativeFormat(pieces: readonly TimePiece[]): string | null {
  const letters = new Set(pieces.flatMap((p) => ("letter" in p ? [p.letter] : [])));
  const half = letters.has("I") || letters.has("p");
  if (half && !(letters.has("I") && letters.has("p") && !letters.has("H"))) return null;
  let format = "";
  for (const [i, piece] of pieces.entries()) {
    if ("text" in piece) {
      const inside = inFormat(piece.text);
      if (inside === null) return null;
      format += inside;
    } else if (!separate(pieces, i)) return null;
    else if (piece.letter === "p") format += "AM";
    else if (READABLE.has(piece.letter)) format += ELEMENTS[piece.letter] ?? "";
    else return null;
  }
  return format;
}

const NAMES = "jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec".split(",");
const FULL = "january,february,march,april,may,june,july,august,september,october,november,december".split(",");
const WEEKDAYS = "monday,tuesday,wednesday,thursday,friday,saturday,sunday".split(",");
const PATTERNS: Readonly<Record<TimeLetter, string>> = {
  Y: "[0-9]{4}",
  y: "[0-9]{2}",
  m: "[0-9]{1,2}",
  B: FULL.join("|"),
  b: NAMES.join("|"),
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

/** The moment by a pattern with a group for each part, for formats that Snowflake has not. */
function byPattern(arg: Sql, pieces: readonly TimePiece[]): Sql {
  const letters: TimeLetter[] = [];
  const pattern = pieces
    .map((piece) => {
      if ("text" in piece) return piece.text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      letters.push(piece.letter);
      return `(${PATTERNS[piece.letter]})`;
    })
    .join("");
  return once([[arg, string]], naive, ([s = arg]) => {
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
    const moment = once([[call("ARRAY_CONSTRUCT", ...groups), ARRAY]], naive, ([found = NULL]) => {
      const part = (letter: TimeLetter): Sql | undefined => {
        const place = letters.indexOf(letter);
        return place < 0 ? undefined : castTo(call("GET", found, intLiteral(place)), string);
      };
      return ofParts(part);
    });
    const whole = call("REGEXP_LIKE", s, stringLiteral(pattern), stringLiteral("i"));
    const bad = call(
      "TO_TIMESTAMP_NTZ",
      infix(stringLiteral("not in the format: "), "||", s, Precedence.other),
      stringLiteral("YYYY-MM-DD"),
    );
    return caseWhen([[whole, moment]], bad);
  });
}

/** The moment of the parts of a text, by their letters. */
function ofParts(part: (letter: TimeLetter) => Sql | undefined): Sql {
  const number = (letter: TimeLetter): Sql | undefined => {
    const found = part(letter);
    return found && castTo(found, int64);
  };
  const month = part("B") ?? part("b");
  const place = (name: Sql): Sql =>
    call(
      "DECODE",
      call("LOWER", call("LEFT", name, intLiteral(3))),
      ...NAMES.flatMap((n, i) => [stringLiteral(n), intLiteral(i + 1)]),
    );
  const short = number("y");
  const century = short && caseWhen([[compare(short, "<", intLiteral(69)), intLiteral(2000)]], intLiteral(1900));
  const year = number("Y") ?? (short && century ? infix(century, "+", short, Precedence.add) : intLiteral(1900));
  const nanos = part("f");
  const moment = checkedMoment({
    year,
    month: month ? place(month) : (number("m") ?? intLiteral(1)),
    day: number("d") ?? intLiteral(1),
    hour: number("H") ?? halfHour(number("I"), part("p")) ?? intLiteral(0),
    minute: number("M") ?? intLiteral(0),
    second: number("S") ?? intLiteral(0),
    nanos: nanos && castTo(call("RPAD", nanos, intLiteral(9), stringLiteral("0")), int64),
  });
  const day = number("j");
  return day ? call("DATEADD", sql`DAY`, infix(day, "-", intLiteral(1), Precedence.add), moment) : moment;
}
/** The hour of a clock with twelve: 12 AM is 0. Beyond twelve there is none, which no moment has. */
function halfHour(hour: Sql | undefined, half: Sql | undefined): Sql | undefined {
  if (!hour) return undefined;
  const late = half
    ? caseWhen([[compare(call("UPPER", half), "=", stringLiteral("PM")), intLiteral(12)]], intLiteral(0))
    : intLiteral(0);
  return caseWhen(
    [[sql`${hour} BETWEEN 1 AND 12`, infix(call("MOD", hour, intLiteral(12)), "+", late, Precedence.add)]],
    intLiteral(99),
  );
}

function parsed({ arg, format = "" }: Parsed, fn: "TO_TIMESTAMP_NTZ" | "TO_DATE" | "TO_TIME", to: DType): Sql {
  const pieces = timePieces(format);
  const letters = pieces.flatMap((p) => ("letter" in p ? [p.letter] : []));
  const native = nativeFormat(pieces);
  const only = (test: (letter: TimeLetter) => boolean): boolean => letters.length > 0 && letters.every(test);
  if (native !== null) {
    if (fn === "TO_DATE" && only((letter) => !isClockLetter(letter))) return call(fn, arg, stringLiteral(native));
    if (fn === "TO_TIME" && only(isClockLetter)) return call(fn, arg, stringLiteral(native));
    const dated = letters.some((letter) => !isClockLetter(letter));
    const moment = call("TO_TIMESTAMP_NTZ", arg, stringLiteral(native));
    if (dated) return fn === "TO_TIMESTAMP_NTZ" ? moment : castTo(moment, to);
  }
  const moment = byPattern(arg, pieces);
  return fn === "TO_TIMESTAMP_NTZ" ? moment : castTo(moment, to);
}

export const parsingRules = {
  StringToTimestamp: (args) => parsed(args, "TO_TIMESTAMP_NTZ", naive),
  StringToDate: (args) => parsed(args, "TO_DATE", date),
  StringToTime: (args) => parsed(args, "TO_TIME", time),
} satisfies Partial<Rules>;
