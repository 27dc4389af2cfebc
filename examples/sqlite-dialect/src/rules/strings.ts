import type { Rules, Sql } from "@avocet/sql-dialects";
import {
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  isNotNull,
  joined,
  likeRule,
  Precedence,
  sql,
  stringLiteral,
} from "@avocet/sql-dialects";

const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const length = (arg: Sql): Sql => call("LENGTH", arg);
const atLeastZero = (n: Sql): Sql => call("MAX", n, intLiteral(0));

/** A position from the start: one below zero counts from the end, and stops at the start. */
const fromStart = (n: Sql, arg: Sql): Sql =>
  n.kind === "literal" && Number(n.value) >= 0
    ? n
    : caseWhen([[compare(n, "<", intLiteral(0)), atLeastZero(plus(length(arg), n))]], n);
const part = (arg: Sql, start: Sql, ...count: Sql[]): Sql => call("SUBSTR", arg, plus(start, intLiteral(1)), ...count);

/** A text, so many times over: as many zero bytes, each written as two zeros, which the text takes the place of. */
const repeated = (arg: Sql, times: Sql): Sql =>
  caseWhen([[isNotNull(times), call("REPLACE", call("HEX", call("ZEROBLOB", times)), stringLiteral("00"), arg)]]);
const filling = (arg: Sql, width: Sql, pad: Sql): Sql => {
  const missing = atLeastZero(minus(width, length(arg)));
  return call("SUBSTR", repeated(pad, missing), intLiteral(1), missing);
};

const WHITE = sql`CHAR(9, 10, 11, 12, 13, 32)`;
const trimmed =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(name, arg, WHITE);

export const stringRules = {
  StringLength: ({ arg }) => length(arg),
  StringAscii: ({ arg }) => caseWhen([[compare(arg, "=", stringLiteral("")), intLiteral(0)]], call("UNICODE", arg)),
  Capitalize: ({ arg }) =>
    joined(
      call("UPPER", call("SUBSTR", arg, intLiteral(1), intLiteral(1))),
      call("LOWER", call("SUBSTR", arg, intLiteral(2))),
    ),
  Strip: trimmed("TRIM"),
  LStrip: trimmed("LTRIM"),
  RStrip: trimmed("RTRIM"),
  StringContains: ({ arg, needle }) => compare(call("INSTR", arg, needle), ">", intLiteral(0)),
  StartsWith: ({ arg, needle }) => compare(call("SUBSTR", arg, intLiteral(1), length(needle)), "=", needle),
  EndsWith: ({ arg, needle }) => compare(part(arg, minus(length(arg), length(needle)), length(needle)), "=", needle),
  StringFind: ({ arg, needle, start }, { unsupported }) => {
    if (start && Number(start.kind === "literal" ? start.value : -1) !== 0)
      throw unsupported("it looks from the start of the text only", "find in a part of the text");
    return minus(call("INSTR", arg, needle), intLiteral(1));
  },
  Substring: ({ arg, start, length: count }) =>
    part(arg, fromStart(start, arg), ...(count ? [atLeastZero(count)] : [])),
  StringSlice: ({ arg, start, end }) => {
    const from = fromStart(start, arg);
    return part(arg, from, atLeastZero(minus(fromStart(end, arg), from)));
  },
  StrRight: ({ arg, count }) => part(arg, atLeastZero(minus(length(arg), atLeastZero(count)))),
  Repeat: ({ arg, times }) => repeated(arg, times),
  LPad: ({ arg, length: width, pad }) => joined(filling(arg, width, pad), arg),
  RPad: ({ arg, length: width, pad }) => joined(arg, filling(arg, width, pad)),
  StringJoin: ({ separator, args }) => call("CONCAT_WS", separator, ...args),
  // Connections set case_sensitive_like.
  StringILike: ({ arg, pattern }) => likeRule("LIKE")({ arg: call("UPPER", arg), pattern: call("UPPER", pattern) }),
} satisfies Partial<Rules>;
