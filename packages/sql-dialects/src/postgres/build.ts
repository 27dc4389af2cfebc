import type { DType } from "@avocet/core";
import { isInteger } from "@avocet/core/dialect";
import {
  call,
  caseWhen,
  commaList,
  identifierSql,
  intLiteral,
  isNotNull,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { isScope, mark, sizeOf } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { typeName } from "./types.js";

export const int64: DType = { kind: "int64", nullable: true };
export const int32: DType = { kind: "int32", nullable: true };
export const float64: DType = { kind: "float64", nullable: true };
export const string: DType = { kind: "string", nullable: true };
export const json: DType = { kind: "json", nullable: true };

/** CAST to a type by its SQL name. A value that is already such a cast is returned unchanged. */
export function castAs(value: Sql, type: string): Sql {
  const end = ` AS ${type})`;
  if (
    value.kind === "text" &&
    value.segments.length === 3 &&
    value.segments[0] === "CAST(" &&
    value.segments[2] === end
  )
    return value;
  return {
    kind: "text",
    segments: ["CAST(", { sql: value, minPrecedence: Precedence.any }, end],
    precedence: Precedence.atom,
  };
}
/** CAST to the SQL type of a dtype. */
export const cast = (value: Sql, to: DType): Sql => castAs(value, typeName(to));
/** Like {@link cast}, but leaves a literal unchanged if its SQL text already states its type. */
export const castUnlessTyped = (value: Sql, to: DType): Sql =>
  value.kind === "literal" &&
  value.value !== null &&
  SELF_TYPED_KINDS.has(value.dtype.kind) &&
  typeName(value.dtype) === typeName(to)
    ? value
    : cast(value, to);
const SELF_TYPED_KINDS: ReadonlySet<DType["kind"]> = new Set([
  "bool",
  "float32",
  "float64",
  "date",
  "time",
  "timestamp",
  "binary",
  "interval",
  "json",
  "uuid",
  "inet",
  "array",
  "map",
  "struct",
]);

/** Casts string and integer literals, for polymorphic functions, which do not accept arguments of unknown type. */
export const withExplicitType = (value: Sql, dtype: DType): Sql =>
  value.kind === "literal" && value.value !== null && (dtype.kind === "string" || isInteger(dtype))
    ? cast(value, dtype)
    : value;

/** One less than the largest 32-bit integer, because positions are converted to 1-based ones. */
const MAX_POSITION = 2 ** 31 - 2;
/** Converts a position or length to `integer`, which PostgreSQL's functions take. Literals are clamped to its range. */
export function castToInt32(n: Sql): Sql {
  if (n.kind !== "literal" || n.value === null) return cast(n, int32);
  return intLiteral(Math.max(-MAX_POSITION, Math.min(MAX_POSITION, Number(n.value))));
}

/**
 * A scalar subquery in a rule's SQL text, marked as a scope. Its own columns must be name nodes, unlike outer columns.
 */
export const subquery = (body: Sql): Sql => mark.scope(sql`(${body})`);
/** `ARRAY(…)` of the rows of a query. */
export const arraySubquery = (body: Sql): Sql => mark.scope(sql`ARRAY(${body})`);
/** A jsonb access operator applied to a value. */
export const jsonbPath = (left: Sql, operator: "->" | "->>" | "#>>", right: Sql): Sql => ({
  kind: "text",
  segments: [operand(left, Precedence.otherOperator), ` ${operator} `, operand(right, Precedence.add)],
  precedence: Precedence.otherOperator,
});
/** The text of a jsonb value; strings are unquoted. */
export const jsonbText = (value: Sql): Sql => jsonbPath(value, "#>>", stringLiteral("{}"));

/** True for a column or literal, possibly in a cast: these are repeated instead of computed once. */
const isCheapToRepeat = (value: Sql): boolean => value.kind !== "query" && sizeOf(value, 3) < 3 && !isScope(value);

/**
 * Builds an expression that uses its arguments several times. Arguments other than columns and literals are computed
 * once, in a one-row subquery under the names of `args`; OFFSET 0 keeps PostgreSQL from inlining it. NULL if `where` is
 * not true.
 */
export function evaluateOnce<A extends { readonly [name: string]: Sql }>(
  args: A,
  build: (args: A) => Sql,
  where?: (args: A) => Sql,
): Sql {
  const computed = Object.entries(args).filter(([, value]) => !isCheapToRepeat(value));
  if (computed.length === 0) return where ? caseWhen([[where(args), build(args)]]) : build(args);
  const names = { ...args, ...Object.fromEntries(computed.map(([arg]) => [arg, identifierSql(arg)])) };
  const selectList = commaList(computed.map(([arg, value]) => sql`${value} AS ${identifierSql(arg)}`));
  const condition = where ? sql` WHERE ${where(names)}` : sql``;
  return subquery(
    sql`SELECT ${build(names)} FROM (SELECT ${selectList} OFFSET 0) AS ${identifierSql("given")}${condition}`,
  );
}
/** Like {@link evaluateOnce}, but NULL if one of the nullable arguments is NULL. */
export function evaluateUnlessNull<A extends { readonly [name: string]: Sql }>(
  args: A,
  nullable: (arg: string) => boolean,
  build: (args: A) => Sql,
): Sql {
  const nullableArgs = Object.keys(args).filter(nullable);
  const [first, ...rest] = nullableArgs;
  if (first === undefined) return evaluateOnce(args, build);
  return evaluateOnce(args, build, (a) =>
    rest.reduce<Sql>(
      (left, arg) => withPrecedence(Precedence.and)`${operand(left, Precedence.and)} AND ${isNotNull(a[arg] ?? left)}`,
      isNotNull(a[first] ?? sql`NULL`),
    ),
  );
}

/**
 * Raises an error at execution whose message contains `value` and `message`. PostgreSQL has no function that raises an
 * error, so the text is cast to a type that rejects it. `value` prevents constant folding at planning time.
 */
export const raiseError = (value: Sql, message: string, type: DType): Sql =>
  cast(sql`${call("CONCAT", value, stringLiteral(message))}`, type.kind === "string" ? int64 : type);
