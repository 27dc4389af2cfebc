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
import * as Precedence from "../../sql/precedence.js";
import { stringRules as standard } from "../../standard/strings.js";
import { evaluateOnce, ifThen, literalInteger, string } from "../build.js";
import {
  firstMatch,
  firstMatchPosition,
  replaceMatches,
  SPLIT_MARKER,
  translatePattern,
  translateReplacement,
} from "../regex.js";
import { parsingRules } from "./timestamp-parsing.js";
import { urlRules } from "./urls.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const textLength = (arg: Sql): Sql => call("LENGTH", arg);
/** Converts a 0-based position to Snowflake's 1-based positions. */
function toOneBased(n: Sql): Sql {
  const constant = literalInteger(n);
  return constant === null ? plus(n, intLiteral(1)) : intLiteral(constant + 1);
}
/** Converts a negative position, which counts from the end of `arg`, to one from the start; at least 0. */
function indexFromStart(n: Sql, arg: Sql): Sql {
  const constant = literalInteger(n);
  if (constant !== null && constant >= 0) return intLiteral(constant);
  const index = constant === null ? plus(textLength(arg), n) : minus(textLength(arg), intLiteral(-constant));
  const clamped = call("GREATEST", index, intLiteral(0));
  return constant === null ? caseWhen([[compare(n, "<", intLiteral(0)), clamped]], n) : clamped;
}

function substring(arg: Sql, start: Sql, count: Sql | undefined): Sql {
  const constantStart = literalInteger(start);
  if (constantStart === 0 && count) return call("LEFT", arg, count);
  if (constantStart !== null && constantStart < 0) {
    const ending = call("RIGHT", arg, intLiteral(-constantStart));
    return count ? call("LEFT", ending, count) : ending;
  }
  return evaluateOnce([[arg, string]], string, ([s = arg]) =>
    call("SUBSTR", s, toOneBased(indexFromStart(start, s)), ...(count ? [count] : [])),
  );
}
function slice(arg: Sql, start: Sql, end: Sql): Sql {
  const [constantStart, constantEnd] = [literalInteger(start), literalInteger(end)];
  if (constantStart !== null && constantEnd !== null && constantStart >= 0 && constantEnd >= 0)
    return substring(arg, start, intLiteral(Math.max(constantEnd - constantStart, 0)));
  return evaluateOnce([[arg, string]], string, ([s = arg]) => {
    const stop =
      constantEnd !== null && constantEnd < 0 ? minus(textLength(s), intLiteral(-constantEnd)) : indexFromStart(end, s);
    const ending = call("LEFT", s, stop);
    if (constantStart === 0) return ending;
    return call("SUBSTR", ending, toOneBased(indexFromStart(start, s)));
  });
}
/**
 * The 0-based position of `needle`. An empty needle is found at `start`; POSITION would return the start of the text.
 */
function find(arg: Sql, needle: Sql, start: Sql | undefined): Sql {
  if (!start || literalInteger(start) === 0) return minus(call("POSITION", needle, arg), intLiteral(1));
  return evaluateOnce([[arg, string]], { kind: "int64", nullable: true }, ([s = arg]) => {
    const startIndex = indexFromStart(start, s);
    const index = minus(call("POSITION", needle, s, toOneBased(startIndex)), intLiteral(1));
    if (needle.kind === "literal") return needle.value === "" ? call("LEAST", startIndex, textLength(s)) : index;
    return caseWhen([[compare(needle, "=", stringLiteral("")), call("LEAST", startIndex, textLength(s))]], index);
  });
}

const pad =
  (name: "LPAD" | "RPAD") =>
  (args: { readonly arg: Sql; readonly length: Sql; readonly pad: Sql }): Sql =>
    evaluateOnce([[args.arg, string]], string, ([s = args.arg]) =>
      call(name, s, call("GREATEST", args.length, textLength(s)), args.pad),
    );

const WHITESPACE = stringLiteral(" \t\n\v\f\r");
const trim =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(name, arg, WHITESPACE);

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

const DIGEST_FUNCTIONS = { md5: "MD5", sha1: "SHA1", sha256: "SHA2", sha512: "SHA2" } as const;
type DigestArgs = { readonly arg: Sql; readonly how: keyof typeof DIGEST_FUNCTIONS | undefined };
const digest =
  (suffix: "" | "_BINARY") =>
  ({ arg, how: algorithm = "sha256" }: DigestArgs, { dtype, unsupported: refuse }: Context): Sql => {
    if (dtype("arg").kind === "binary") throw refuse("digest functions accept only text", "use a string");
    const bits = { md5: [], sha1: [], sha256: [intLiteral(256)], sha512: [intLiteral(512)] }[algorithm];
    return call(`${DIGEST_FUNCTIONS[algorithm]}${suffix}`, arg, ...bits);
  };

export const stringRules = {
  ...standard,
  ...urlRules,
  ...parsingRules,
  StringLength: ({ arg }) => textLength(arg),
  StringAscii: ({ arg }) => call("UNICODE", arg),
  Capitalize: ({ arg }) =>
    infix(
      call("UPPER", call("LEFT", arg, intLiteral(1))),
      "||",
      call("LOWER", call("SUBSTR", arg, intLiteral(2))),
      Precedence.otherOperator,
    ),
  Reverse: ({ arg }) => call("REVERSE", arg),
  Strip: trim("TRIM"),
  LStrip: trim("LTRIM"),
  RStrip: trim("RTRIM"),
  StringContains: ({ arg, needle }) => call("CONTAINS", arg, needle),
  StartsWith: ({ arg, needle }) => call("STARTSWITH", arg, needle),
  EndsWith: ({ arg, needle }) => call("ENDSWITH", arg, needle),
  StringFind: ({ arg, needle, start }) => find(arg, needle, start),
  Levenshtein: ({ left, right }) => call("EDITDISTANCE", left, right),
  Substring: ({ arg, start, length: count }) => substring(arg, start, count),
  StringSlice: ({ arg, start, end }) => slice(arg, start, end),
  StrRight: ({ arg, count }) => call("RIGHT", arg, count),
  Repeat: ({ arg, times }) => {
    const constant = literalInteger(times);
    return call(
      "REPEAT",
      arg,
      constant === null
        ? caseWhen([[compare(times, "<", intLiteral(0)), intLiteral(0)]], times)
        : intLiteral(Math.max(constant, 0)),
    );
  },
  LPad: pad("LPAD"),
  RPad: pad("RPAD"),
  // TRANSLATE raises an error if the target alphabet is longer than the source alphabet.
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
    return call("TRANSLATE", arg, from, call("LEFT", to, textLength(from)));
  },
  StringReplace: ({ arg, pattern, replacement }) => {
    const replaced = call("REPLACE", arg, pattern, replacement);
    if (pattern.kind === "literal" && pattern.value !== "") return replaced;
    return caseWhen([[compare(pattern, "=", stringLiteral("")), ifThen(isNotNull(replacement), arg)]], replaced);
  },
  // CONCAT_WS returns NULL if any argument is NULL.
  StringJoin: ({ separator, args }) => call("ARRAY_TO_STRING", call("ARRAY_CONSTRUCT_COMPACT", ...args), separator),
  // SPLIT by an empty string returns the whole text as one element.
  StringSplit: ({ arg, delimiter }) => {
    const segments = call("SPLIT", arg, delimiter);
    if (delimiter.kind === "literal") return segments;
    const characters = call(
      "REGEXP_SUBSTR_ALL",
      arg,
      stringLiteral("."),
      intLiteral(1),
      intLiteral(1),
      stringLiteral("s"),
    );
    return caseWhen(
      [[and(compare(delimiter, "=", stringLiteral("")), compare(arg, "<>", stringLiteral(""))), characters]],
      segments,
    );
  },
  StringLike: like("LIKE"),
  StringILike: like("ILIKE"),
  // REGEXP_LIKE matches only the whole text.
  RegexSearch: ({ arg, pattern = "" }, { unsupported: refuse }) =>
    compare(firstMatchPosition(arg, translatePattern(pattern, refuse)), ">", intLiteral(0)),
  RegexExtract: ({ arg, pattern = "", group = 0 }, { unsupported: refuse }) => {
    const regex = translatePattern(pattern, refuse);
    const match = firstMatch(arg, regex, group === 0 ? 0 : regex.group(group));
    return ifThen(
      compare(firstMatchPosition(arg, regex), ">", intLiteral(0)),
      call("COALESCE", match, stringLiteral("")),
    );
  },
  RegexSplit: ({ arg, pattern = "" }, { unsupported: refuse }) =>
    call("SPLIT", replaceMatches(arg, translatePattern(pattern, refuse), SPLIT_MARKER), SPLIT_MARKER),
  RegexReplace: ({ arg, pattern = "", replacement = "" }, { unsupported: refuse }) => {
    const regex = translatePattern(pattern, refuse);
    return replaceMatches(arg, regex, translateReplacement(replacement, regex));
  },
  HexDigest: digest(""),
  HashBytes: digest("_BINARY"),
  RandomUUID: () => sql`UUID_STRING()`,
} satisfies Partial<Rules>;
