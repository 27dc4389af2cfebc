import type { DType } from "@avocet/core";
import { isInteger, isTimestamp } from "@avocet/core/backend";
import type { RuleContext, Sql } from "@avocet/sql-dialects";
import {
  and,
  call,
  caseWhen,
  compare,
  concat,
  infix,
  intLiteral,
  isNotNull,
  NULL,
  operand,
  Precedence,
  sql,
  stringLiteral,
  withPrecedence,
} from "@avocet/sql-dialects";
import { typeName } from "./types.js";

export const asInteger = (value: Sql): Sql => sql`CAST(${value} AS INTEGER)`;
export const asReal = (value: Sql): Sql => sql`CAST(${value} AS REAL)`;
export const asText = (value: Sql): Sql => sql`CAST(${value} AS TEXT)`;

/**
 * Converts an integral float to an integer. SQLite turns integers beyond 64 bits into floats, and would cast them to
 * the largest integer. Here they stay floats, so that reading the integer column fails.
 */
export const integerOfFloat = (float: Sql): Sql =>
  caseWhen([[compare(call("ABS", float), "<", sql`9223372036854775807.0`), asInteger(float)]], float);

const BITS: Readonly<Record<string, number>> = { int8: 8, int16: 16, int32: 32, int64: 64 };

/** A conversion to a dtype: the converted value, and a test that the dtype can represent it. */
interface Conversion {
  readonly value: Sql;
  /** Undefined if the dtype can represent all values. */
  readonly fits?: Sql;
}
function conversionOf(arg: Sql, from: DType, to: DType): Conversion | null {
  typeName(from);
  typeName(to);
  if (from.kind === to.kind && !isTimestamp(from)) return { value: arg };
  if (from.kind === "null") return { value: arg };
  if (isInteger(to)) return toInteger(arg, from, to);
  if (to.kind === "bool") return isInteger(from) ? { value: compare(arg, "<>", intLiteral(0)) } : null;
  if (to.kind === "float64")
    return isInteger(from) || from.kind === "bool" ? ifStillInteger(asReal(arg), arg, from) : null;
  if (to.kind === "string") return toText(arg, from);
  if (to.kind === "date") return toDate(arg, from);
  if (isTimestamp(to)) return toTimestamp(arg, from, to);
  return null;
}
function toInteger(arg: Sql, from: DType, to: DType): Conversion | null {
  const [fromBits, toBits] = [BITS[from.kind] ?? 0, BITS[to.kind] ?? 0];
  if (from.kind === "bool") return { value: arg };
  // CAST reads the leading digits of any text and clamps larger numbers, so compare the result printed again.
  if (from.kind === "string" && toBits === 64) {
    const printed = call("PRINTF", stringLiteral("%0*d"), call("LENGTH", arg), asInteger(arg));
    return { value: asInteger(arg), fits: compare(printed, "=", arg) };
  }
  if (isInteger(from) && fromBits <= toBits) return { value: arg };
  if (!isInteger(from) && from.kind !== "float64") return null;
  const value = from.kind === "float64" ? call("ROUND", arg) : arg;
  const limit = toBits === 64 ? sql`9223372036854775808.0` : intLiteral(2 ** (toBits - 1));
  const atLeastMin = compare(value, ">=", infix(intLiteral(0), "-", limit, Precedence.add));
  return {
    value: from.kind === "float64" ? asInteger(value) : value,
    fits: and(atLeastMin, compare(value, "<", limit)),
  };
}
function toText(arg: Sql, from: DType): Conversion {
  if (from.kind === "bool")
    return {
      value: caseWhen([
        [arg, stringLiteral("true")],
        [isNotNull(arg), stringLiteral("false")],
      ]),
    };
  if (isTimestamp(from) && from.zone !== null) return { value: concat(arg, stringLiteral("+00")) };
  return from.kind === "date" || isTimestamp(from) ? { value: arg } : ifStillInteger(asText(arg), arg, from);
}
/** Tests that an integer is still an integer: arithmetic turns integers beyond 64 bits into floats. */
function ifStillInteger(value: Sql, arg: Sql, from: DType): Conversion {
  const mayBeFloat = isInteger(from) && arg.kind === "text";
  return mayBeFloat ? { value, fits: compare(call("TYPEOF", arg), "=", stringLiteral("integer")) } : { value };
}
/** DATE accepts more than dates and moves nonexistent days to the next month; a valid date is unchanged by it. */
function toDate(arg: Sql, from: DType): Conversion | null {
  if (isTimestamp(from)) return { value: call("SUBSTR", arg, intLiteral(1), intLiteral(10)) };
  return from.kind === "string" ? { value: arg, fits: compare(arg, "=", call("DATE", arg)) } : null;
}
function toTimestamp(arg: Sql, from: DType, to: DType): Conversion | null {
  if (from.kind === "date") return { value: concat(arg, stringLiteral(" 00:00:00")) };
  if (isTimestamp(from)) return isTimestamp(to) && to.scale >= from.scale ? { value: arg } : null;
  return null;
}

/**
 * Raises an error if a value is not NULL: ABS of the smallest integer overflows. SQLite has no other expression that
 * fails without a user-defined function.
 */
export const errorIfNotNull = (arg: Sql): Sql =>
  withPrecedence(Precedence.atom)`ABS(-9223372036854775807 - ${operand(isNotNull(arg), Precedence.atom)})`;

/** Compiles CAST or TRY_CAST: an error or NULL if the dtype cannot represent the value. */
export function compileCast(
  arg: Sql,
  to: DType,
  onFailure: "error" | "null",
  { dtype, unsupported }: RuleContext,
): Sql {
  const from = dtype("arg");
  const conversion = conversionOf(arg, from, to);
  if (!conversion) throw unsupported(`casts from ${from.kind} to ${to.kind} are not implemented`);
  if (!conversion.fits) return conversion.value;
  const failure = errorIfNotNull(arg);
  return onFailure === "null"
    ? caseWhen([[conversion.fits, conversion.value]])
    : caseWhen(
        [
          [conversion.fits, conversion.value],
          [isNotNull(arg), failure],
        ],
        NULL,
      );
}
