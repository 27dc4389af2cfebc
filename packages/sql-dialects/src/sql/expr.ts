import type { DType } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/dialect";
import * as Precedence from "./precedence.js";
import type { Query } from "./query.js";

/** An item that a FROM clause reads, identified by object. Its alias is its name, numbered if the name is in use. */
export interface Source {
  readonly name: string;
  /** True if each row is a single value, which the alias refers to. */
  readonly bare?: true;
}
/** A column of a source. */
export interface ColumnSql {
  readonly kind: "column";
  readonly source: Source;
  readonly name: string;
}
/** A literal, which the dialect prints or binds. */
export interface LiteralSql {
  readonly kind: "literal";
  readonly value: LiteralValue;
  readonly dtype: DType;
  /** True if the literal is part of the SQL text of a rule, and never bound. */
  readonly fixed?: true;
}
/** A parameter whose value is passed at execution. */
export interface ParamSql {
  readonly kind: "param";
  readonly name: string;
  readonly dtype: DType;
}
/** A parenthesized subquery. */
export interface QuerySql {
  readonly kind: "query";
  readonly query: Query;
}
/** An identifier inside an expression, such as the parameter of a lambda or the name of a field. */
export interface NameSql {
  readonly kind: "name";
  readonly name: string;
}
/** SQL text with embedded operands, and the precedence of the whole. */
export interface TextSql {
  readonly kind: "text";
  readonly segments: readonly (string | Operand)[];
  readonly precedence: number;
}
/** An embedded expression; parenthesized if its precedence is lower than `minPrecedence`. */
export interface Operand {
  readonly sql: Sql;
  readonly minPrecedence: number;
}
/** A SQL expression. */
export type Sql = ColumnSql | LiteralSql | ParamSql | QuerySql | NameSql | TextSql;

/** Returns the precedence of an expression. Negative literals bind like a sign. */
export function precedenceOf(sql: Sql): number {
  if (sql.kind === "text") return sql.precedence;
  if (sql.kind === "literal" && typeof sql.value === "number" && sql.value < 0) return Precedence.sign;
  if (sql.kind === "literal" && typeof sql.value === "string" && /^-\d/.test(sql.value)) return Precedence.sign;
  return Precedence.atom;
}

/** Counts the nodes of an expression, each as often as it is used. Stops counting beyond `limit`. */
export function sizeOf(root: Sql, limit = 1000): number {
  let size = 0;
  const stack: Sql[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (++size > limit) return size;
    if (node.kind === "text")
      for (const segment of node.segments) if (typeof segment !== "string") stack.push(segment.sql);
  }
  return size;
}

/** True if any node of an expression passes a test. Each node is tested once. */
export function anyNode(root: Sql, test: (node: Sql) => boolean): boolean {
  const seen = new Set<Sql>();
  const stack: Sql[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (test(node)) return true;
    if (node.kind === "text")
      for (const segment of node.segments) if (typeof segment !== "string") stack.push(segment.sql);
  }
  return false;
}

const windows = new WeakSet<Sql>();
const aggregates = new WeakSet<Sql>();
const impures = new WeakSet<Sql>();
const scopes = new WeakSet<Sql>();
const markerFor =
  (expressions: WeakSet<Sql>) =>
  <T extends Sql>(sql: T): T => {
    expressions.add(sql);
    return sql;
  };
/**
 * Marks an expression as a window function, an aggregate, impure, or a subquery written as text by a rule (`scope`).
 */
export const mark = {
  window: markerFor(windows),
  aggregate: markerFor(aggregates),
  impure: markerFor(impures),
  scope: markerFor(scopes),
};
const scopedNames = new WeakMap<Sql, ReadonlySet<string>>();
/** Marks an expression in which the names of elements and their fields hide columns and aliases. */
export function markScopedNames<T extends Sql>(sql: T, names: Iterable<string>): T {
  scopedNames.set(sql, new Set([...(scopedNames.get(sql) ?? []), ...[...names].map((name) => name.toLowerCase())]));
  return sql;
}
/** Returns the names in lower case that {@link markScopedNames} recorded for an expression. */
export const scopedNamesOf = (sql: Sql): ReadonlySet<string> | undefined => scopedNames.get(sql);
/** True if the expression itself is a window function. */
export const isWindow = (sql: Sql): boolean => windows.has(sql);
/** True if the expression itself is an aggregate. */
export const isAggregate = (sql: Sql): boolean => aggregates.has(sql);
/** True if the expression itself is a subquery written as text by a rule. */
export const isScope = (sql: Sql): boolean => scopes.has(sql);
/** True if the expression contains a window function. */
export const hasWindow = (sql: Sql): boolean => anyNode(sql, (s) => windows.has(s));
/** True if the expression contains an aggregate. */
export const hasAggregate = (sql: Sql): boolean => anyNode(sql, (s) => aggregates.has(s));
/** True if the expression contains a part that differs at each evaluation. */
export const hasImpure = (sql: Sql): boolean => anyNode(sql, (s) => impures.has(s));
/** True if the expression contains a subquery. */
export const hasQuery = (sql: Sql): boolean => anyNode(sql, (s) => s.kind === "query");

/** Replaces every identifier `name` in an expression. Marks are preserved. */
export const replaceName = (root: Sql, name: string, replacement: Sql): Sql =>
  rewriteSql(root, (sql) => (sql.kind === "name" && sql.name === name ? replacement : undefined));

/** Replaces the nodes for which `replacementOf` returns an expression. Marks are preserved. */
export function rewriteSql(root: Sql, replacementOf: (sql: Sql) => Sql | undefined): Sql {
  const results = new Map<Sql, Sql>();
  const stack: Sql[] = [root];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const replacement = results.has(node) ? undefined : replacementOf(node);
    if (replacement) results.set(node, replacement);
    const operands = node.kind === "text" ? node.segments.filter((segment) => typeof segment !== "string") : [];
    const waiting = operands.filter((operand) => !results.has(operand.sql));
    if (!results.has(node) && waiting.length > 0) {
      stack.push(...waiting.map((operand) => operand.sql));
      continue;
    }
    stack.pop();
    if (!results.has(node)) results.set(node, rebuildText(node, results));
  }
  return results.get(root) ?? root;
}

function rebuildText(node: Sql, results: ReadonlyMap<Sql, Sql>): Sql {
  if (node.kind !== "text") return node;
  const segments = node.segments.map((segment) => {
    const sql = typeof segment === "string" ? undefined : results.get(segment.sql);
    return typeof segment === "string" || sql === undefined || sql === segment.sql
      ? segment
      : { sql, minPrecedence: segment.minPrecedence };
  });
  if (segments.every((segment, i) => segment === node.segments[i])) return node;
  const rebuilt: Sql = { ...node, segments };
  for (const expressions of [windows, aggregates, impures, scopes]) if (expressions.has(node)) expressions.add(rebuilt);
  const names = scopedNames.get(node);
  if (names) scopedNames.set(rebuilt, names);
  return rebuilt;
}
