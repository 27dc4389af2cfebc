import type { Call, FunctionRule } from "../call.js";
import { constantArg, hasArg } from "../call.js";
import { cast, knownType } from "../cast.js";
import { evaluateBothOnce, evaluateOnce, stringSql } from "../translation-context.js";
import { typeFromName } from "../types.js";
import { castToBigint, castToDouble, fromArgs, renamed } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-numeric

/** A function of doubles. Outside its domain, Snowflake raises an error. */
const doubleFunction =
  (name: string): FunctionRule =>
  ({ args }) =>
    `sf_finite(${name}(${args.map(castToDouble).join(", ")}))`;

const round: FunctionRule = (call) => {
  const [x = "", digits] = call.args;
  const mode = hasArg(call, 2) ? constantArg(call, 2) : "HALF_AWAY_FROM_ZERO";
  const name = mode === "HALF_TO_EVEN" ? "round_even" : "round";
  if (digits === undefined) return `${name}(${x}${name === "round" ? "" : ", 0"})`;
  const roundToDigits = (value: string) => `${name}(${value}, CAST(${digits} AS INTEGER))`;
  // For a negative number of digits, DuckDB rounds non-finite values to 0.
  return /^\(*-/.test(digits)
    ? evaluateOnce(
        x,
        (v) => `CASE WHEN isfinite(CAST(${v} AS DOUBLE)) THEN ${roundToDigits(v)} ELSE ${name}(${v}, 0) END`,
      )
    : roundToDigits(x);
};
/** Rounds up or down to a number of digits. */
const roundDirected =
  (name: string): FunctionRule =>
  ({ args }) => {
    const [x = "", digits] = args;
    return digits === undefined ? `${name}(${x})` : `sf_scaled_${name}(${x}, CAST(${digits} AS INTEGER))`;
  };

const bitwise =
  (operator: string): FunctionRule =>
  ({ args }) =>
    `(${castToBigint(args[0] ?? "")} ${operator} ${castToBigint(args[1] ?? "")})`;

/** TO_NUMBER(x [, format] [, precision [, scale]]) */
function toNumber(call: Call, isTry: boolean): string {
  const numbers = call.args.slice(1).map((arg) => /^(\d+)::/.exec(arg)?.[1]);
  if (numbers.includes(undefined)) throw new RangeError("TO_NUMBER with a format is not supported");
  const [precision = 38, scale = 0] = numbers.map(Number);
  return cast(call.args[0] ?? "", typeFromName("NUMBER", [precision, scale]), isTry, null, call.context);
}

export const numbers: Readonly<Record<string, FunctionRule>> = {
  ABS: renamed("abs"),
  SIGN: fromArgs((x) => `CAST(sign(${x}) AS INTEGER)`),
  CEIL: roundDirected("ceil"),
  FLOOR: roundDirected("floor"),
  ROUND: round,
  TRUNC: (call) => (hasArg(call, 1) && /^'/.test(call.args[1] ?? "") ? dateTrunc(call) : truncateNumber(call)),
  TRUNCATE: (call) => truncateNumber(call),
  MOD: fromArgs((a, b) => evaluateBothOnce(a, b, (x, y) => `sf_modulo(${x}, ${y})`)),
  SQRT: doubleFunction("sqrt"),
  CBRT: doubleFunction("cbrt"),
  SQUARE: fromArgs((x) => evaluateOnce(x, (v) => `(${castToDouble(v)} * ${castToDouble(v)})`)),
  EXP: doubleFunction("exp"),
  LN: doubleFunction("ln"),
  LOG: fromArgs((base, x) => `sf_finite(ln(${castToDouble(x)})) / sf_finite(ln(${castToDouble(base)}))`),
  POWER: doubleFunction("pow"),
  POW: doubleFunction("pow"),
  SIN: doubleFunction("sin"),
  COS: doubleFunction("cos"),
  TAN: doubleFunction("tan"),
  COT: doubleFunction("cot"),
  ASIN: doubleFunction("asin"),
  ACOS: doubleFunction("acos"),
  ATAN: doubleFunction("atan"),
  ATAN2: doubleFunction("atan2"),
  SINH: doubleFunction("sinh"),
  COSH: doubleFunction("cosh"),
  TANH: doubleFunction("tanh"),
  ASINH: doubleFunction("asinh"),
  ACOSH: doubleFunction("acosh"),
  ATANH: doubleFunction("atanh"),
  DEGREES: doubleFunction("degrees"),
  RADIANS: doubleFunction("radians"),
  PI: () => "pi()",
  FACTORIAL: fromArgs((n) => `factorial(CAST(${n} AS INTEGER))`),
  DIV0: fromArgs((a, b) =>
    evaluateBothOnce(a, b, (x, y) => `CASE WHEN ${y} = 0 THEN 0 ELSE sf_divide(${x}, nullif(${y}, 0)) END`),
  ),
  DIV0NULL: fromArgs((a, b) =>
    evaluateBothOnce(
      a,
      b,
      (x, y) => `CASE WHEN ${y} = 0 OR ${y} IS NULL THEN 0 ELSE sf_divide(${x}, nullif(${y}, 0)) END`,
    ),
  ),
  BITAND: bitwise("&"),
  BITOR: bitwise("|"),
  BITXOR: fromArgs((a, b) => `xor(${castToBigint(a)}, ${castToBigint(b)})`),
  BITNOT: fromArgs((x) => `(~${castToBigint(x)})`),
  // Snowflake shifts 128 bits: https://docs.snowflake.com/en/sql-reference/functions/bitshiftleft
  BITSHIFTLEFT: fromArgs((a, b) => `(CAST(${a} AS HUGEINT) * CAST(pow(2, ${castToDouble(b)}) AS HUGEINT))`),
  BITSHIFTRIGHT: fromArgs((a, b) => `(${castToBigint(a)} >> CAST(${b} AS INTEGER))`),
  BIT_COUNT: fromArgs((x) => `bit_count(${castToBigint(x)})`),
  BITCOUNT: fromArgs((x) => `bit_count(${castToBigint(x)})`),
  WIDTH_BUCKET: fromArgs(
    (x, low, high, n) =>
      `sf_width_bucket(${castToDouble(x)}, ${castToDouble(low)}, ${castToDouble(high)}, ${castToBigint(n)})`,
  ),
  RANDOM: (call) =>
    call.args.length > 0
      ? `sf_hash(CAST(row_number() OVER () AS VARCHAR))`
      : "CAST((random() - 0.5) * 18446744073709551615 AS BIGINT)",
  UNIFORM: ({ args: [low = "", high = ""], nodes }) =>
    knownType(nodes[0] ?? null)?.name === "FLOAT" || knownType(nodes[1] ?? null)?.name === "FLOAT"
      ? `(${low} + random() * (${high} - ${low}))`
      : `(${castToBigint(low)} + CAST(floor(random() * (${castToBigint(high)} - ${castToBigint(low)} + 1)) AS BIGINT))`,
  NORMAL: fromArgs(
    (mean, sd) =>
      `(${castToDouble(mean)} + ${castToDouble(sd)} * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))`,
  ),
  TO_NUMBER: (call) => toNumber(call, false),
  TO_DECIMAL: (call) => toNumber(call, false),
  TO_NUMERIC: (call) => toNumber(call, false),
  TRY_TO_NUMBER: (call) => toNumber(call, true),
  TRY_TO_DECIMAL: (call) => toNumber(call, true),
  TRY_TO_NUMERIC: (call) => toNumber(call, true),
  TO_DOUBLE: ({ args, context }) => cast(args[0] ?? "", typeFromName("FLOAT"), false, null, context),
  TRY_TO_DOUBLE: ({ args, context }) => cast(args[0] ?? "", typeFromName("FLOAT"), true, null, context),
};

const truncateNumber = ({ args }: Call): string => {
  const [x = "", digits] = args;
  return digits === undefined ? `trunc(${x})` : `sf_scaled_trunc(${x}, CAST(${digits} AS INTEGER))`;
};
const dateTrunc = (call: Call): string =>
  evaluateOnce(call.args[0] ?? "", (x) => `sf_trunc(${stringSql(constantArg(call, 1).toLowerCase())}, ${x})`);
