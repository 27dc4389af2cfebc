import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { and, call, caseWhen, compare, intLiteral, isNotNull, literal, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { joined, stringRules as standard } from "../../standard/strings.js";
import type { AsPlace } from "../../standard/text-places.js";
import { textPlaceRules } from "../../standard/text-places.js";
import { urlRules } from "../../standard/urls.js";

const int64: DType = { kind: "int64", nullable: true };
const string: DType = { kind: "string", nullable: false };

/** DuckDB's functions of strings take no unsigned 64-bit positions. */
const place: AsPlace = (n, name, context) => (context.dtype(name).kind === "uint64" ? context.cast(n, int64) : n);

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
  const [first, ...more] = plain.map((t) => compare(call("STRLEN", t), "=", call("LENGTH", t)));
  const bytewise = call("LEVENSHTEIN", left, right);
  if (!first) return bytewise;
  const both = call("LIST_DISTINCT", call("STRING_SPLIT", joined(left, right), stringLiteral("")));
  const characters = call("ARRAY_TO_STRING", both, stringLiteral(""));
  const ascii = sql`ARRAY_TO_STRING([CHR(CAST(i AS INTEGER)) FOR i IN RANGE(1, 128)], '')`;
  const coded = (t: Sql): Sql => call("TRANSLATE", t, characters, ascii);
  const tooMany = call("ERROR", stringLiteral("levenshtein: the two texts have more than 127 different characters"));
  return caseWhen(
    [
      [more.reduce<Sql>(and, first), bytewise],
      [compare(call("LEN", both), ">", intLiteral(127)), tooMany],
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
  ...textPlaceRules(place),
  ...urlRules((arg, pattern) =>
    call("NULLIF", call("REGEXP_EXTRACT", arg, stringLiteral(pattern), intLiteral(1)), stringLiteral("")),
  ),
  StringLength: ({ arg }) => call("LENGTH", arg),
  StringAscii: ({ arg }, { cast }) => cast(call("ASCII", arg), int64),
  // REVERSE keeps a letter and the accents that follow it together.
  Reverse: ({ arg }) =>
    call("ARRAY_TO_STRING", call("LIST_REVERSE", call("STRING_SPLIT", arg, stringLiteral(""))), stringLiteral("")),
  Strip: trimmed("TRIM"),
  LStrip: trimmed("LTRIM"),
  RStrip: trimmed("RTRIM"),
  StringContains: ({ arg, needle }) => call("CONTAINS", arg, needle),
  StartsWith: ({ arg, needle }) => call("STARTS_WITH", arg, needle),
  EndsWith: ({ arg, needle }) => call("ENDS_WITH", arg, needle),
  Levenshtein: ({ left, right }) => levenshtein(left, right),
  StringJoin: ({ separator, args }) => call("CONCAT_WS", separator, ...args),
  // STRING_SPLIT takes NULL for a delimiter that does not occur.
  StringSplit: ({ arg, delimiter }, { dtype }) => {
    const split = call("STRING_SPLIT", arg, delimiter);
    return dtype("delimiter").nullable ? caseWhen([[isNotNull(delimiter), split]]) : split;
  },
  RegexSearch: ({ arg, pattern }) => call("REGEXP_MATCHES", arg, given(pattern)),
  // REGEXP_EXTRACT gives an empty string where nothing matches.
  RegexExtract: ({ arg, pattern, group = 0 }) =>
    caseWhen([
      [call("REGEXP_MATCHES", arg, given(pattern)), call("REGEXP_EXTRACT", arg, given(pattern), intLiteral(group))],
    ]),
  RegexSplit: ({ arg, pattern }) => call("STRING_SPLIT_REGEX", arg, given(pattern)),
  RegexReplace: ({ arg, pattern, replacement }) =>
    call("REGEXP_REPLACE", arg, given(pattern), given(replacement), stringLiteral("g")),
  HexDigest: ({ arg, how }, context) => digest(arg, how, context),
  HashBytes: ({ arg, how }, context) => call("UNHEX", digest(arg, how, context)),
  StringToTimestamp: parsed,
  StringToDate: (a, { cast, node }) => cast(parsed(a), node.dtype),
  StringToTime: (a, { cast, node }) => cast(parsed(a), node.dtype),
  RandomUUID: () => call("GEN_RANDOM_UUID"),
} satisfies Partial<Rules>;
