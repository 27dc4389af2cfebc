import type { DType, LiteralValue } from "@avocet/core";
import type { Query } from "./query.js";

/** Something that a FROM clause reads. Its identity is the object; it prints under its name, with a number where that is taken. */
export interface Source {
  readonly name: string;
  /** Each of its rows is one value, which its alias stands for. */
  readonly bare?: true;
}
/** A column of a source. */
export interface ColumnSql {
  readonly kind: "column";
  readonly source: Source;
  readonly name: string;
}
/** A literal, which the dialect encodes or binds. */
export interface LiteralSql {
  readonly kind: "literal";
  readonly value: LiteralValue;
  readonly dtype: DType;
  /** Part of the rule's own text, so never bound. */
  readonly fixed?: true;
}
/** A parameter that is given when the statement is run. */
export interface ParamSql {
  readonly kind: "param";
  readonly name: string;
  readonly dtype: DType;
}
/** A query in parentheses. */
export interface QuerySql {
  readonly kind: "query";
  readonly query: Query;
}
/** An identifier inside an expression, such as the parameter of a lambda or the name of a field. */
export interface NameSql {
  readonly kind: "name";
  readonly name: string;
}
/** Text of the dialect's own with operands in it; `level` says how tightly it binds. */
export interface TextSql {
  readonly kind: "text";
  readonly parts: readonly (string | Operand)[];
  readonly level: number;
}
/** An operand gets parentheses where it binds less tightly than `least`. */
export interface Operand {
  readonly sql: Sql;
  readonly least: number;
}
export type Sql = ColumnSql | LiteralSql | ParamSql | QuerySql | NameSql | TextSql;

/** Binding strengths, from loose to tight, as the SQL standard and PostgreSQL have them. */
export const Precedence = {
  any: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  other: 5,
  add: 6,
  multiply: 7,
  sign: 8,
  power: 9,
  atom: 10,
} as const;

/** How tightly an expression binds. */
export function levelOf(sql: Sql): number {
  if (sql.kind === "text") return sql.level;
  if (sql.kind === "literal" && typeof sql.value === "number" && sql.value < 0) return Precedence.sign;
  if (sql.kind === "literal" && typeof sql.value === "string" && /^-\d/.test(sql.value)) return Precedence.sign;
  return Precedence.atom;
}

/** Counts the parts of an expression, every use of a part anew, up to `most`. */
export function sizeOf(root: Sql, most = 1000): number {
  let size = 0;
  const stack: Sql[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (++size > most) return size;
    if (node.kind === "text") for (const part of node.parts) if (typeof part !== "string") stack.push(part.sql);
  }
  return size;
}

/** Whether some part of an expression passes a test; each part is looked at once. */
export function some(root: Sql, test: (node: Sql) => boolean): boolean {
  const seen = new Set<Sql>();
  const stack: Sql[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (test(node)) return true;
    if (node.kind === "text") for (const part of node.parts) if (typeof part !== "string") stack.push(part.sql);
  }
  return false;
}

const windows = new WeakSet<Sql>();
const aggregates = new WeakSet<Sql>();
const impures = new WeakSet<Sql>();
const scopes = new WeakSet<Sql>();
const marking =
  (marked: WeakSet<Sql>) =>
  <T extends Sql>(sql: T): T => {
    marked.add(sql);
    return sql;
  };
/** Marks an expression as a window function, an aggregate, one that differs at each evaluation, or a query in a rule's own text. */
export const mark = {
  window: marking(windows),
  aggregate: marking(aggregates),
  impure: marking(impures),
  scope: marking(scopes),
};
const introduced = new WeakMap<Sql, ReadonlySet<string>>();
/** Marks an expression inside of which the names of elements and of their fields hide columns and aliases. */
export function markNames<T extends Sql>(sql: T, names: Iterable<string>): T {
  introduced.set(sql, new Set([...(introduced.get(sql) ?? []), ...[...names].map((name) => name.toLowerCase())]));
  return sql;
}
/** The names, in lower case, that are marked on an expression itself. */
export const namesMarkedOn = (sql: Sql): ReadonlySet<string> | undefined => introduced.get(sql);
export const isWindow = (sql: Sql): boolean => windows.has(sql);
export const isAggregate = (sql: Sql): boolean => aggregates.has(sql);
export const isScope = (sql: Sql): boolean => scopes.has(sql);
export const hasWindow = (sql: Sql): boolean => some(sql, (s) => windows.has(s));
export const hasAggregate = (sql: Sql): boolean => some(sql, (s) => aggregates.has(s));
export const hasImpure = (sql: Sql): boolean => some(sql, (s) => impures.has(s));
export const hasQuery = (sql: Sql): boolean => some(sql, (s) => s.kind === "query");

/** An expression with `by` in place of every identifier `name`; what was marked stays so. */
export const withName = (root: Sql, name: string, by: Sql): Sql =>
  replaced(root, (sql) => (sql.kind === "name" && sql.name === name ? by : undefined));

/** An expression with other parts in place of those that `by` gives one for; what was marked stays so. */
export function replaced(root: Sql, by: (sql: Sql) => Sql | undefined): Sql {
  const done = new Map<Sql, Sql>();
  const stack: Sql[] = [root];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const other = done.has(node) ? undefined : by(node);
    if (other) done.set(node, other);
    const inside = node.kind === "text" ? node.parts.filter((part) => typeof part !== "string") : [];
    const waiting = inside.filter((part) => !done.has(part.sql));
    if (!done.has(node) && waiting.length > 0) {
      stack.push(...waiting.map((part) => part.sql));
      continue;
    }
    stack.pop();
    if (!done.has(node)) done.set(node, rebuilt(node, done));
  }
  return done.get(root) ?? root;
}

function rebuilt(node: Sql, done: ReadonlyMap<Sql, Sql>): Sql {
  if (node.kind !== "text") return node;
  const parts = node.parts.map((part) => {
    const sql = typeof part === "string" ? undefined : done.get(part.sql);
    return typeof part === "string" || sql === undefined || sql === part.sql ? part : { sql, least: part.least };
  });
  if (parts.every((part, i) => part === node.parts[i])) return node;
  const next: Sql = { ...node, parts };
  for (const marked of [windows, aggregates, impures, scopes]) if (marked.has(node)) marked.add(next);
  const names = introduced.get(node);
  if (names) introduced.set(next, names);
  return next;
}
