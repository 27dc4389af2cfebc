import { date, int64, time } from "@avocet/core";
import type { Rules } from "../dialect.js";
import {
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  isNull,
  NULL,
  operand,
  stringLiteral,
  withPrecedence,
} from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { optionLiteral } from "./literals.js";
import type { UnaryArgs } from "./operators.js";
import { isPositive, unaryCall } from "./operators.js";
import { stringPositionRules } from "./string-positions.js";

/** Concatenates strings with `||`. NULL if any is NULL. */
export const concat = (first: Sql, ...rest: readonly Sql[]): Sql =>
  rest.reduce((left, right) => infix(left, "||", right, Precedence.otherOperator), first);

/** Rule for LIKE or ILIKE with a backslash as escape character; the standard has no default escape character. */
export const likeRule =
  (operator: "LIKE" | "ILIKE") =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => {
    const test = infix(arg, operator, pattern, Precedence.otherOperator);
    const escapes = pattern.kind !== "literal" || String(pattern.value).includes("\\");
    return {
      ...(escapes ? withPrecedence(Precedence.comparison)`${operand(test, Precedence.any)} ESCAPE '\\'` : test),
      precedence: Precedence.comparison,
    };
  };

const WHITESPACE = stringLiteral(" \t\n\v\f\r");
const trim =
  (name: "TRIM" | "LTRIM" | "RTRIM") =>
  ({ arg }: UnaryArgs): Sql =>
    call(name, arg, WHITESPACE);
const digest = ({ arg, how: algorithm = "sha256" }: UnaryArgs & { readonly how: string | undefined }): Sql =>
  call(algorithm.toUpperCase(), arg);
const parseTimestamp = ({ arg, format }: UnaryArgs & { readonly format: string | undefined }): Sql =>
  call("STRPTIME", arg, optionLiteral(format));

/** Rules for strings. */
export const stringRules = {
  ...stringPositionRules(),
  StringLength: unaryCall("LENGTH"),
  StringAscii: ({ arg }, { cast }) => cast(call("ASCII", arg), int64),
  Uppercase: unaryCall("UPPER"),
  Lowercase: unaryCall("LOWER"),
  Capitalize: ({ arg }) =>
    concat(call("UPPER", call("LEFT", arg, intLiteral(1))), call("LOWER", call("SUBSTRING", arg, intLiteral(2)))),
  Reverse: unaryCall("REVERSE"),
  Strip: trim("TRIM"),
  LStrip: trim("LTRIM"),
  RStrip: trim("RTRIM"),
  StringContains: ({ arg, needle }) => isPositive(call("STRPOS", arg, needle)),
  StartsWith: ({ arg, needle }) => call("STARTS_WITH", arg, needle),
  EndsWith: ({ arg, needle }) => call("ENDS_WITH", arg, needle),
  Levenshtein: ({ left, right }) => call("LEVENSHTEIN", left, right),
  StringReplace: ({ arg, pattern, replacement }) => call("REPLACE", arg, pattern, replacement),
  Translate: ({ arg, from, to }) => call("TRANSLATE", arg, from, to),
  StringConcat: ({ args: [first, ...rest] }) => (first ? concat(first, ...rest) : NULL),
  StringJoin: ({ separator, args }) => call("CONCAT_WS", separator, ...args),
  StringSplit: ({ arg, delimiter }) => call("SPLIT", arg, delimiter),
  FindInSet: ({ arg, options }, { cast, node }) => {
    const branches = options.map((option, i) => [compare(arg, "=", option), intLiteral(i)] as const);
    return cast(caseWhen([[isNull(arg), NULL], ...branches], intLiteral(-1)), node.dtype);
  },
  StringLike: likeRule("LIKE"),
  StringILike: likeRule("ILIKE"),
  HashBytes: digest,
  HexDigest: (args) => call("TO_HEX", digest(args)),
  StringToTimestamp: parseTimestamp,
  StringToDate: (args, { cast }) => cast(parseTimestamp(args), date),
  StringToTime: (args, { cast }) => cast(parseTimestamp(args), time),
  RandomUUID: () => call("GEN_RANDOM_UUID"),
} satisfies Partial<Rules>;
