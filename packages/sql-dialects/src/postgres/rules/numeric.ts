import type { DType } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
  caseWhen,
  compare,
  identifierSql,
  infix,
  intLiteral,
  isNotNull,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { cast, failure, float64, int4, int64, once, query } from "../build.js";
import { castTo } from "../cast.js";
import { rounded } from "../round.js";
import { remainder } from "./remainder.js";

type Two = { readonly left: Sql; readonly right: Sql };
type One = { readonly arg: Sql };
type Context = Pick<RuleContext, "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };

/** Whether PostgreSQL keeps a dtype as a bigint. */
const isBigint = (dtype: DType): boolean => dtype.kind === "int64" || dtype.kind === "uint32";
/** An operand as wide as the result, so that int32 + int32 is int64 and does not overflow on the way. */
export function widened(arg: Sql, name: string, context: Context): Sql {
  const [own, result] = [context.dtype(name), context.node.dtype];
  if (own.kind === "null" || own.kind === result.kind) return arg;
  if (arg.kind === "literal" && own.kind !== "float32") return arg;
  if (result.kind === "int64" && isInteger(own)) return isBigint(own) ? arg : cast(arg, int64);
  if (result.kind === "float64" && own.kind === "float32") return cast(arg, float64);
  return arg;
}
export const float = (arg: Sql, name: string, context: Context): Sql =>
  context.dtype(name).kind === "float64" ? arg : cast(arg, float64);

/** Both as wide as the result. Two bare integers would be 32 bits wide, and one that is wide makes the other so. */
function both(a: Two, context: Context): readonly [Sql, Sql] {
  const [left, right] = [widened(a.left, "left", context), widened(a.right, "right", context)];
  if (context.node.dtype.kind !== "int64") return [left, right];
  const wide = (arg: Sql, name: string): boolean => arg.kind !== "literal" && isBigint(context.dtype(name));
  if (wide(a.left, "left") && context.dtype("right").kind !== "uint64") return [left, a.right];
  if (wide(a.right, "right") && context.dtype("left").kind !== "uint64") return [a.left, right];
  return left.kind === "literal" && right.kind === "literal" ? [cast(left, int64), right] : [left, right];
}
/** The most digits that a decimal has; PostgreSQL's own goes on beyond. */
const MOST_DIGITS = 38;
const arithmetic =
  (sign: string, level: number) =>
  (a: Two, context: Context): Sql => {
    const [left, right] = both(a, context);
    const made = infix(left, sign, right, level);
    const { dtype } = context.node;
    return isDecimal(dtype) && dtype.precision === MOST_DIGITS ? cast(made, dtype) : made;
  };

const floatCall =
  (fn: string) =>
  (a: One, context: Context): Sql =>
    call(fn, float(a.arg, "arg", context));
/** A function that PostgreSQL refuses outside of its domain gives NULL there, as everywhere. */
const within =
  (inside: (arg: Sql) => Sql, use: (arg: Sql) => Sql) =>
  (a: One, context: Context): Sql =>
    once({ arg: float(a.arg, "arg", context) }, ({ arg }) => caseWhen([[inside(arg), use(arg)]]));
const called =
  (fn: string) =>
  (arg: Sql): Sql =>
    call(fn, arg);
/** A function of angles, which infinity is none of. */
const ofAngle =
  (fn: string) =>
  (a: One, context: Context): Sql =>
    isFloat(context.dtype("arg")) ? within(isAngle, called(fn))(a, context) : floatCall(fn)(a, context);
const isAngle = (arg: Sql): Sql =>
  withPrecedence(
    Precedence.comparison,
  )`${operand(arg, Precedence.other)} NOT IN (float8 'Infinity', float8 '-Infinity')`;
const positive = (arg: Sql): Sql => compare(arg, ">", intLiteral(0));
const unit = (arg: Sql): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.other)} BETWEEN -1 AND 1`;
const nullOfZero = (arg: Sql): Sql =>
  arg.kind === "literal" && Number(arg.value) !== 0 && arg.value !== null ? arg : call("NULLIF", arg, intLiteral(0));
const bits =
  (sign: string) =>
  (a: Two, context: Context): Sql => {
    const [left, right] = both(a, context);
    return infix(left, sign, right, Precedence.other);
  };

/** Whole numbers stay exact: a float that has no int64 is an error. */
const whole =
  (fn: string) =>
  (a: One, context: Context): Sql => {
    if (isInteger(context.dtype("arg"))) return cast(a.arg, int64);
    return cast(call(fn, a.arg), context.node.dtype);
  };

function floorDivide(a: Two, context: Context): Sql {
  const { dtype } = context.node;
  if (isFloat(dtype)) {
    const [left, right] = [widened(a.left, "left", context), widened(a.right, "right", context)];
    const exact = context.dtype("left").kind === "float64" || context.dtype("right").kind === "float64";
    return call("FLOOR", infix(exact ? left : cast(left, float64), "/", nullOfZero(right), Precedence.multiply));
  }
  const [left, right] = both(a, context);
  // The quotient is cut off towards zero; one less where there is a remainder and the signs differ.
  return once({ left, right: nullOfZero(right) }, ({ left: l, right: r }) => {
    const over = sql`${compare(infix(l, "%", r, Precedence.multiply), "<>", intLiteral(0))} AND (${compare(l, "<", intLiteral(0))}) <> (${compare(r, "<", intLiteral(0))})`;
    const quotient = isDecimal(dtype) ? call("DIV", l, r) : infix(l, "/", r, Precedence.multiply);
    const made = infix(quotient, "-", caseWhen([[over, intLiteral(1)]], intLiteral(0)), Precedence.add);
    return isDecimal(dtype) ? cast(made, dtype) : made;
  });
}

/** PostgreSQL fails where a power has no real value. */
function power(left: Sql, right: Sql): Sql {
  if (right.kind === "literal" && Number.isInteger(Number(right.value)) && Number(right.value) >= 0)
    return call("POWER", left, right);
  return once({ left, right }, ({ left: l, right: r }) =>
    caseWhen(
      [
        [sql`${compare(l, "=", intLiteral(0))} AND ${compare(r, "<", intLiteral(0))}`, sql`float8 'Infinity'`],
        [
          sql`${compare(l, "=", sql`float8 '-Infinity'`)} AND ${compare(r, "<>", call("TRUNC", r))} AND ${compare(r, "<>", sql`float8 'NaN'`)}`,
          caseWhen([[compare(r, "<", intLiteral(0)), sql`float8 '0'`]], sql`float8 'Infinity'`),
        ],
        [
          sql`${compare(l, "<", intLiteral(0))} AND ${compare(r, "<>", call("TRUNC", r))} AND ${compare(r, "<>", sql`float8 'NaN'`)}`,
          sql`float8 'NaN'`,
        ],
      ],
      call("POWER", l, r),
    ),
  );
}

/** The digits in a base, from those of most weight on: at most 63 of them, in base 2. */
function inBase(arg: Sql, base: number): Sql {
  return once({ n: arg }, ({ n }) => {
    const [size, digit] = [identifierSql("size"), identifierSql("place")];
    const absolute = call("ABS", sql`CAST(${n} AS numeric)`);
    const worth = sql`numeric ${stringLiteral(String(base))} ^ ${digit}`;
    const nth = sql`CAST(DIV(${size}, ${worth}) % ${intLiteral(base)} AS integer) + 1`;
    const symbol = call("SUBSTR", stringLiteral("0123456789abcdefghijklmnopqrstuvwxyz"), nth, intLiteral(1));
    const most = Math.ceil(63 / Math.log2(base));
    const digits = query(
      sql`SELECT STRING_AGG(${symbol}, '' ORDER BY ${digit} DESC) FROM GENERATE_SERIES(0, ${intLiteral(most)}) AS ${identifierSql("places")}(${digit}), (SELECT ${absolute} AS ${size}) AS ${identifierSql("given")} WHERE ${digit} = 0 OR ${size} >= ${worth}`,
    );
    const signed = sql`CASE WHEN ${compare(n, "<", intLiteral(0))} THEN '-' ELSE '' END || ${digits}`;
    return caseWhen([[isNotNull(n), signed]]);
  });
}

/** A shift that loses no bits: an error, as of a product that is too large. */
function shiftLeft(left: Sql, right: Sql): Sql {
  const n = right.kind === "literal" ? Number(right.value) : null;
  if (right.kind === "literal" && right.value !== null && n !== null && n >= 0 && n < 63)
    return infix(
      left,
      "*",
      sql`CAST(${{ kind: "literal", value: 2 ** n > 2 ** 53 ? String(2n ** BigInt(n)) : 2 ** n, dtype: int64, fixed: true }} AS bigint)`,
      Precedence.multiply,
    );
  return once({ right }, ({ right: by }) => {
    const product = cast(sql`CAST(${left} AS numeric) * numeric '2' ^ ${operand(by, Precedence.atom)}`, int64);
    return caseWhen([[compare(by, "<", intLiteral(0)), notMoved(by)]], product);
  });
}
const notMoved = (by: Sql): Sql => failure(by, " is a negative number of bits to move", int64);
/** PostgreSQL takes the last six bits of the number of bits to move; beyond the last bit of 64 nothing changes. */
function shiftRight(left: Sql, right: Sql): Sql {
  const exact = right.kind === "literal" && right.value !== null ? Number(right.value) : null;
  const moved = (by: Sql): Sql => infix(left, ">>", by, Precedence.other);
  if (exact !== null && exact >= 0) return moved(intLiteral(Math.min(exact, 63)));
  return once({ right }, ({ right: by }) =>
    caseWhen(
      [[compare(by, "<", intLiteral(0)), notMoved(by)]],
      moved(int4(caseWhen([[compare(by, ">", intLiteral(63)), intLiteral(63)]], by))),
    ),
  );
}

export const numericRules = {
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  Divide: ({ left, right }, context) =>
    infix(float(left, "left", context), "/", nullOfZero(right), Precedence.multiply),
  FloorDivide: floorDivide,
  Modulus: (a, context) => {
    if (isFloat(context.node.dtype)) return remainder(float(a.left, "left", context), float(a.right, "right", context));
    const [left, right] = both(a, context);
    return infix(left, "%", nullOfZero(right), Precedence.multiply);
  },
  Power: ({ left, right }, context) => {
    const exponent = right.kind === "literal" ? right : float(right, "right", context);
    return power(float(left, "left", context), exponent);
  },
  Negate: ({ arg }, context) =>
    withPrecedence(Precedence.sign)`-${operand(widened(arg, "arg", context), Precedence.power)}`,
  Abs: ({ arg }, context) => {
    const bare = arg.kind === "literal" && context.node.dtype.kind === "int64";
    return call("ABS", bare ? cast(arg, int64) : widened(arg, "arg", context));
  },
  Sign: ({ arg }) => cast(call("SIGN", arg), int64),
  Ceil: whole("CEIL"),
  Floor: whole("FLOOR"),
  Round: ({ arg, digits = 0 }, context) => {
    const [own, { dtype }] = [context.dtype("arg"), context.node];
    if (isDecimal(own)) return cast(call("ROUND", arg, intLiteral(digits)), dtype);
    if (isInteger(own))
      return cast(digits >= 0 ? arg : call("ROUND", sql`CAST(${arg} AS numeric)`, intLiteral(digits)), dtype);
    if (digits === 0) return cast(rounded(float(arg, "arg", context)), int64);
    const shift = sql`float8 ${stringLiteral(`1e${Math.abs(digits)}`)}`;
    const [there, back] = digits > 0 ? ["*", "/"] : ["/", "*"];
    return infix(
      rounded(infix(float(arg, "arg", context), there, shift, Precedence.multiply)),
      back,
      shift,
      Precedence.multiply,
    );
  },
  Sqrt: within((arg) => compare(arg, ">=", intLiteral(0)), called("SQRT")),
  Exp: floatCall("EXP"),
  Ln: within(positive, called("LN")),
  Log2: within(positive, (arg) => infix(call("LN", arg), "/", sql`LN(float8 '2')`, Precedence.multiply)),
  Log10: within(positive, called("LOG")),
  Log: ({ arg, base }, context) =>
    once({ x: float(arg, "arg", context), b: float(base, "base", context) }, ({ x, b }) => {
      const inside = sql`${positive(x)} AND ${positive(b)} AND ${compare(b, "<>", intLiteral(1))}`;
      return caseWhen([[inside, infix(call("LN", x), "/", call("LN", b), Precedence.multiply)]]);
    }),
  Sin: ofAngle("SIN"),
  Cos: ofAngle("COS"),
  Tan: ofAngle("TAN"),
  Cot: within((arg) => and(compare(arg, "<>", intLiteral(0)), isAngle(arg)), called("COT")),
  Asin: within(unit, called("ASIN")),
  Acos: within(unit, called("ACOS")),
  Atan: floatCall("ATAN"),
  Atan2: ({ left, right }, context) => call("ATAN2", float(left, "left", context), float(right, "right", context)),
  Sinh: floatCall("SINH"),
  Cosh: floatCall("COSH"),
  Tanh: floatCall("TANH"),
  Degrees: floatCall("DEGREES"),
  Radians: floatCall("RADIANS"),
  Clip: ({ arg, lower, upper }, context) => {
    const { dtype } = context.node;
    const widest = (["arg", "lower", "upper"] as const).some(
      (n) => (n === "arg" || { lower, upper }[n]) && isFloat(context.dtype(n)),
    )
      ? float64
      : dtype;
    const held = once({ arg }, ({ arg: x }) => {
      const above = lower ? call("GREATEST", x, lower) : x;
      return caseWhen([[isNotNull(x), upper ? call("LEAST", above, upper) : above]]);
    });
    return castTo(held, widest, dtype, (why) => context.unsupported(why));
  },
  IsNan: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? compare(arg, "=", sql`'NaN'`) : notNullFalse(arg)),
  IsInf: ({ arg }, { dtype }) =>
    isFloat(dtype("arg"))
      ? withPrecedence(Precedence.comparison)`${operand(arg, Precedence.other)} IN ('Infinity', '-Infinity')`
      : notNullFalse(arg),
  BitwiseAnd: bits("&"),
  BitwiseOr: bits("|"),
  BitwiseXor: bits("#"),
  BitwiseNot: ({ arg }, context) => {
    const wide = widened(arg, "arg", context);
    // ~- would be one operator.
    return withPrecedence(
      Precedence.other,
    )`~${operand(wide.kind === "literal" ? cast(wide, int64) : wide, Precedence.power)}`;
  },
  ShiftLeft: ({ left, right }, context) => shiftLeft(cast(left, int64), widened(right, "right", context)),
  ShiftRight: ({ left, right }) => shiftRight(cast(left, int64), right),
  ConvertBase: ({ arg, base = 10 }) => inBase(arg, base),
  Random: () => call("RANDOM"),
} satisfies Partial<Rules>;

const notNullFalse = (arg: Sql): Sql => caseWhen([[isNotNull(arg), sql`FALSE`]]);
