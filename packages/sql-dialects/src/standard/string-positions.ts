import type { RuleContext, Rules } from "../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, isNotNull } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";

type Context = Pick<RuleContext, "dtype" | "cast">;
/** Casts a position or length to a type that the engine's string functions accept. */
export type PositionCast = (n: Sql, arg: string, context: Context) => Sql;

/** Returns the value of an integer literal that JavaScript represents exactly; else null. */
const exactInteger = (n: Sql): number | null => (n.kind === "literal" && typeof n.value === "number" ? n.value : null);
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const length = (arg: Sql): Sql => call("LENGTH", arg);

/** Replaces negative counts with 0. NULL propagates, unlike with GREATEST. */
function atLeastZero(n: Sql): Sql {
  const exact = exactInteger(n);
  return exact === null
    ? caseWhen([[compare(n, "<", intLiteral(0)), intLiteral(0)]], n)
    : intLiteral(Math.max(exact, 0));
}
/** A position counted from the start. Negative positions count from the end of `arg`, but not before its start. */
function fromStart(n: Sql, arg: Sql): Sql {
  const exact = exactInteger(n);
  if (exact !== null && exact >= 0) return intLiteral(exact);
  const fromEnd = exact === null ? plus(length(arg), n) : minus(length(arg), intLiteral(-exact));
  const clamped = call("GREATEST", fromEnd, intLiteral(0));
  return exact === null ? caseWhen([[compare(n, "<", intLiteral(0)), clamped]], n) : clamped;
}
/** Converts a 0-based to a 1-based position. */
function oneBased(n: Sql): Sql {
  const exact = exactInteger(n);
  return exact === null ? plus(n, intLiteral(1)) : intLiteral(exact + 1);
}

function substring(arg: Sql, start: Sql, count: Sql | undefined): Sql {
  const from = exactInteger(start);
  if (from === 0 && count) return call("LEFT", arg, atLeastZero(count));
  if (from !== null && from < 0) {
    const ending = call("RIGHT", arg, intLiteral(-from));
    return count ? call("LEFT", ending, atLeastZero(count)) : ending;
  }
  return call("SUBSTRING", arg, oneBased(fromStart(start, arg)), ...(count ? [atLeastZero(count)] : []));
}

/** A slice. LEFT counts negative lengths from the end, as the end of a slice does. */
function slice(arg: Sql, start: Sql, end: Sql): Sql {
  const [from, to] = [exactInteger(start), exactInteger(end)];
  if (from !== null && to !== null && from >= 0 && to >= 0) return substring(arg, start, intLiteral(to - from));
  const prefix = call("LEFT", arg, end);
  return from === 0 ? prefix : call("SUBSTRING", prefix, oneBased(fromStart(start, arg)));
}

/** NULL if `n` is NULL; GREATEST and LEAST skip NULLs. */
const nullIfNull = (n: Sql, result: Sql): Sql =>
  exactInteger(n) === null ? caseWhen([[isNotNull(n), result]]) : result;

function find(arg: Sql, needle: Sql, start: Sql | undefined): Sql {
  if (!start || exactInteger(start) === 0) return minus(call("STRPOS", arg, needle), intLiteral(1));
  const isNonEmpty = needle.kind === "literal" && needle.value !== "";
  const from = isNonEmpty
    ? fromStart(start, arg)
    : nullIfNull(start, call("LEAST", fromStart(start, arg), length(arg)));
  const match = call("STRPOS", call("SUBSTRING", arg, oneBased(from)), needle);
  const skipped = exactInteger(from);
  const zeroBased = skipped === null ? plus(minus(match, intLiteral(1)), from) : plus(match, intLiteral(skipped - 1));
  return caseWhen([[compare(match, "=", intLiteral(0)), intLiteral(-1)]], zeroBased);
}

/** LPAD and RPAD truncate longer strings, so the width is at least the length; it must be a 32-bit integer. */
const pad =
  (name: "LPAD" | "RPAD", castPosition: PositionCast) =>
  (args: { readonly arg: Sql; readonly length: Sql; readonly pad: Sql }, context: Context): Sql => {
    const requested = castPosition(args.length, "length", context);
    const width = nullIfNull(requested, call("GREATEST", requested, length(args.arg)));
    return call(name, args.arg, context.cast(width, { kind: "int32", nullable: true }), args.pad);
  };

/** Rules for substrings and positions, for engines whose LEFT, RIGHT, SUBSTRING and STRPOS work as in PostgreSQL. */
export const stringPositionRules = (castPosition: PositionCast) =>
  ({
    StringFind: ({ arg, needle, start }, context) => find(arg, needle, start && castPosition(start, "start", context)),
    Substring: ({ arg, start, length: count }, context) =>
      substring(arg, castPosition(start, "start", context), count && castPosition(count, "length", context)),
    StringSlice: ({ arg, start, end }, context) =>
      slice(arg, castPosition(start, "start", context), castPosition(end, "end", context)),
    StrRight: ({ arg, count }, context) => call("RIGHT", arg, atLeastZero(castPosition(count, "count", context))),
    Repeat: ({ arg, times }, context) => call("REPEAT", arg, castPosition(times, "times", context)),
    LPad: pad("LPAD", castPosition),
    RPad: pad("RPAD", castPosition),
  }) satisfies Partial<Rules>;
