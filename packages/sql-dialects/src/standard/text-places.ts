import type { RuleContext, Rules } from "../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, isNotNull } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";

type Context = Pick<RuleContext, "dtype" | "cast">;
/** A place or a length as the engine's functions of strings take it. */
export type AsPlace = (n: Sql, arg: string, context: Context) => Sql;

/** The value of a whole literal that is exact in JavaScript, else null. */
const constant = (n: Sql): number | null => (n.kind === "literal" && typeof n.value === "number" ? n.value : null);
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const length = (arg: Sql): Sql => call("LENGTH", arg);

/** A count that is not below zero. GREATEST would make 0 of NULL. */
function atLeastZero(n: Sql): Sql {
  const exact = constant(n);
  return exact === null
    ? caseWhen([[compare(n, "<", intLiteral(0)), intLiteral(0)]], n)
    : intLiteral(Math.max(exact, 0));
}
/** A position counted from the start: one below zero counts from the end of `arg`, and stops at its start. */
function fromStart(n: Sql, arg: Sql): Sql {
  const exact = constant(n);
  if (exact !== null && exact >= 0) return intLiteral(exact);
  const back = exact === null ? plus(length(arg), n) : minus(length(arg), intLiteral(-exact));
  const held = call("GREATEST", back, intLiteral(0));
  return exact === null ? caseWhen([[compare(n, "<", intLiteral(0)), held]], n) : held;
}
/** One more, as SQL counts from 1. */
function place1(n: Sql): Sql {
  const exact = constant(n);
  return exact === null ? plus(n, intLiteral(1)) : intLiteral(exact + 1);
}

function substring(arg: Sql, start: Sql, count: Sql | undefined): Sql {
  const from = constant(start);
  if (from === 0 && count) return call("LEFT", arg, atLeastZero(count));
  if (from !== null && from < 0) {
    const ending = call("RIGHT", arg, intLiteral(-from));
    return count ? call("LEFT", ending, atLeastZero(count)) : ending;
  }
  return call("SUBSTRING", arg, place1(fromStart(start, arg)), ...(count ? [atLeastZero(count)] : []));
}

/** LEFT takes a count below zero as one from the end, as the end of a slice is. */
function slice(arg: Sql, start: Sql, end: Sql): Sql {
  const [from, to] = [constant(start), constant(end)];
  if (from !== null && to !== null && from >= 0 && to >= 0) return substring(arg, start, intLiteral(to - from));
  const until = call("LEFT", arg, end);
  return from === 0 ? until : call("SUBSTRING", until, place1(fromStart(start, arg)));
}

/** GREATEST and LEAST pass NULLs over; this is NULL where `n` is. */
const known = (n: Sql, then: Sql): Sql => (constant(n) === null ? caseWhen([[isNotNull(n), then]]) : then);

function find(arg: Sql, needle: Sql, start: Sql | undefined): Sql {
  if (!start || constant(start) === 0) return minus(call("STRPOS", arg, needle), intLiteral(1));
  const filled = needle.kind === "literal" && needle.value !== "";
  const from = filled ? fromStart(start, arg) : known(start, call("LEAST", fromStart(start, arg), length(arg)));
  const found = call("STRPOS", call("SUBSTRING", arg, place1(from)), needle);
  const skipped = constant(from);
  const place0 = skipped === null ? plus(minus(found, intLiteral(1)), from) : plus(found, intLiteral(skipped - 1));
  return caseWhen([[compare(found, "=", intLiteral(0)), intLiteral(-1)]], place0);
}

/** The functions cut what is too long, and take 32-bit widths. */
const padded =
  (name: "LPAD" | "RPAD", place: AsPlace) =>
  (a: { readonly arg: Sql; readonly length: Sql; readonly pad: Sql }, context: Context): Sql => {
    const asked = place(a.length, "length", context);
    const width = known(asked, call("GREATEST", asked, length(a.arg)));
    return call(name, a.arg, context.cast(width, { kind: "int32", nullable: true }), a.pad);
  };

/** Parts of strings by place, where LEFT, RIGHT, SUBSTRING and STRPOS are as in PostgreSQL and DuckDB. */
export const textPlaceRules = (place: AsPlace) =>
  ({
    StringFind: ({ arg, needle, start }, context) => find(arg, needle, start && place(start, "start", context)),
    Substring: ({ arg, start, length: count }, context) =>
      substring(arg, place(start, "start", context), count && place(count, "length", context)),
    StringSlice: ({ arg, start, end }, context) =>
      slice(arg, place(start, "start", context), place(end, "end", context)),
    StrRight: ({ arg, count }, context) => call("RIGHT", arg, atLeastZero(place(count, "count", context))),
    Repeat: ({ arg, times }, context) => call("REPEAT", arg, place(times, "times", context)),
    LPad: padded("LPAD", place),
    RPad: padded("RPAD", place),
  }) satisfies Partial<Rules>;
