import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { and, call, caseWhen, compare, intLiteral, isNotNull, literal, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import type { PositionCast } from "../../standard/string-positions.js";
import { stringPositionRules } from "../../standard/string-positions.js";
import { concat, stringRules as standard } from "../../standard/strings.js";
import { urlRules } from "../../standard/urls.js";

const int64: DType = { kind: "int64", nullable: true };
const string: DType = { kind: "string", nullable: false };

/** DuckDB's string functions do not accept unsigned 64-bit positions. */
const castPosition: PositionCast = (n, name, context) =>
  context.dtype(name).kind === "uint64" ? context.cast(n, int64) : n;

const WHITESPACE = sql`E' \\t\\n\\x0B\\f\\r'`;
const trimCall =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(name, arg, WHITESPACE);

/**
 * DuckDB's LEVENSHTEIN compares bytes. If a string contains non-ASCII characters, each distinct character of both
 * strings is first replaced by one of the 127 ASCII characters.
 */
function levenshtein(left: Sql, right: Sql): Sql {
  const nonAsciiCandidates = [left, right].filter(
    (t) => !(t.kind === "literal" && /^[\0-\x7f]*$/.test(String(t.value))),
  );
  const [first, ...rest] = nonAsciiCandidates.map((t) => compare(call("STRLEN", t), "=", call("LENGTH", t)));
  const bytewise = call("LEVENSHTEIN", left, right);
  if (!first) return bytewise;
  const characterList = call("LIST_DISTINCT", call("STRING_SPLIT", concat(left, right), stringLiteral("")));
  const characters = call("ARRAY_TO_STRING", characterList, stringLiteral(""));
  const ascii = sql`ARRAY_TO_STRING([CHR(CAST(i AS INTEGER)) FOR i IN RANGE(1, 128)], '')`;
  const encode = (t: Sql): Sql => call("TRANSLATE", t, characters, ascii);
  const tooMany = call("ERROR", stringLiteral("levenshtein: the two texts have more than 127 different characters"));
  return caseWhen(
    [
      [rest.reduce<Sql>(and, first), bytewise],
      [compare(call("LEN", characterList), ">", intLiteral(127)), tooMany],
    ],
    call("LEVENSHTEIN", encode(left), encode(right)),
  );
}

function digest(arg: Sql, algorithm: string | undefined, context: Pick<RuleContext, "unsupported">): Sql {
  if (algorithm === "sha512") throw context.unsupported("DuckDB has no sha512", 'use "sha256"');
  return call((algorithm ?? "sha256").toUpperCase(), arg);
}

/** A string option of an operation. It is user input, so it is printed or bound like any literal. */
const optionText = (option: string | undefined): Sql => literal(option ?? "", string);
const parseTimestamp = (args: { readonly arg: Sql; readonly format: string | undefined }): Sql =>
  call("STRPTIME", args.arg, optionText(args.format));

/** Rules for strings. */
export const stringRules = {
  ...standard,
  ...stringPositionRules(castPosition),
  ...urlRules((arg, pattern) =>
    call("NULLIF", call("REGEXP_EXTRACT", arg, stringLiteral(pattern), intLiteral(1)), stringLiteral("")),
  ),
  StringLength: ({ arg }) => call("LENGTH", arg),
  StringAscii: ({ arg }, { cast }) => cast(call("ASCII", arg), int64),
  // REVERSE keeps letters and combining accents together.
  Reverse: ({ arg }) =>
    call("ARRAY_TO_STRING", call("LIST_REVERSE", call("STRING_SPLIT", arg, stringLiteral(""))), stringLiteral("")),
  Strip: trimCall("TRIM"),
  LStrip: trimCall("LTRIM"),
  RStrip: trimCall("RTRIM"),
  StringContains: ({ arg, needle }) => call("CONTAINS", arg, needle),
  StartsWith: ({ arg, needle }) => call("STARTS_WITH", arg, needle),
  EndsWith: ({ arg, needle }) => call("ENDS_WITH", arg, needle),
  Levenshtein: ({ left, right }) => levenshtein(left, right),
  StringJoin: ({ separator, args }) => call("CONCAT_WS", separator, ...args),
  // STRING_SPLIT treats a NULL delimiter as one that does not occur.
  StringSplit: ({ arg, delimiter }, { dtype }) => {
    const split = call("STRING_SPLIT", arg, delimiter);
    return dtype("delimiter").nullable ? caseWhen([[isNotNull(delimiter), split]]) : split;
  },
  RegexSearch: ({ arg, pattern }) => call("REGEXP_MATCHES", arg, optionText(pattern)),
  // REGEXP_EXTRACT returns an empty string if nothing matches.
  RegexExtract: ({ arg, pattern, group = 0 }) =>
    caseWhen([
      [
        call("REGEXP_MATCHES", arg, optionText(pattern)),
        call("REGEXP_EXTRACT", arg, optionText(pattern), intLiteral(group)),
      ],
    ]),
  RegexSplit: ({ arg, pattern }) => call("STRING_SPLIT_REGEX", arg, optionText(pattern)),
  RegexReplace: ({ arg, pattern, replacement }) =>
    call("REGEXP_REPLACE", arg, optionText(pattern), optionText(replacement), stringLiteral("g")),
  HexDigest: ({ arg, how }, context) => digest(arg, how, context),
  HashBytes: ({ arg, how }, context) => call("UNHEX", digest(arg, how, context)),
  StringToTimestamp: parseTimestamp,
  StringToDate: (a, { cast, node }) => cast(parseTimestamp(a), node.dtype),
  StringToTime: (a, { cast, node }) => cast(parseTimestamp(a), node.dtype),
  RandomUUID: () => call("GEN_RANDOM_UUID"),
} satisfies Partial<Rules>;
