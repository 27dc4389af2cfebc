import type { DType } from "@avocet/core";
import { isInteger, isTimestamp } from "@avocet/core";
import type { RuleContext, Sql } from "@avocet/sql-dialects";
import {
  and,
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  isNotNull,
  joined,
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
 * A float without a fraction as an integer. SQLite makes a float of an integer beyond 64 bits, and would cast it back to the largest; here
 * it stays a float, which no column of integers may hold: what reads the result fails.
 */
export const whole = (float: Sql): Sql =>
  caseWhen([[compare(call("ABS", float), "<", sql`9223372036854775807.0`), asInteger(float)]], float);

const BITS: Readonly<Record<string, number>> = { int8: 8, int16: 16, int32: 32, int64: 64 };

/** A test that a value has a place in a dtype, and what it is there. */
interface Converted {
  readonly value: Sql;
  /** Undefined where each value has a place. */
  readonly fits?: Sql;
}
function converted(arg: Sql, from: DType, to: DType): Converted | null {
  typeName(from);
  typeName(to);
  if (from.kind === to.kind && !isTimestamp(from)) return { value: arg };
  if (from.kind === "null") return { value: arg };
  if (isInteger(to)) return toInteger(arg, from, to);
  if (to.kind === "bool") return isInteger(from) ? { value: compare(arg, "<>", intLiteral(0)) } : null;
  if (to.kind === "float64") return isInteger(from) || from.kind === "bool" ? exact(asReal(arg), arg, from) : null;
  if (to.kind === "string") return toText(arg, from);
  if (to.kind === "date") return toDate(arg, from);
  if (isTimestamp(to)) return toTimestamp(arg, from, to);
  return null;
}
function toInteger(arg: Sql, from: DType, to: DType): Converted | null {
  const [have, want] = [BITS[from.kind] ?? 0, BITS[to.kind] ?? 0];
  if (from.kind === "bool") return { value: arg };
  // CAST takes the digits at the start of any text, and the largest integer for one beyond it.
  if (from.kind === "string" && want === 64) {
    const again = call("PRINTF", stringLiteral("%0*d"), call("LENGTH", arg), asInteger(arg));
    return { value: asInteger(arg), fits: compare(again, "=", arg) };
  }
  if (isInteger(from) && have <= want) return { value: arg };
  if (!isInteger(from) && from.kind !== "float64") return null;
  const value = from.kind === "float64" ? call("ROUND", arg) : arg;
  const end = want === 64 ? sql`9223372036854775808.0` : intLiteral(2 ** (want - 1));
  const above = compare(value, ">=", infix(intLiteral(0), "-", end, Precedence.add));
  return { value: from.kind === "float64" ? asInteger(value) : value, fits: and(above, compare(value, "<", end)) };
}
function toText(arg: Sql, from: DType): Converted {
  if (from.kind === "bool")
    return {
      value: caseWhen([
        [arg, stringLiteral("true")],
        [isNotNull(arg), stringLiteral("false")],
      ]),
    };
  if (isTimestamp(from) && from.zone !== null) return { value: joined(arg, stringLiteral("+00")) };
  return from.kind === "date" || isTimestamp(from) ? { value: arg } : exact(asText(arg), arg, from);
}
/** What is made of an integer that arithmetic may have made a float of. */
function exact(value: Sql, arg: Sql, from: DType): Converted {
  const worked = isInteger(from) && arg.kind === "text";
  return worked ? { value, fits: compare(call("TYPEOF", arg), "=", stringLiteral("integer")) } : { value };
}
/** DATE moves on a day that its month has not, and takes more than dates: only what it leaves as it is was one. */
function toDate(arg: Sql, from: DType): Converted | null {
  if (isTimestamp(from)) return { value: call("SUBSTR", arg, intLiteral(1), intLiteral(10)) };
  return from.kind === "string" ? { value: arg, fits: compare(arg, "=", call("DATE", arg)) } : null;
}
function toTimestamp(arg: Sql, from: DType, to: DType): Converted | null {
  if (from.kind === "date") return { value: joined(arg, stringLiteral(" 00:00:00")) };
  if (isTimestamp(from)) return isTimestamp(to) && to.scale >= from.scale ? { value: arg } : null;
  return null;
}

/** An error where a value is not NULL: the smallest integer has no absolute value, and no other expression fails without a function of its own. */
export const failing = (arg: Sql): Sql =>
  withPrecedence(Precedence.atom)`ABS(-9223372036854775807 - ${operand(isNotNull(arg), Precedence.atom)})`;

/** A cast that is an error where the value has no place in the dtype, or NULL. */
export function castOf(arg: Sql, to: DType, otherwise: "error" | "null", { dtype, unsupported }: RuleContext): Sql {
  const from = dtype("arg");
  const made = converted(arg, from, to);
  if (!made) throw unsupported(`it is not written for ${from.kind} to ${to.kind}`);
  if (!made.fits) return made.value;
  const failed = failing(arg);
  return otherwise === "null"
    ? caseWhen([[made.fits, made.value]])
    : caseWhen(
        [
          [made.fits, made.value],
          [isNotNull(arg), failed],
        ],
        NULL,
      );
}
