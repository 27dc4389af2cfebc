import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, intLiteral, isNotNull, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { stringPositionRules } from "../../standard/string-positions.js";
import { stringRules as standard } from "../../standard/strings.js";
import { cast, castToInt32, evaluateOnce, int64 } from "../build.js";
import { levenshtein } from "./levenshtein.js";
import { patternRules } from "./patterns.js";
import { sha1 } from "./sha1.js";
import { parsingRules } from "./timestamp-parsing.js";
import { urlRules } from "./urls.js";

const WHITE = sql`E' \\t\\n\\x0B\\f\\r'`;
const trim =
  (fn: "BTRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(fn, arg, WHITE);

type DigestArgs = { readonly arg: Sql; readonly how: string | undefined };
type Context = Pick<RuleContext, "dtype">;
function digest({ arg, how: algorithm = "sha256" }: DigestArgs, hex: boolean, { dtype }: Context): Sql {
  const bytes = dtype("arg").kind === "binary" ? arg : call("CONVERT_TO", arg, stringLiteral("UTF8"));
  const digits = algorithm === "md5" ? call("MD5", bytes) : algorithm === "sha1" ? sha1(bytes) : null;
  if (digits) return hex ? digits : call("DECODE", digits, stringLiteral("hex"));
  const hash = call(algorithm.toUpperCase(), bytes);
  return hex ? call("ENCODE", hash, stringLiteral("hex")) : hash;
}
const positionRules = stringPositionRules((n) => castToInt32(n));

export const stringRules = {
  ...standard,
  ...positionRules,
  ...patternRules,
  ...parsingRules,
  ...urlRules,
  StringLength: ({ arg }) => cast(call("LENGTH", arg), int64),
  StringAscii: ({ arg }) => cast(call("ASCII", arg), int64),
  Reverse: ({ arg }) => call("REVERSE", arg),
  Strip: trim("BTRIM"),
  LStrip: trim("LTRIM"),
  RStrip: trim("RTRIM"),
  StringContains: ({ arg, needle }) => compare(call("STRPOS", arg, needle), ">", intLiteral(0)),
  StartsWith: ({ arg, needle }) => call("STARTS_WITH", arg, needle),
  EndsWith: ({ arg, needle }) =>
    evaluateOnce({ needle }, ({ needle: end }) => compare(call("RIGHT", arg, call("LENGTH", end)), "=", end)),
  StringFind: (args, context) => cast(positionRules.StringFind(args, context), int64),
  Levenshtein: ({ left, right }) => levenshtein(left, right),
  StringJoin: ({ separator, args }) => call("CONCAT_WS", separator, ...args),
  // STRING_TO_ARRAY returns no element for an empty string, and splits into characters if the delimiter is NULL.
  StringSplit: ({ arg, delimiter }, { dtype }) =>
    evaluateOnce({ arg, delimiter }, ({ arg: text, delimiter: separator }) => {
      // A NULL delimiter splits into characters, an empty one does not split at all.
      const splitBy = delimiter.kind === "literal" ? separator : call("NULLIF", separator, stringLiteral(""));
      const split = caseWhen(
        [[compare(text, "=", stringLiteral("")), sql`ARRAY['']`]],
        call("STRING_TO_ARRAY", text, splitBy),
      );
      return dtype("delimiter").nullable ? caseWhen([[isNotNull(separator), split]]) : split;
    }),
  HexDigest: (a, context) => digest(a, true, context),
  HashBytes: (a, context) => digest(a, false, context),
  RandomUUID: () => call("GEN_RANDOM_UUID"),
} satisfies Partial<Rules>;
