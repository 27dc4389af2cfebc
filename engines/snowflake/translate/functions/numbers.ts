import type { Call, FunctionRule } from "../call.js";
import { has, wordAt } from "../call.js";
import { cast, knownType } from "../cast.js";
import { once, onceBoth, stringSql } from "../translation-context.js";
import { typeNamed } from "../types.js";
import { double, from, int, plain } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-numeric

/** Functions on doubles; outside of their domain Snowflake fails. */
const onDoubles =
  (name: string): FunctionRule =>
  ({ args }) =>
    `sf_finite(${name}(${args.map(double).join(", ")}))`;

const round: FunctionRule = (call) => {
  const [x = "", digits] = call.args;
  const mode = has(call, 2) ? wordAt(call, 2) : "HALF_AWAY_FROM_ZERO";
  const name = mode === "HALF_TO_EVEN" ? "round_even" : "round";
  if (digits === undefined) return `${name}(${x}${name === "round" ? "" : ", 0"})`;
  const rounded = (value: string) => `${name}(${value}, CAST(${digits} AS INTEGER))`;
  // To less than no digits DuckDB makes 0 of what is not finite.
  return /^\(*-/.test(digits)
    ? once(x, (v) => `CASE WHEN isfinite(CAST(${v} AS DOUBLE)) THEN ${rounded(v)} ELSE ${name}(${v}, 0) END`)
    : rounded(x);
};
/** To some digits, in one direction. */
const directed =
  (name: string): FunctionRule =>
  ({ args }) => {
    const [x = "", digits] = args;
    return digits === undefined ? `${name}(${x})` : `sf_scaled_${name}(${x}, CAST(${digits} AS INTEGER))`;
  };

const bits =
  (sign: string): FunctionRule =>
  ({ args }) =>
    `(${int(args[0] ?? "")} ${sign} ${int(args[1] ?? "")})`;

/** TO_NUMBER(x [, format] [, precision [, scale]]) */
function toNumber(call: Call, safe: boolean): string {
  const numbers = call.args.slice(1).map((arg) => /^(\d+)::/.exec(arg)?.[1]);
  if (numbers.includes(undefined)) throw new RangeError("TO_NUMBER with a format");
  const [precision = 38, scale = 0] = numbers.map(Number);
  return cast(call.args[0] ?? "", typeNamed("NUMBER", [precision, scale]), safe, null, call.t);
}

export const numbers: Readonly<Record<string, FunctionRule>> = {
  ABS: plain("abs"),
  SIGN: from((x) => `CAST(sign(${x}) AS INTEGER)`),
  CEIL: directed("ceil"),
  FLOOR: directed("floor"),
  ROUND: round,
  TRUNC: (call) => (has(call, 1) && /^'/.test(call.args[1] ?? "") ? dateTrunc(call) : truncated(call)),
  TRUNCATE: (call) => truncated(call),
  MOD: from((a, b) => onceBoth(a, b, (x, y) => `sf_modulo(${x}, ${y})`)),
  SQRT: onDoubles("sqrt"),
  CBRT: onDoubles("cbrt"),
  SQUARE: from((x) => once(x, (v) => `(${double(v)} * ${double(v)})`)),
  EXP: onDoubles("exp"),
  LN: onDoubles("ln"),
  LOG: from((base, x) => `sf_finite(ln(${double(x)})) / sf_finite(ln(${double(base)}))`),
  POWER: onDoubles("pow"),
  POW: onDoubles("pow"),
  SIN: onDoubles("sin"),
  COS: onDoubles("cos"),
  TAN: onDoubles("tan"),
  COT: onDoubles("cot"),
  ASIN: onDoubles("asin"),
  ACOS: onDoubles("acos"),
  ATAN: onDoubles("atan"),
  ATAN2: onDoubles("atan2"),
  SINH: onDoubles("sinh"),
  COSH: onDoubles("cosh"),
  TANH: onDoubles("tanh"),
  ASINH: onDoubles("asinh"),
  ACOSH: onDoubles("acosh"),
  ATANH: onDoubles("atanh"),
  DEGREES: onDoubles("degrees"),
  RADIANS: onDoubles("radians"),
  PI: () => "pi()",
  FACTORIAL: from((n) => `factorial(CAST(${n} AS INTEGER))`),
  DIV0: from((a, b) => onceBoth(a, b, (x, y) => `CASE WHEN ${y} = 0 THEN 0 ELSE sf_divide(${x}, nullif(${y}, 0)) END`)),
  DIV0NULL: from((a, b) =>
    onceBoth(a, b, (x, y) => `CASE WHEN ${y} = 0 OR ${y} IS NULL THEN 0 ELSE sf_divide(${x}, nullif(${y}, 0)) END`),
  ),
  BITAND: bits("&"),
  BITOR: bits("|"),
  BITXOR: from((a, b) => `xor(${int(a)}, ${int(b)})`),
  BITNOT: from((x) => `(~${int(x)})`),
  // On 128 bits, of which these are the lower ones: https://docs.snowflake.com/en/sql-reference/functions/bitshiftleft
  BITSHIFTLEFT: from((a, b) => `(CAST(${a} AS HUGEINT) * CAST(pow(2, ${double(b)}) AS HUGEINT))`),
  BITSHIFTRIGHT: from((a, b) => `(${int(a)} >> CAST(${b} AS INTEGER))`),
  BIT_COUNT: from((x) => `bit_count(${int(x)})`),
  BITCOUNT: from((x) => `bit_count(${int(x)})`),
  WIDTH_BUCKET: from((x, low, high, n) => `sf_width_bucket(${double(x)}, ${double(low)}, ${double(high)}, ${int(n)})`),
  RANDOM: (call) =>
    call.args.length > 0
      ? `sf_hash(CAST(row_number() OVER () AS VARCHAR))`
      : "CAST((random() - 0.5) * 18446744073709551615 AS BIGINT)",
  UNIFORM: ({ args: [low = "", high = ""], nodes }) =>
    knownType(nodes[0] ?? null)?.name === "FLOAT" || knownType(nodes[1] ?? null)?.name === "FLOAT"
      ? `(${low} + random() * (${high} - ${low}))`
      : `(${int(low)} + CAST(floor(random() * (${int(high)} - ${int(low)} + 1)) AS BIGINT))`,
  NORMAL: from(
    (mean, sd) => `(${double(mean)} + ${double(sd)} * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))`,
  ),
  TO_NUMBER: (call) => toNumber(call, false),
  TO_DECIMAL: (call) => toNumber(call, false),
  TO_NUMERIC: (call) => toNumber(call, false),
  TRY_TO_NUMBER: (call) => toNumber(call, true),
  TRY_TO_DECIMAL: (call) => toNumber(call, true),
  TRY_TO_NUMERIC: (call) => toNumber(call, true),
  TO_DOUBLE: ({ args, t: context }) => cast(args[0] ?? "", typeNamed("FLOAT"), false, null, context),
  TRY_TO_DOUBLE: ({ args, t: context }) => cast(args[0] ?? "", typeNamed("FLOAT"), true, null, context),
};

const truncated = ({ args }: Call): string => {
  const [x = "", digits] = args;
  return digits === undefined ? `trunc(${x})` : `sf_scaled_trunc(${x}, CAST(${digits} AS INTEGER))`;
};
const dateTrunc = (call: Call): string =>
  once(call.args[0] ?? "", (x) => `sf_trunc(${stringSql(wordAt(call, 1).toLowerCase())}, ${x})`);
