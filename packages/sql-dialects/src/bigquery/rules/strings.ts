import type { RuleContext, Rules } from "../../dialect.js";
import {
  call,
  caseWhen,
  commaList,
  compare,
  infix,
  intLiteral,
  isNull,
  literal,
  NULL,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { stringRules as standard } from "../../standard/strings.js";
import { urlRules } from "../../standard/urls.js";
import { evaluateOnceIfCostly, ifElse } from "../scope.js";
import { literalNumber, toInt64 } from "./operands.js";
import { patternRules } from "./patterns.js";

type Context = Pick<RuleContext, "dtype">;
const string = { kind: "string", nullable: false } as const;
const add = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const subtract = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const charLength = (arg: Sql): Sql => call("CHAR_LENGTH", arg);

/** Clamps a count to at least 0. NULL propagates through GREATEST. */
function atLeastZero(n: Sql): Sql {
  const literalCount = literalNumber(n);
  return literalCount === null ? call("GREATEST", n, intLiteral(0)) : intLiteral(Math.max(literalCount, 0));
}
/** Converts a position, which counts from the end of `arg` if negative, to one from the start, and at least 0. */
function positionFromStart(position: Sql, arg: Sql): Sql {
  const literalPosition = literalNumber(position);
  if (literalPosition !== null && literalPosition >= 0) return intLiteral(literalPosition);
  if (literalPosition !== null)
    return call("GREATEST", subtract(charLength(arg), intLiteral(-literalPosition)), intLiteral(0));
  return evaluateOnceIfCostly({ n: position }, ({ n: offset }) =>
    ifElse(compare(offset, "<", intLiteral(0)), call("GREATEST", add(charLength(arg), offset), intLiteral(0)), offset),
  );
}
function oneBased(n: Sql): Sql {
  const literalPosition = literalNumber(n);
  return literalPosition === null ? add(n, intLiteral(1)) : intLiteral(literalPosition + 1);
}

function substring(arg: Sql, start: Sql, count: Sql | undefined): Sql {
  const literalStart = literalNumber(start);
  const countArgs = count ? [atLeastZero(count)] : [];
  if (literalStart === 0 && count) return call("LEFT", arg, ...countArgs);
  if (literalStart !== null)
    return call(
      "SUBSTR",
      arg,
      literalStart < 0 ? intLiteral(literalStart) : intLiteral(literalStart + 1),
      ...countArgs,
    );
  // SUBSTR counts from 1, and from the end if negative.
  return evaluateOnceIfCostly({ start }, ({ start: n }) =>
    call("SUBSTR", arg, ifElse(compare(n, "<", intLiteral(0)), n, add(n, intLiteral(1))), ...countArgs),
  );
}
function slice(arg: Sql, start: Sql, end: Sql): Sql {
  const [literalStart, literalEnd] = [literalNumber(start), literalNumber(end)];
  if (literalStart !== null && literalEnd !== null && literalStart >= 0 && literalEnd >= 0)
    return substring(arg, start, intLiteral(literalEnd - literalStart));
  return evaluateOnceIfCostly({ arg }, ({ arg: s }) => {
    const first = positionFromStart(start, s);
    const last = positionFromStart(end, s);
    if (literalStart === 0) return call("LEFT", s, last);
    return evaluateOnceIfCostly({ first }, (a) =>
      call("SUBSTR", s, oneBased(a.first), call("GREATEST", subtract(last, a.first), intLiteral(0))),
    );
  });
}

function find(arg: Sql, needle: Sql, start: Sql | undefined): Sql {
  if (!start || literalNumber(start) === 0) return subtract(call("STRPOS", arg, needle), intLiteral(1));
  return evaluateOnceIfCostly({ arg }, ({ arg: s }) => {
    const startPosition = positionFromStart(start, s);
    const boundedStart =
      needle.kind === "literal" && needle.value !== "" ? startPosition : call("LEAST", startPosition, charLength(s));
    return evaluateOnceIfCostly({ from: boundedStart }, (a) =>
      evaluateOnceIfCostly({ found: call("STRPOS", call("SUBSTR", s, oneBased(a.from)), needle) }, ({ found: match }) =>
        ifElse(compare(match, "=", intLiteral(0)), intLiteral(-1), add(subtract(match, intLiteral(1)), a.from)),
      ),
    );
  });
}

/** LPAD or RPAD. BigQuery truncates longer strings and raises an error for an empty pad; here they are unchanged. */
const pad =
  (name: "LPAD" | "RPAD") =>
  (a: { readonly arg: Sql; readonly length: Sql; readonly pad: Sql }, context: Context): Sql =>
    evaluateOnceIfCostly({ arg: a.arg }, ({ arg }) => {
      const width = call("GREATEST", toInt64(a.length, "length", context), charLength(arg));
      if (a.pad.kind === "literal" && a.pad.value !== "") return call(name, arg, width, a.pad);
      const unpadded = call("IF", compare(width, ">=", intLiteral(0)), arg, NULL);
      return evaluateOnceIfCostly({ pad: a.pad }, ({ pad }) =>
        ifElse(compare(pad, "=", stringLiteral("")), unpadded, call(name, arg, width, pad)),
      );
    });

const WHITE = stringLiteral(" \t\n\v\f\r");
const trim =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(name, arg, WHITE);

/** TRANSLATE, which raises an error for duplicate source characters; the first occurrence wins. */
function translate(arg: Sql, from: Sql, to: Sql): Sql {
  if (from.kind !== "literal" || to.kind !== "literal") return call("TRANSLATE", arg, from, to);
  const targets = [...String(to.value)];
  const pairs = new Map<string, string | undefined>();
  for (const [i, char] of [...String(from.value)].entries()) if (!pairs.has(char)) pairs.set(char, targets[i]);
  const replaced = [...pairs].filter(([, target]) => target !== undefined);
  const removed = [...pairs].filter(([, target]) => target === undefined);
  const sources = [...replaced, ...removed].map(([char]) => char).join("");
  return call(
    "TRANSLATE",
    arg,
    literal(sources, string),
    literal(replaced.map(([, target]) => target).join(""), string),
  );
}

const likeRule =
  (ignoreCase: boolean) =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => {
    const foldCase = (value: Sql): Sql => (ignoreCase ? call("LOWER", value) : value);
    return withPrecedence(
      Precedence.comparison,
    )`${operand(foldCase(arg), Precedence.otherOperator)} LIKE ${operand(foldCase(pattern), Precedence.otherOperator)}`;
  };
const DIGESTS = { md5: "MD5", sha1: "SHA1", sha256: "SHA256", sha512: "SHA512" } as const;

export const stringRules = {
  ...standard,
  ...patternRules,
  ...urlRules((arg, pattern) => call("NULLIF", call("REGEXP_EXTRACT", arg, stringLiteral(pattern)), stringLiteral(""))),
  StringLength: ({ arg }) => charLength(arg),
  StringAscii: ({ arg }) => call("UNICODE", arg),
  Capitalize: ({ arg }) =>
    evaluateOnceIfCostly({ arg }, ({ arg: s }) =>
      call("CONCAT", call("UPPER", call("LEFT", s, intLiteral(1))), call("LOWER", call("SUBSTR", s, intLiteral(2)))),
    ),
  Reverse: ({ arg }) => call("REVERSE", arg),
  Strip: trim("TRIM"),
  LStrip: trim("LTRIM"),
  RStrip: trim("RTRIM"),
  StringContains: ({ arg, needle }) => compare(call("STRPOS", arg, needle), ">", intLiteral(0)),
  StartsWith: ({ arg, needle }) => call("STARTS_WITH", arg, needle),
  EndsWith: ({ arg, needle }) => call("ENDS_WITH", arg, needle),
  StringFind: ({ arg, needle, start }, context) => find(arg, needle, start && toInt64(start, "start", context)),
  FindInSet: ({ arg, options }) => {
    const matches = options.map((option, i) => [compare(arg, "=", option), intLiteral(i)] as const);
    return caseWhen([[isNull(arg), NULL], ...matches], intLiteral(-1));
  },
  Levenshtein: ({ left, right }) => call("EDIT_DISTANCE", left, right),
  Substring: ({ arg, start, length: count }, context) =>
    substring(arg, toInt64(start, "start", context), count && toInt64(count, "length", context)),
  StringSlice: ({ arg, start, end }, context) =>
    slice(arg, toInt64(start, "start", context), toInt64(end, "end", context)),
  StrRight: ({ arg, count }, context) => call("RIGHT", arg, atLeastZero(toInt64(count, "count", context))),
  Repeat: ({ arg, times }, context) => call("REPEAT", arg, atLeastZero(toInt64(times, "times", context))),
  LPad: pad("LPAD"),
  RPad: pad("RPAD"),
  Translate: ({ arg, from, to }) => translate(arg, from, to),
  StringConcat: ({ args }) => call("CONCAT", ...args),
  StringJoin: ({ separator, args }) =>
    call("ARRAY_TO_STRING", args.length ? sql`[${commaList(args)}]` : EMPTY_ARRAY, separator),
  StringSplit: ({ arg, delimiter }) => call("SPLIT", arg, delimiter),
  StringLike: likeRule(false),
  StringILike: likeRule(true),
  HexDigest: ({ arg, how: algorithm = "sha256" }) => call("TO_HEX", call(DIGESTS[algorithm], arg)),
  HashBytes: ({ arg, how: algorithm = "sha256" }) => call(DIGESTS[algorithm], arg),
  RandomUUID: () => call("GENERATE_UUID"),
} satisfies Partial<Rules>;

const EMPTY_ARRAY = sql`CAST([] AS ARRAY<STRING>)`;
