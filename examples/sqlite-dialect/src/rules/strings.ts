import type { Rules, Sql } from "@avocet/sql-dialects";
import {
  call,
  caseWhen,
  compare,
  concat,
  infix,
  intLiteral,
  isNotNull,
  likeRule,
  Precedence,
  sql,
  stringLiteral,
} from "@avocet/sql-dialects";

const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const length = (arg: Sql): Sql => call("LENGTH", arg);
const atLeastZero = (n: Sql): Sql => call("MAX", n, intLiteral(0));

/** A position counted from the start. Negative positions count from the end, but not before the start. */
const fromStart = (position: Sql, arg: Sql): Sql =>
  position.kind === "literal" && Number(position.value) >= 0
    ? position
    : caseWhen([[compare(position, "<", intLiteral(0)), atLeastZero(plus(length(arg), position))]], position);
const substring = (arg: Sql, start: Sql, ...count: Sql[]): Sql =>
  call("SUBSTR", arg, plus(start, intLiteral(1)), ...count);

/**
 * Repeats text. SQLite has no REPEAT: HEX of zero bytes returns "00" per byte, each of which is replaced by the text.
 */
const repeat = (arg: Sql, times: Sql): Sql =>
  caseWhen([[isNotNull(times), call("REPLACE", call("HEX", call("ZEROBLOB", times)), stringLiteral("00"), arg)]]);
const padding = (arg: Sql, width: Sql, pad: Sql): Sql => {
  const missing = atLeastZero(minus(width, length(arg)));
  return call("SUBSTR", repeat(pad, missing), intLiteral(1), missing);
};

const WHITESPACE = sql`CHAR(9, 10, 11, 12, 13, 32)`;
const trimCall =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(name, arg, WHITESPACE);

/** Rules for strings. */
export const stringRules = {
  StringLength: ({ arg }) => length(arg),
  StringAscii: ({ arg }) => caseWhen([[compare(arg, "=", stringLiteral("")), intLiteral(0)]], call("UNICODE", arg)),
  Capitalize: ({ arg }) =>
    concat(
      call("UPPER", call("SUBSTR", arg, intLiteral(1), intLiteral(1))),
      call("LOWER", call("SUBSTR", arg, intLiteral(2))),
    ),
  Strip: trimCall("TRIM"),
  LStrip: trimCall("LTRIM"),
  RStrip: trimCall("RTRIM"),
  StringContains: ({ arg, needle }) => compare(call("INSTR", arg, needle), ">", intLiteral(0)),
  StartsWith: ({ arg, needle }) => compare(call("SUBSTR", arg, intLiteral(1), length(needle)), "=", needle),
  EndsWith: ({ arg, needle }) =>
    compare(substring(arg, minus(length(arg), length(needle)), length(needle)), "=", needle),
  StringFind: ({ arg, needle, start }, { unsupported }) => {
    if (start && Number(start.kind === "literal" ? start.value : -1) !== 0)
      throw unsupported("SQLite searches only from the start of the text", "search in a substring");
    return minus(call("INSTR", arg, needle), intLiteral(1));
  },
  Substring: ({ arg, start, length: count }) =>
    substring(arg, fromStart(start, arg), ...(count ? [atLeastZero(count)] : [])),
  StringSlice: ({ arg, start, end }) => {
    const from = fromStart(start, arg);
    return substring(arg, from, atLeastZero(minus(fromStart(end, arg), from)));
  },
  StrRight: ({ arg, count }) => substring(arg, atLeastZero(minus(length(arg), atLeastZero(count)))),
  Repeat: ({ arg, times }) => repeat(arg, times),
  LPad: ({ arg, length: width, pad }) => concat(padding(arg, width, pad), arg),
  RPad: ({ arg, length: width, pad }) => concat(arg, padding(arg, width, pad)),
  StringJoin: ({ separator, args }) => call("CONCAT_WS", separator, ...args),
  // LIKE is case-sensitive, because sessions set case_sensitive_like.
  StringILike: ({ arg, pattern }) => likeRule("LIKE")({ arg: call("UPPER", arg), pattern: call("UPPER", pattern) }),
} satisfies Partial<Rules>;
