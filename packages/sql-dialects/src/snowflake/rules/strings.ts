import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  isNotNull,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { stringRules as standard } from "../../standard/strings.js";
import { literalInteger, evaluateOnce, string, ifThen } from "../build.js";
import { SPLIT_MARKER, firstMatch, translatePattern, firstMatchPosition, replaceMatches, translateReplacement } from "../regex.js";
import { parsingRules } from "./timestamp-parsing.js";
import { urlRules } from "./urls.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const length = (arg: Sql): Sql => call("LENGTH", arg);
/** A position as Snowflake counts, from 1. */
function fromOne(n: Sql): Sql {
  const exact = literalInteger(n);
  return exact === null ? plus(n, intLiteral(1)) : intLiteral(exact + 1);
}
/** A position counted from the start: one below zero counts from the end of `arg`, and stops at its start. */
function fromStart(n: Sql, arg: Sql): Sql {
  const exact = literalInteger(n);
  if (exact !== null && exact >= 0) return intLiteral(exact);
  const back = exact === null ? plus(length(arg), n) : minus(length(arg), intLiteral(-exact));
  const held = call("GREATEST", back, intLiteral(0));
  return exact === null ? caseWhen([[compare(n, "<", intLiteral(0)), held]], n) : held;
}

function substring(arg: Sql, start: Sql, count: Sql | undefined): Sql {
  const from = literalInteger(start);
  if (from === 0 && count) return call("LEFT", arg, count);
  if (from !== null && from < 0) {
    const ending = call("RIGHT", arg, intLiteral(-from));
    return count ? call("LEFT", ending, count) : ending;
  }
  return evaluateOnce([[arg, string]], string, ([s = arg]) =>
    call("SUBSTR", s, fromOne(fromStart(start, s)), ...(count ? [count] : [])),
  );
}
function slice(arg: Sql, start: Sql, end: Sql): Sql {
  const [from, to] = [literalInteger(start), literalInteger(end)];
  if (from !== null && to !== null && from >= 0 && to >= 0)
    return substring(arg, start, intLiteral(Math.max(to - from, 0)));
  return evaluateOnce([[arg, string]], string, ([s = arg]) => {
    const until = to !== null && to < 0 ? minus(length(s), intLiteral(-to)) : fromStart(end, s);
    const ending = call("LEFT", s, until);
    if (from === 0) return ending;
    return call("SUBSTR", ending, fromOne(fromStart(start, s)));
  });
}
/** An empty text is found where the search starts; POSITION would say at the start of the text. */
function find(arg: Sql, needle: Sql, start: Sql | undefined): Sql {
  if (!start || literalInteger(start) === 0) return minus(call("POSITION", needle, arg), intLiteral(1));
  return evaluateOnce([[arg, string]], { kind: "int64", nullable: true }, ([s = arg]) => {
    const from = fromStart(start, s);
    const found = minus(call("POSITION", needle, s, fromOne(from)), intLiteral(1));
    if (needle.kind === "literal") return needle.value === "" ? call("LEAST", from, length(s)) : found;
    return caseWhen([[compare(needle, "=", stringLiteral("")), call("LEAST", from, length(s))]], found);
  });
}

const padded =
  (name: "LPAD" | "RPAD") =>
  (a: { readonly arg: Sql; readonly length: Sql; readonly pad: Sql }): Sql =>
    evaluateOnce([[a.arg, string]], string, ([s = a.arg]) => call(name, s, call("GREATEST", a.length, length(s)), a.pad));

const WHITE = stringLiteral(" \t\n\v\f\r");
const trimmed =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(name, arg, WHITE);

const like =
  (operator: "LIKE" | "ILIKE") =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => {
    const escapes = pattern.kind !== "literal" || String(pattern.value).includes("\\");
    const test = infix(arg, operator, pattern, Precedence.otherOperator);
    return {
      ...(escapes
        ? withPrecedence(Precedence.comparison)`${operand(test, Precedence.any)} ESCAPE ${stringLiteral("\\")}`
        : test),
      precedence: Precedence.comparison,
    };
  };

const DIGESTS = { md5: "MD5", sha1: "SHA1", sha256: "SHA2", sha512: "SHA2" } as const;
type Digest = { readonly arg: Sql; readonly how: keyof typeof DIGESTS | undefined };
const digest =
  (suffix: "" | "_BINARY") =>
  ({ arg, how = "sha256" }: Digest, { dtype, unsupported: refuse }: Context): Sql => {
    if (dtype("arg").kind === "binary") throw refuse("it takes digests of text only", "take the digest of a string");
    const bits = { md5: [], sha1: [], sha256: [intLiteral(256)], sha512: [intLiteral(512)] }[how];
    return call(`${DIGESTS[how]}${suffix}`, arg, ...bits);
  };

export const stringRules = {
  ...standard,
  ...urlRules,
  ...parsingRules,
  StringLength: ({ arg }) => length(arg),
  StringAscii: ({ arg }) => call("UNICODE", arg),
  Capitalize: ({ arg }) =>
    infix(
      call("UPPER", call("LEFT", arg, intLiteral(1))),
      "||",
      call("LOWER", call("SUBSTR", arg, intLiteral(2))),
      Precedence.otherOperator,
    ),
  Reverse: ({ arg }) => call("REVERSE", arg),
  Strip: trimmed("TRIM"),
  LStrip: trimmed("LTRIM"),
  RStrip: trimmed("RTRIM"),
  StringContains: ({ arg, needle }) => call("CONTAINS", arg, needle),
  StartsWith: ({ arg, needle }) => call("STARTSWITH", arg, needle),
  EndsWith: ({ arg, needle }) => call("ENDSWITH", arg, needle),
  StringFind: ({ arg, needle, start }) => find(arg, needle, start),
  Levenshtein: ({ left, right }) => call("EDITDISTANCE", left, right),
  Substring: ({ arg, start, length: count }) => substring(arg, start, count),
  StringSlice: ({ arg, start, end }) => slice(arg, start, end),
  StrRight: ({ arg, count }) => call("RIGHT", arg, count),
  Repeat: ({ arg, times }) => {
    const exact = literalInteger(times);
    return call(
      "REPEAT",
      arg,
      exact === null
        ? caseWhen([[compare(times, "<", intLiteral(0)), intLiteral(0)]], times)
        : intLiteral(Math.max(exact, 0)),
    );
  },
  LPad: padded("LPAD"),
  RPad: padded("RPAD"),
  // A longer alphabet to translate to is an error.
  Translate: ({ arg, from, to }) => {
    if (from.kind === "literal" && to.kind === "literal" && from.value !== null && to.value !== null) {
      const [source, target] = [[...String(from.value)], [...String(to.value)]];
      return call(
        "TRANSLATE",
        arg,
        from,
        target.length > source.length ? { ...to, value: target.slice(0, source.length).join("") } : to,
      );
    }
    return call("TRANSLATE", arg, from, call("LEFT", to, length(from)));
  },
  StringReplace: ({ arg, pattern, replacement }) => {
    const replaced = call("REPLACE", arg, pattern, replacement);
    if (pattern.kind === "literal" && pattern.value !== "") return replaced;
    return caseWhen([[compare(pattern, "=", stringLiteral("")), ifThen(isNotNull(replacement), arg)]], replaced);
  },
  // CONCAT_WS is NULL where one of its arguments is.
  StringJoin: ({ separator, args }) => call("ARRAY_TO_STRING", call("ARRAY_CONSTRUCT_COMPACT", ...args), separator),
  // SPLIT by an empty text gives one piece.
  StringSplit: ({ arg, delimiter }) => {
    const pieces = call("SPLIT", arg, delimiter);
    if (delimiter.kind === "literal") return pieces;
    const each = call("REGEXP_SUBSTR_ALL", arg, stringLiteral("."), intLiteral(1), intLiteral(1), stringLiteral("s"));
    return caseWhen(
      [[and(compare(delimiter, "=", stringLiteral("")), compare(arg, "<>", stringLiteral(""))), each]],
      pieces,
    );
  },
  StringLike: like("LIKE"),
  StringILike: like("ILIKE"),
  // REGEXP_LIKE would ask whether the whole text matches.
  RegexSearch: ({ arg, pattern = "" }, { unsupported: refuse }) =>
    compare(firstMatchPosition(arg, translatePattern(pattern, refuse)), ">", intLiteral(0)),
  RegexExtract: ({ arg, pattern = "", group = 0 }, { unsupported: refuse }) => {
    const made = translatePattern(pattern, refuse);
    const found = firstMatch(arg, made, group === 0 ? 0 : made.group(group));
    return ifThen(compare(firstMatchPosition(arg, made), ">", intLiteral(0)), call("COALESCE", found, stringLiteral("")));
  },
  RegexSplit: ({ arg, pattern = "" }, { unsupported: refuse }) =>
    call("SPLIT", replaceMatches(arg, translatePattern(pattern, refuse), SPLIT_MARKER), SPLIT_MARKER),
  RegexReplace: ({ arg, pattern = "", replacement = "" }, { unsupported: refuse }) => {
    const made = translatePattern(pattern, refuse);
    return replaceMatches(arg, made, translateReplacement(replacement, made));
  },
  HexDigest: digest(""),
  HashBytes: digest("_BINARY"),
  RandomUUID: () => sql`UUID_STRING()`,
} satisfies Partial<Rules>;
