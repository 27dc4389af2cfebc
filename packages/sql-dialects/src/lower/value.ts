import { AvocetError, ir } from "@avocet/core";
import type { Dialect, LambdaSql, RuleContext, Unsupported, WindowParts } from "../dialect.js";
import {
  caseWhen,
  commaList,
  identifierSql,
  intLiteral,
  keyword,
  NULL,
  operand,
  sql,
  withPrecedence,
} from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark, Precedence } from "../sql/expr.js";
import type { Query, SortSql } from "../sql/query.js";

/** What a value is lowered in: where fields come from, and how a subquery becomes a query. */
export interface Scope {
  readonly dialect: Dialect;
  field(relation: ir.Relation, name: string): Sql;
  query(relation: ir.Relation, how: ir.Subquery["how"]): Query;
}

type Lowered = Sql | SortSql | LambdaSql;
/** What has been lowered already, within one scope. */
export type Memo = Map<ir.ValueNode, Lowered>;

/** The SQL of a value. Each node is lowered once, without a call stack; windows take their function's rule with OVER. */
export function lowerValue(root: ir.Value, scope: Scope, memo: Memo): Sql {
  const stack: ir.ValueNode[] = [root];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    if (memo.has(node)) {
      stack.pop();
      continue;
    }
    const children = below(node);
    const waiting = children.filter((c) => !memo.has(c));
    if (waiting.length > 0) {
      stack.push(...waiting.toReversed());
      continue;
    }
    memo.set(node, lowerNode(node, scope, memo));
    stack.pop();
  }
  return memo.get(root) as Sql; // a value's own result is an expression
}

/** Lowers a sort key. */
export function lowerSort(key: ir.SortKey, scope: Scope, memo: Memo): SortSql {
  return sortOf(key, lowerValue(key.value, scope, memo), scope);
}
function sortOf({ value, descending, nulls }: ir.SortKey, sql: Sql, { dialect }: Scope): SortSql {
  const base = { descending, nulls, nullable: value.dtype.nullable };
  if (!varies(sql)) return { ...base, sql };
  const lead = dialect.leadingSortKey?.(sql, value.dtype);
  return { ...base, sql: dialect.sortKey?.(sql, value.dtype) ?? sql, ...(lead ? { lead } : {}) };
}

/** A window's function is lowered with the window, so its arguments stand in for it here. */
function below(node: ir.ValueNode): readonly ir.ValueNode[] {
  const children = ir.childrenOf(node);
  return node.type === "window" ? [...ir.childrenOf(node.func), ...children.slice(1)] : children;
}

function lowerNode(node: ir.ValueNode, scope: Scope, memo: ReadonlyMap<ir.ValueNode, Lowered>): Lowered {
  const done = (n: ir.ValueNode): Sql => memo.get(n) as Sql; // children come first, and values lower to expressions
  switch (node.type) {
    case "field":
      return scope.field(node.relation, node.name);
    case "literal":
      return { kind: "literal", value: node.value, dtype: node.dtype };
    case "param":
      return scope.dialect.typedParam(node.name, node.dtype);
    case "argument":
      return identifierSql(node.name);
    case "sortKey":
      return sortOf(node, done(node.value), scope);
    case "lambda":
      return { params: node.params.map((p) => p.name), body: done(node.body) };
    case "subquery":
      return lowerSubquery(node, scope, node.value ? done(node.value) : null);
    case "window":
      return lowerOp(node.func, scope, memo, node);
    case "op":
      return lowerOp(node, scope, memo, null);
  }
}

function lowerSubquery(node: ir.Subquery, scope: Scope, value: Sql | null): Sql {
  const query: Sql = { kind: "query", query: scope.query(node.relation, node.how) };
  if (node.how === "exists") return sql`EXISTS ${query}`;
  if (node.how === "in" && value)
    return withPrecedence(Precedence.comparison)`${operand(value, Precedence.other)} IN ${query}`;
  return query;
}

/** Constants part and sort nothing, and engines do not know the type of one that is bound. */
const varies = (value: Sql): boolean => value.kind !== "literal" && value.kind !== "param";
function overClause(node: ir.WindowValue, memo: ReadonlyMap<ir.ValueNode, Lowered>, dialect: Dialect): Sql {
  const own = dialect.compileWindow?.(windowParts(node, memo));
  if (own) return own;
  const parts: Sql[] = [];
  const by = node.partitionBy.map((v) => memo.get(v) as Sql).filter(varies); // lowered before
  const order = node.orderBy.map((k) => memo.get(k) as SortSql); // lowered before
  const kept = node.frame?.unit === "range" && order.length === 1 ? order : order.filter((key) => varies(key.sql));
  if (by.length > 0) parts.push(sql`PARTITION BY ${commaList(by)}`);
  if (kept.length > 0) parts.push(sql`ORDER BY ${sortList(kept, dialect)}`);
  if (node.frame && !wholePartition(node)) parts.push(frameClause(node.frame, memo));
  return sql`(${commaList(parts, " ")})`;
}
function windowParts(node: ir.WindowValue, memo: ReadonlyMap<ir.ValueNode, Lowered>): WindowParts {
  const partitionBy = node.partitionBy
    .map((v) => ({ sql: memo.get(v) as Sql, dtype: v.dtype })) // lowered before
    .filter(({ sql: value }) => varies(value));
  const orderBy = node.orderBy
    .map((k) => ({ ...(memo.get(k) as SortSql), dtype: k.value.dtype })) // lowered before
    .filter(({ sql: value }) => varies(value));
  return { node, partitionBy, orderBy, lowered: (value) => memo.get(value) as Sql }; // lowered before
}
/** Without an order every row is a peer of every other, so the frame is the whole partition however it is written. */
export const wholePartition = (node: ir.WindowValue): boolean =>
  node.orderBy.length === 0 && node.frame?.start === "unbounded" && node.frame.end === "unbounded";

export function sortList(keys: readonly SortSql[], dialect: Dialect): Sql {
  if (dialect.sortList) return dialect.sortList(keys);
  return commaList(
    keys.map((key) => {
      const how = keyword(`${key.descending ? "DESC" : "ASC"} NULLS ${key.nulls === "first" ? "FIRST" : "LAST"}`);
      return key.lead ? sql`${key.lead} ${how}, ${key.sql} ${how}` : sql`${key.sql} ${how}`;
    }),
  );
}

function frameClause(frame: ir.Frame, memo: ReadonlyMap<ir.ValueNode, Lowered>): Sql {
  const bound = (b: ir.FrameBound, side: "PRECEDING" | "FOLLOWING"): Sql => {
    if (b === "unbounded") return keyword(`UNBOUNDED ${side}`);
    if (b === 0) return keyword("CURRENT ROW");
    if (typeof b === "number") {
      const distance: Sql = {
        kind: "literal",
        value: Math.abs(b),
        dtype: { kind: Number.isInteger(b) ? "int64" : "float64", nullable: false },
        fixed: true,
      };
      return sql`${distance} ${keyword(b < 0 ? "PRECEDING" : "FOLLOWING")}`;
    }
    if (b.type === "literal" && Array.isArray(b.value)) {
      const before = b.value.some((part) => Number(part) < 0);
      const magnitude = b.value.map((part) => Math.abs(Number(part)));
      return sql`${{ kind: "literal", value: magnitude, dtype: b.dtype, fixed: true }} ${keyword(before ? "PRECEDING" : "FOLLOWING")}`;
    }
    return sql`${memo.get(b) as Sql} ${keyword(side)}`; // lowered before
  };
  return sql`${keyword(frame.unit.toUpperCase())} BETWEEN ${bound(frame.start, "PRECEDING")} AND ${bound(frame.end, "FOLLOWING")}`;
}

function lowerOp(
  node: ir.Op,
  scope: Scope,
  memo: ReadonlyMap<ir.ValueNode, Lowered>,
  window: ir.WindowValue | null,
): Sql {
  const { dialect } = scope;
  const over = window && overClause(window, memo, dialect);
  const rules: Readonly<Record<string, unknown>> = dialect.rules;
  const rule = rules[node.op] as Unsupported | ((args: unknown, context: RuleContext) => Sql); // a total map over the catalogue
  if (typeof rule !== "function") throw unsupportedError(node.op, dialect.name, rule.unsupported, rule.instead);
  const args: Record<string, unknown> = {};
  for (const [arg, spec] of Object.entries(ir.specOf(node.op).args)) {
    const given = node.args[arg];
    if (given === undefined || spec.kind === "relation") continue;
    if (spec.kind === "option") args[arg] = given;
    else if (Array.isArray(given)) args[arg] = given.map((g: ir.ValueNode) => memo.get(g));
    else args[arg] = memo.get(given as ir.ValueNode); // a node, by the catalogue
  }
  const context: RuleContext = {
    node: node as ir.OpOf<ir.OpName>, // a name of the catalogue
    over,
    window,
    dtype: (arg) => (node.args[arg] as ir.Value).dtype, // asked only of value arguments
    columns: (of) => [...of.schema.keys()].map((column) => scope.field(of, column)),
    cast: (value, to) => dialect.cast(value, to),
    unsupported: (why, instead) => unsupportedError(node.op, dialect.name, why, instead),
    aggregate(fn, given, options = {}) {
      const where = options.where && !dialect.features.filterClause ? options.where : undefined;
      const taken = where ? given.map((g) => caseWhen([[where, g]], NULL)) : given;
      const inside: Sql[] = [taken.length ? commaList(taken) : sql`*`];
      if (where && taken.length === 0) inside[0] = caseWhen([[where, intLiteral(1)]]);
      if (options.orderBy?.length) inside.push(sql`ORDER BY ${sortList(options.orderBy, dialect)}`);
      if (options.suffix) inside.push(options.suffix);
      const named = typeof fn === "string" ? keyword(fn) : fn;
      const closed = sql`${named}(${options.distinct ? sql`DISTINCT ` : sql``}${commaList(inside, " ")})`;
      const called = options.after ? sql`${closed} ${options.after}` : closed;
      const filtered = options.where && !where ? sql`${called} FILTER (WHERE ${options.where})` : called;
      return over ? mark.window(sql`${filtered} OVER ${over}`) : mark.aggregate(filtered);
    },
  };
  const result = rule(args, context);
  return ir.specOf(node.op).role === "impure" ? mark.impure({ ...result }) : result;
}

export function unsupportedError(op: string, dialect: string, why: string, instead?: string): AvocetError {
  return new AvocetError(
    "unsupported-operation",
    `${op} cannot be compiled for ${dialect}: ${why}`,
    instead ? { hint: `Instead: ${instead}` } : {},
  );
}
