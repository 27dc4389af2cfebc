import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, intLiteral, isNotNull, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { stringRules as standard } from "../../standard/strings.js";
import { textPlaceRules } from "../../standard/text-places.js";
import { cast, int4, int64, once } from "../build.js";
import { levenshtein } from "./levenshtein.js";
import { parsingRules } from "./parsing.js";
import { patternRules } from "./patterns.js";
import { sha1 } from "./sha1.js";
import { urlRules } from "./urls.js";

const WHITE = sql`E' \\t\\n\\x0B\\f\\r'`;
const trimmed =
  (fn: "BTRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(fn, arg, WHITE);

type Digested = { readonly arg: Sql; readonly how: string | undefined };
type Context = Pick<RuleContext, "dtype">;
function digest({ arg, how = "sha256" }: Digested, hex: boolean, { dtype }: Context): Sql {
  const bytes = dtype("arg").kind === "binary" ? arg : call("CONVERT_TO", arg, stringLiteral("UTF8"));
  const digits = how === "md5" ? call("MD5", bytes) : how === "sha1" ? sha1(bytes) : null;
  if (digits) return hex ? digits : call("DECODE", digits, stringLiteral("hex"));
  const own = call(how.toUpperCase(), bytes);
  return hex ? call("ENCODE", own, stringLiteral("hex")) : own;
}
const places = textPlaceRules((n) => int4(n));

export const stringRules = {
  ...standard,
  ...places,
  ...patternRules,
  ...parsingRules,
  ...urlRules,
  StringLength: ({ arg }) => cast(call("LENGTH", arg), int64),
  StringAscii: ({ arg }) => cast(call("ASCII", arg), int64),
  Reverse: ({ arg }) => call("REVERSE", arg),
  Strip: trimmed("BTRIM"),
  LStrip: trimmed("LTRIM"),
  RStrip: trimmed("RTRIM"),
  StringContains: ({ arg, needle }) => compare(call("STRPOS", arg, needle), ">", intLiteral(0)),
  StartsWith: ({ arg, needle }) => call("STARTS_WITH", arg, needle),
  EndsWith: ({ arg, needle }) =>
    once({ needle }, ({ needle: end }) => compare(call("RIGHT", arg, call("LENGTH", end)), "=", end)),
  StringFind: (args, context) => cast(places.StringFind(args, context), int64),
  Levenshtein: ({ left, right }) => levenshtein(left, right),
  StringJoin: ({ separator, args }) => call("CONCAT_WS", separator, ...args),
  // No text would have no pieces, and a NULL delimiter be one after each character.
  StringSplit: ({ arg, delimiter }, { dtype }) =>
    once({ arg, delimiter }, ({ arg: whole, delimiter: at }) => {
      // Each character by itself where the delimiter is NULL, one piece where it is empty.
      const by = delimiter.kind === "literal" ? at : call("NULLIF", at, stringLiteral(""));
      const split = caseWhen(
        [[compare(whole, "=", stringLiteral("")), sql`ARRAY['']`]],
        call("STRING_TO_ARRAY", whole, by),
      );
      return dtype("delimiter").nullable ? caseWhen([[isNotNull(at), split]]) : split;
    }),
  HexDigest: (a, context) => digest(a, true, context),
  HashBytes: (a, context) => digest(a, false, context),
  RandomUUID: () => call("GEN_RANDOM_UUID"),
} satisfies Partial<Rules>;
