import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { and, call, cases, compare, infix, int, isNotNull, literal, sql, text } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Level } from "../../sql/expr.js";
import { joined, stringRules as standard } from "../../standard/strings.js";
import { urlRules } from "./urls.js";

const int64: DType = { kind: "int64", nullable: true };
const int32: DType = { kind: "int32", nullable: true };
const string: DType = { kind: "string", nullable: false };
type Context = Pick<RuleContext, "dtype" | "cast">;

/** The value of a whole literal that is exact in JavaScript, else null. */
const constant = (n: Sql): number | null => (n.kind === "literal" && typeof n.value === "number" ? n.value : null);
/** DuckDB's functions of strings take no unsigned 64-bit positions. */
const place = (n: Sql, name: string, context: Context): Sql =>
  context.dtype(name).kind === "uint64" ? context.cast(n, int64) : n;
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Level.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Level.add);
const length = (arg: Sql): Sql => call("LENGTH", arg);

/** A count that is not below zero. GREATEST would make 0 of NULL. */
function atLeastZero(n: Sql): Sql {
  const exact = constant(n);
  return exact === null ? cases([[compare(n, "<", int(0)), int(0)]], n) : int(Math.max(exact, 0));
}
/** A position counted from the start: one below zero counts from the end of `arg`, and stops at its start. */
function fromStart(n: Sql, arg: Sql): Sql {
  const exact = constant(n);
  if (exact !== null && exact >= 0) return int(exact);
  const back = exact === null ? plus(length(arg), n) : minus(length(arg), int(-exact));
  const held = call("GREATEST", back, int(0));
  return exact === null ? cases([[compare(n, "<", int(0)), held]], n) : held;
}
/** One more, as DuckDB counts from 1. */
function place1(n: Sql): Sql {
  const exact = constant(n);
  return exact === null ? plus(n, int(1)) : int(exact + 1);
}

function substring(arg: Sql, start: Sql, count: Sql | undefined): Sql {
  const from = constant(start);
  if (from === 0 && count) return call("LEFT", arg, atLeastZero(count));
  if (from !== null && from < 0) {
    const ending = call("RIGHT", arg, int(-from));
    return count ? call("LEFT", ending, atLeastZero(count)) : ending;
  }
  return call("SUBSTRING", arg, place1(fromStart(start, arg)), ...(count ? [atLeastZero(count)] : []));
}

/** DuckDB's LEFT takes a count below zero as one from the end, as the end of a slice is. */
function slice(arg: Sql, start: Sql, end: Sql): Sql {
  const [from, to] = [constant(start), constant(end)];
  if (from !== null && to !== null && from >= 0 && to >= 0) return substring(arg, start, int(to - from));
  const until = call("LEFT", arg, end);
  return from === 0 ? until : call("SUBSTRING", until, place1(fromStart(start, arg)));
}

/** GREATEST and LEAST pass NULLs over; this is NULL where `n` is. */
const known = (n: Sql, then: Sql): Sql => (constant(n) === null ? cases([[isNotNull(n), then]]) : then);

function find(arg: Sql, needle: Sql, start: Sql | undefined): Sql {
  if (!start || constant(start) === 0) return minus(call("STRPOS", arg, needle), int(1));
  const filled = needle.kind === "literal" && needle.value !== "";
  const from = filled ? fromStart(start, arg) : known(start, call("LEAST", fromStart(start, arg), length(arg)));
  const found = call("STRPOS", call("SUBSTRING", arg, place1(from)), needle);
  const skipped = constant(from);
  const place0 = skipped === null ? plus(minus(found, int(1)), from) : plus(found, int(skipped - 1));
  return cases([[compare(found, "=", int(0)), int(-1)]], place0);
}

/** DuckDB's functions cut what is too long and take 32-bit widths. */
const padded =
  (name: "LPAD" | "RPAD") =>
  (a: { readonly arg: Sql; readonly length: Sql; readonly pad: Sql }, context: Context): Sql => {
    const asked = place(a.length, "length", context);
    const width = known(asked, call("GREATEST", asked, length(a.arg)));
    return call(name, a.arg, context.cast(width, int32), a.pad);
  };

const WHITE = sql`E' \\t\\n\\x0B\\f\\r'`;
const trimmed =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(name, arg, WHITE);

/**
 * DuckDB's LEVENSHTEIN compares bytes. Where one text has more than ASCII, each of the characters of both is put down as one ASCII
 * character first, of which there are 127.
 */
function levenshtein(left: Sql, right: Sql): Sql {
  const plain = [left, right].filter((t) => !(t.kind === "literal" && /^[\0-\x7f]*$/.test(String(t.value))));
  const [first, ...more] = plain.map((t) => compare(call("STRLEN", t), "=", length(t)));
  const bytewise = call("LEVENSHTEIN", left, right);
  if (!first) return bytewise;
  const both = call("LIST_DISTINCT", call("STRING_SPLIT", joined(left, right), text("")));
  const characters = call("ARRAY_TO_STRING", both, text(""));
  const ascii = sql`ARRAY_TO_STRING([CHR(CAST(i AS INTEGER)) FOR i IN RANGE(1, 128)], '')`;
  const coded = (t: Sql): Sql => call("TRANSLATE", t, characters, ascii);
  const tooMany = call("ERROR", text("levenshtein: the two texts have more than 127 different characters"));
  return cases(
    [
      [more.reduce<Sql>(and, first), bytewise],
      [compare(call("LEN", both), ">", int(127)), tooMany],
    ],
    call("LEVENSHTEIN", coded(left), coded(right)),
  );
}

function digest(arg: Sql, how: string | undefined, context: Pick<RuleContext, "unsupported">): Sql {
  if (how === "sha512") throw context.unsupported("there is no sha512", 'take "sha256"');
  return call((how ?? "sha256").toUpperCase(), arg);
}

/** Text of an option, which is the user's own. */
const given = (option: string | undefined): Sql => literal(option ?? "", string);
const parsed = (a: { readonly arg: Sql; readonly format: string | undefined }): Sql =>
  call("STRPTIME", a.arg, given(a.format));

export const stringRules = {
  ...standard,
  ...urlRules,
  StringLength: ({ arg }) => length(arg),
  StringAscii: ({ arg }, { cast }) => cast(call("ASCII", arg), int64),
  // REVERSE keeps a letter and the accents that follow it together.
  Reverse: ({ arg }) => call("ARRAY_TO_STRING", call("LIST_REVERSE", call("STRING_SPLIT", arg, text(""))), text("")),
  Strip: trimmed("TRIM"),
  LStrip: trimmed("LTRIM"),
  RStrip: trimmed("RTRIM"),
  StringContains: ({ arg, needle }) => call("CONTAINS", arg, needle),
  StartsWith: ({ arg, needle }) => call("STARTS_WITH", arg, needle),
  EndsWith: ({ arg, needle }) => call("ENDS_WITH", arg, needle),
  StringFind: ({ arg, needle, start }, context) => find(arg, needle, start && place(start, "start", context)),
  Levenshtein: ({ left, right }) => levenshtein(left, right),
  Substring: ({ arg, start, length: count }, context) =>
    substring(arg, place(start, "start", context), count && place(count, "length", context)),
  StringSlice: ({ arg, start, end }, context) => slice(arg, place(start, "start", context), place(end, "end", context)),
  StrRight: ({ arg, count }, context) => call("RIGHT", arg, atLeastZero(place(count, "count", context))),
  Repeat: ({ arg, times }, context) => call("REPEAT", arg, place(times, "times", context)),
  LPad: padded("LPAD"),
  RPad: padded("RPAD"),
  StringJoin: ({ separator, args }) => call("CONCAT_WS", separator, ...args),
  // STRING_SPLIT takes NULL for a delimiter that does not occur.
  StringSplit: ({ arg, delimiter }, { dtype }) => {
    const split = call("STRING_SPLIT", arg, delimiter);
    return dtype("delimiter").nullable ? cases([[isNotNull(delimiter), split]]) : split;
  },
  RegexSearch: ({ arg, pattern }) => call("REGEXP_MATCHES", arg, given(pattern)),
  // REGEXP_EXTRACT gives an empty string where nothing matches.
  RegexExtract: ({ arg, pattern, group = 0 }) =>
    cases([[call("REGEXP_MATCHES", arg, given(pattern)), call("REGEXP_EXTRACT", arg, given(pattern), int(group))]]),
  RegexSplit: ({ arg, pattern }) => call("STRING_SPLIT_REGEX", arg, given(pattern)),
  RegexReplace: ({ arg, pattern, replacement }) =>
    call("REGEXP_REPLACE", arg, given(pattern), given(replacement), text("g")),
  HexDigest: ({ arg, how }, context) => digest(arg, how, context),
  HashBytes: ({ arg, how }, context) => call("UNHEX", digest(arg, how, context)),
  StringToTimestamp: parsed,
  StringToDate: (a, { cast, node }) => cast(parsed(a), node.dtype),
  StringToTime: (a, { cast, node }) => cast(parsed(a), node.dtype),
  RandomUUID: () => call("GEN_RANDOM_UUID"),
} satisfies Partial<Rules>;
