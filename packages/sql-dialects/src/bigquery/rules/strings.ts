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
import { Precedence } from "../../sql/expr.js";
import { stringRules as standard } from "../../standard/strings.js";
import { urlRules } from "../../standard/urls.js";
import { either, onceIfLong } from "../scope.js";
import { constant, whole } from "./operands.js";
import { patternRules } from "./patterns.js";

type Context = Pick<RuleContext, "dtype">;
const string = { kind: "string", nullable: false } as const;
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const length = (arg: Sql): Sql => call("CHAR_LENGTH", arg);

/** A count that is not below zero. GREATEST of NULL is NULL. */
function atLeastZero(n: Sql): Sql {
  const exact = constant(n);
  return exact === null ? call("GREATEST", n, intLiteral(0)) : intLiteral(Math.max(exact, 0));
}
/** A position counted from the start: one below zero counts from the end of `arg`, and stops at its start. */
function fromStart(n: Sql, arg: Sql): Sql {
  const exact = constant(n);
  if (exact !== null && exact >= 0) return intLiteral(exact);
  if (exact !== null) return call("GREATEST", minus(length(arg), intLiteral(-exact)), intLiteral(0));
  return onceIfLong({ n }, ({ n: place }) =>
    either(compare(place, "<", intLiteral(0)), call("GREATEST", plus(length(arg), place), intLiteral(0)), place),
  );
}
function place1(n: Sql): Sql {
  const exact = constant(n);
  return exact === null ? plus(n, intLiteral(1)) : intLiteral(exact + 1);
}

function substring(arg: Sql, start: Sql, count: Sql | undefined): Sql {
  const from = constant(start);
  const counted = count ? [atLeastZero(count)] : [];
  if (from === 0 && count) return call("LEFT", arg, ...counted);
  if (from !== null) return call("SUBSTR", arg, from < 0 ? intLiteral(from) : intLiteral(from + 1), ...counted);
  // BigQuery counts from 1 and, below zero, from the end, as here.
  return onceIfLong({ start }, ({ start: n }) =>
    call("SUBSTR", arg, either(compare(n, "<", intLiteral(0)), n, plus(n, intLiteral(1))), ...counted),
  );
}
function slice(arg: Sql, start: Sql, end: Sql): Sql {
  const [from, to] = [constant(start), constant(end)];
  if (from !== null && to !== null && from >= 0 && to >= 0) return substring(arg, start, intLiteral(to - from));
  return onceIfLong({ arg }, ({ arg: s }) => {
    const first = fromStart(start, s);
    const last = fromStart(end, s);
    if (from === 0) return call("LEFT", s, last);
    return onceIfLong({ first }, (a) =>
      call("SUBSTR", s, place1(a.first), call("GREATEST", minus(last, a.first), intLiteral(0))),
    );
  });
}

function find(arg: Sql, needle: Sql, start: Sql | undefined): Sql {
  if (!start || constant(start) === 0) return minus(call("STRPOS", arg, needle), intLiteral(1));
  return onceIfLong({ arg }, ({ arg: s }) => {
    const from = fromStart(start, s);
    const held = needle.kind === "literal" && needle.value !== "" ? from : call("LEAST", from, length(s));
    return onceIfLong({ from: held }, (a) =>
      onceIfLong({ found: call("STRPOS", call("SUBSTR", s, place1(a.from)), needle) }, ({ found }) =>
        either(compare(found, "=", intLiteral(0)), intLiteral(-1), plus(minus(found, intLiteral(1)), a.from)),
      ),
    );
  });
}

/** BigQuery cuts what is too long, and refuses to fill up with nothing. */
const padded =
  (name: "LPAD" | "RPAD") =>
  (a: { readonly arg: Sql; readonly length: Sql; readonly pad: Sql }, context: Context): Sql =>
    onceIfLong({ arg: a.arg }, ({ arg }) => {
      const width = call("GREATEST", whole(a.length, "length", context), length(arg));
      if (a.pad.kind === "literal" && a.pad.value !== "") return call(name, arg, width, a.pad);
      const nothing = call("IF", compare(width, ">=", intLiteral(0)), arg, NULL);
      return onceIfLong({ pad: a.pad }, ({ pad }) =>
        either(compare(pad, "=", stringLiteral("")), nothing, call(name, arg, width, pad)),
      );
    });

const WHITE = stringLiteral(" \t\n\v\f\r");
const trimmed =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(name, arg, WHITE);

/** TRANSLATE refuses a character that comes twice; the first of them counts. */
function translated(arg: Sql, from: Sql, to: Sql): Sql {
  if (from.kind !== "literal" || to.kind !== "literal") return call("TRANSLATE", arg, from, to);
  const targets = [...String(to.value)];
  const pairs = new Map<string, string | undefined>();
  for (const [i, char] of [...String(from.value)].entries()) if (!pairs.has(char)) pairs.set(char, targets[i]);
  const kept = [...pairs].filter(([, target]) => target !== undefined);
  const gone = [...pairs].filter(([, target]) => target === undefined);
  const sources = [...kept, ...gone].map(([char]) => char).join("");
  return call("TRANSLATE", arg, literal(sources, string), literal(kept.map(([, target]) => target).join(""), string));
}

const likeRule =
  (fold: boolean) =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => {
    const of = (value: Sql): Sql => (fold ? call("LOWER", value) : value);
    return withPrecedence(
      Precedence.comparison,
    )`${operand(of(arg), Precedence.other)} LIKE ${operand(of(pattern), Precedence.other)}`;
  };
const DIGESTS = { md5: "MD5", sha1: "SHA1", sha256: "SHA256", sha512: "SHA512" } as const;

export const stringRules = {
  ...standard,
  ...patternRules,
  ...urlRules((arg, pattern) => call("NULLIF", call("REGEXP_EXTRACT", arg, stringLiteral(pattern)), stringLiteral(""))),
  StringLength: ({ arg }) => length(arg),
  StringAscii: ({ arg }) => call("UNICODE", arg),
  Capitalize: ({ arg }) =>
    onceIfLong({ arg }, ({ arg: s }) =>
      call("CONCAT", call("UPPER", call("LEFT", s, intLiteral(1))), call("LOWER", call("SUBSTR", s, intLiteral(2)))),
    ),
  Reverse: ({ arg }) => call("REVERSE", arg),
  Strip: trimmed("TRIM"),
  LStrip: trimmed("LTRIM"),
  RStrip: trimmed("RTRIM"),
  StringContains: ({ arg, needle }) => compare(call("STRPOS", arg, needle), ">", intLiteral(0)),
  StartsWith: ({ arg, needle }) => call("STARTS_WITH", arg, needle),
  EndsWith: ({ arg, needle }) => call("ENDS_WITH", arg, needle),
  StringFind: ({ arg, needle, start }, context) => find(arg, needle, start && whole(start, "start", context)),
  FindInSet: ({ arg, options }) => {
    const places = options.map((option, i) => [compare(arg, "=", option), intLiteral(i)] as const);
    return caseWhen([[isNull(arg), NULL], ...places], intLiteral(-1));
  },
  Levenshtein: ({ left, right }) => call("EDIT_DISTANCE", left, right),
  Substring: ({ arg, start, length: count }, context) =>
    substring(arg, whole(start, "start", context), count && whole(count, "length", context)),
  StringSlice: ({ arg, start, end }, context) => slice(arg, whole(start, "start", context), whole(end, "end", context)),
  StrRight: ({ arg, count }, context) => call("RIGHT", arg, atLeastZero(whole(count, "count", context))),
  Repeat: ({ arg, times }, context) => call("REPEAT", arg, atLeastZero(whole(times, "times", context))),
  LPad: padded("LPAD"),
  RPad: padded("RPAD"),
  Translate: ({ arg, from, to }) => translated(arg, from, to),
  StringConcat: ({ args }) => call("CONCAT", ...args),
  StringJoin: ({ separator, args }) =>
    call("ARRAY_TO_STRING", args.length ? sql`[${commaList(args)}]` : NONE, separator),
  StringSplit: ({ arg, delimiter }) => call("SPLIT", arg, delimiter),
  StringLike: likeRule(false),
  StringILike: likeRule(true),
  HexDigest: ({ arg, how = "sha256" }) => call("TO_HEX", call(DIGESTS[how], arg)),
  HashBytes: ({ arg, how = "sha256" }) => call(DIGESTS[how], arg),
  RandomUUID: () => call("GENERATE_UUID"),
} satisfies Partial<Rules>;

const NONE = sql`CAST([] AS ARRAY<STRING>)`;
