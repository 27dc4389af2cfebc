import type { DType } from "@avocet/core";
import { isInteger } from "@avocet/core";
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
import { isScope, mark, Precedence, sizeOf } from "../sql/expr.js";
import { typeName } from "./types.js";

export const int64: DType = { kind: "int64", nullable: true };
export const int32: DType = { kind: "int32", nullable: true };
export const float64: DType = { kind: "float64", nullable: true };
export const string: DType = { kind: "string", nullable: true };
export const json: DType = { kind: "json", nullable: true };

/** A value as a type, by its name in SQL; a cast to the same type is left as it is. */
export function castAs(value: Sql, type: string): Sql {
  const end = ` AS ${type})`;
  if (value.kind === "text" && value.parts.length === 3 && value.parts[0] === "CAST(" && value.parts[2] === end)
    return value;
  return { kind: "text", parts: ["CAST(", { sql: value, least: Precedence.any }, end], level: Precedence.atom };
}
export const cast = (value: Sql, to: DType): Sql => castAs(value, typeName(to));
/** As {@link cast}; a literal that says its type itself needs none. */
export const castOnce = (value: Sql, to: DType): Sql =>
  value.kind === "literal" &&
  value.value !== null &&
  SAID.has(value.dtype.kind) &&
  typeName(value.dtype) === typeName(to)
    ? value
    : cast(value, to);
const SAID: ReadonlySet<DType["kind"]> = new Set([
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

/** A literal with its type, for functions of any type, which take no text that has none yet. */
export const typed = (value: Sql, dtype: DType): Sql =>
  value.kind === "literal" && value.value !== null && (dtype.kind === "string" || isInteger(dtype))
    ? cast(value, dtype)
    : value;

/** One less than the largest number of 32 bits, as places are counted from 1. */
const MOST_PLACES = 2 ** 31 - 2;
/** PostgreSQL's functions take places and lengths of 32 bits. */
export function int4(n: Sql): Sql {
  if (n.kind !== "literal" || n.value === null) return cast(n, int32);
  return intLiteral(Math.max(-MOST_PLACES, Math.min(MOST_PLACES, Number(n.value))));
}

/** A query in a rule's own text. Its own columns are names, so that others can be told from them. */
export const query = (inside: Sql): Sql => mark.scope(sql`(${inside})`);
/** An array of the rows of a query. */
export const arrayOf = (inside: Sql): Sql => mark.scope(sql`ARRAY(${inside})`);
/** A path into jsonb, or another operator, on its left side. */
export const path = (left: Sql, operator: "->" | "->>" | "#>>", right: Sql): Sql => ({
  kind: "text",
  parts: [operand(left, Precedence.other), ` ${operator} `, operand(right, Precedence.add)],
  level: Precedence.other,
});
/** What a jsonb value says as text, strings without their quotes. */
export const textOf = (value: Sql): Sql => path(value, "#>>", stringLiteral("{}"));

/** What is no more than a column or a literal, perhaps in a cast, is written out each time. */
const isLeaf = (value: Sql): boolean => value.kind !== "query" && sizeOf(value, 3) < 3 && !isScope(value);

/**
 * An expression that uses others more than once, given by names of its own: those that are more than a column or a literal are computed
 * once, in a query of one row (OFFSET keeps PostgreSQL from writing them out again). NULL where `where` is not true.
 */
export function once<A extends { readonly [name: string]: Sql }>(
  args: A,
  use: (args: A) => Sql,
  where?: (args: A) => Sql,
): Sql {
  const computed = Object.entries(args).filter(([, value]) => !isLeaf(value));
  if (computed.length === 0) return where ? caseWhen([[where(args), use(args)]]) : use(args);
  const names = { ...args, ...Object.fromEntries(computed.map(([arg]) => [arg, identifierSql(arg)])) };
  const given = commaList(computed.map(([arg, value]) => sql`${value} AS ${identifierSql(arg)}`));
  const condition = where ? sql` WHERE ${where(names)}` : sql``;
  return query(sql`SELECT ${use(names)} FROM (SELECT ${given} OFFSET 0) AS ${identifierSql("given")}${condition}`);
}
/** As {@link once}, and NULL where one of those that may be is NULL. */
export function onceUnlessNull<A extends { readonly [name: string]: Sql }>(
  args: A,
  nullable: (arg: string) => boolean,
  use: (args: A) => Sql,
): Sql {
  const tested = Object.keys(args).filter(nullable);
  const [first, ...rest] = tested;
  if (first === undefined) return once(args, use);
  return once(args, use, (a) =>
    rest.reduce<Sql>(
      (left, arg) => withPrecedence(Precedence.and)`${operand(left, Precedence.and)} AND ${isNotNull(a[arg] ?? left)}`,
      isNotNull(a[first] ?? sql`NULL`),
    ),
  );
}

/**
 * An error that says what is wrong. PostgreSQL has no function that fails, but no number is text; `value` keeps it from being worked out
 * before the query runs.
 */
export const failure = (value: Sql, message: string, type: DType): Sql =>
  cast(sql`${call("CONCAT", value, stringLiteral(message))}`, type.kind === "string" ? int64 : type);
