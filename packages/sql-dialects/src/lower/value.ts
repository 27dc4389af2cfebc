import { AvocetError } from "@avocet/core";
import * as ir from "@avocet/core/ir";
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
import { mark } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import type { Query, SortSql } from "../sql/query.js";

/** The context in which values are compiled: resolves column references and plans subqueries. */
export interface Scope {
  readonly dialect: Dialect;
  field(relation: ir.Relation, name: string): Sql;
  query(relation: ir.Relation, subqueryKind: ir.Subquery["kind"]): Query;
}

type Lowered = Sql | SortSql | LambdaSql;
/** Compiled values of one scope. */
export type Memo = Map<ir.ValueNode, Lowered>;

/** Compiles a value. Each node is compiled once and iteratively; a window uses the rule of its function with OVER. */
export function lowerValue(root: ir.Value, scope: Scope, memo: Memo): Sql {
  const stack: ir.ValueNode[] = [root];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    if (memo.has(node)) {
      stack.pop();
      continue;
    }
    const children = childrenToLower(node);
    const waiting = children.filter((c) => !memo.has(c));
    if (waiting.length > 0) {
      stack.push(...waiting.toReversed());
      continue;
    }
    memo.set(node, lowerNode(node, scope, memo));
    stack.pop();
  }
  return memo.get(root) as Sql; // values compile to expressions
}

/** Compiles a sort key. */
export function lowerSort(key: ir.SortKey, scope: Scope, memo: Memo): SortSql {
  return sortSqlOf(key, lowerValue(key.value, scope, memo), scope);
}
function sortSqlOf({ value, descending, nulls }: ir.SortKey, keySql: Sql, { dialect }: Scope): SortSql {
  const base = { descending, nulls, nullable: value.dtype.nullable };
  if (!isVariable(keySql)) return { ...base, sql: keySql };
  const lead = dialect.leadingSortKey?.(keySql, value.dtype);
  return { ...base, sql: dialect.sortKey?.(keySql, value.dtype) ?? keySql, ...(lead ? { leadingKey: lead } : {}) };
}

/**
 * The nodes to compile before a node. A window compiles its function itself, so it depends on the function's arguments.
 */
function childrenToLower(node: ir.ValueNode): readonly ir.ValueNode[] {
  const children = ir.childrenOf(node);
  return node.type === "window" ? [...ir.childrenOf(node.func), ...children.slice(1)] : children;
}

function lowerNode(node: ir.ValueNode, scope: Scope, memo: ReadonlyMap<ir.ValueNode, Lowered>): Lowered {
  const sqlOf = (n: ir.ValueNode): Sql => memo.get(n) as Sql; // children come first, and values lower to expressions
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
      return sortSqlOf(node, sqlOf(node.value), scope);
    case "lambda":
      return { params: node.params.map((p) => p.name), body: sqlOf(node.body) };
    case "subquery":
      return lowerSubquery(node, scope, node.value ? sqlOf(node.value) : null);
    case "window":
      return lowerOp(node.func, scope, memo, node);
    case "op":
      return lowerOp(node, scope, memo, null);
  }
}

function lowerSubquery(node: ir.Subquery, scope: Scope, value: Sql | null): Sql {
  const query: Sql = { kind: "query", query: scope.query(node.relation, node.kind) };
  if (node.kind === "exists") return sql`EXISTS ${query}`;
  if (node.kind === "in" && value)
    return withPrecedence(Precedence.comparison)`${operand(value, Precedence.otherOperator)} IN ${query}`;
  return query;
}

/** Constants have no effect in PARTITION BY/ORDER BY, and bound parameters there have no inferable type. */
const isVariable = (value: Sql): boolean => value.kind !== "literal" && value.kind !== "param";
function overClause(node: ir.WindowValue, memo: ReadonlyMap<ir.ValueNode, Lowered>, dialect: Dialect): Sql {
  const dialectClause = dialect.compileWindow?.(windowParts(node, memo));
  if (dialectClause) return dialectClause;
  const clauses: Sql[] = [];
  const partitionKeys = node.partitionBy.map((v) => memo.get(v) as Sql).filter(isVariable); // lowered before
  const sortKeys = node.orderBy.map((k) => memo.get(k) as SortSql); // lowered before
  const printedSortKeys =
    node.frame?.unit === "range" && sortKeys.length === 1 ? sortKeys : sortKeys.filter((key) => isVariable(key.sql));
  if (partitionKeys.length > 0) clauses.push(sql`PARTITION BY ${commaList(partitionKeys)}`);
  if (printedSortKeys.length > 0) clauses.push(sql`ORDER BY ${sortList(printedSortKeys, dialect)}`);
  if (node.frame && !isWholePartition(node)) clauses.push(frameClause(node.frame, memo));
  return sql`(${commaList(clauses, " ")})`;
}
function windowParts(node: ir.WindowValue, memo: ReadonlyMap<ir.ValueNode, Lowered>): WindowParts {
  const partitionBy = node.partitionBy
    .map((v) => ({ sql: memo.get(v) as Sql, dtype: v.dtype })) // lowered before
    .filter(({ sql: value }) => isVariable(value));
  const orderBy = node.orderBy
    .map((k) => ({ ...(memo.get(k) as SortSql), dtype: k.value.dtype })) // lowered before
    .filter(({ sql: value }) => isVariable(value));
  return { node, partitionBy, orderBy, sqlOf: (value) => memo.get(value) as Sql }; // lowered before
}
/** True if the frame is the whole partition and can be omitted: without ORDER BY all rows are peers. */
export const isWholePartition = (node: ir.WindowValue): boolean =>
  node.orderBy.length === 0 && node.frame?.start === "unbounded" && node.frame.end === "unbounded";

/** Compiles ORDER BY inside an aggregate or window. */
export function sortList(keys: readonly SortSql[], dialect: Dialect): Sql {
  if (dialect.sortList) return dialect.sortList(keys);
  return commaList(
    keys.map((key) => {
      const direction = keyword(`${key.descending ? "DESC" : "ASC"} NULLS ${key.nulls === "first" ? "FIRST" : "LAST"}`);
      return key.leadingKey
        ? sql`${key.leadingKey} ${direction}, ${key.sql} ${direction}`
        : sql`${key.sql} ${direction}`;
    }),
  );
}

function frameClause(frame: ir.Frame, memo: ReadonlyMap<ir.ValueNode, Lowered>): Sql {
  const bound = (frameBound: ir.FrameBound, side: "PRECEDING" | "FOLLOWING"): Sql => {
    if (frameBound === "unbounded") return keyword(`UNBOUNDED ${side}`);
    if (frameBound === 0) return keyword("CURRENT ROW");
    if (typeof frameBound === "number") {
      const distance: Sql = {
        kind: "literal",
        value: Math.abs(frameBound),
        dtype: { kind: Number.isInteger(frameBound) ? "int64" : "float64", nullable: false },
        fixed: true,
      };
      return sql`${distance} ${keyword(frameBound < 0 ? "PRECEDING" : "FOLLOWING")}`;
    }
    if (frameBound.type === "literal" && Array.isArray(frameBound.value)) {
      const isPreceding = frameBound.value.some((component) => Number(component) < 0);
      const magnitude = frameBound.value.map((component) => Math.abs(Number(component)));
      return sql`${{ kind: "literal", value: magnitude, dtype: frameBound.dtype, fixed: true }} ${keyword(isPreceding ? "PRECEDING" : "FOLLOWING")}`;
    }
    return sql`${memo.get(frameBound) as Sql} ${keyword(side)}`; // lowered before
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
  // Every operation has an entry.
  const rule = rules[node.op] as Unsupported | ((args: unknown, context: RuleContext) => Sql);
  if (typeof rule !== "function") throw unsupportedError(node.op, dialect.name, rule.unsupported, rule.alternative);
  const args: Record<string, unknown> = {};
  for (const [arg, spec] of Object.entries(ir.specOf(node.op).args)) {
    const value = node.args[arg];
    if (value === undefined || spec.kind === "relation") continue;
    if (spec.kind === "option") args[arg] = value;
    else if (Array.isArray(value)) args[arg] = value.map((g: ir.ValueNode) => memo.get(g));
    else args[arg] = memo.get(value as ir.ValueNode); // by the argument kind of the operation
  }
  const context: RuleContext = {
    node: node as ir.OpOf<ir.OpName>, // operation names are checked when nodes are built
    over,
    window,
    dtype: (arg) => (node.args[arg] as ir.Value).dtype, // rules ask for value arguments only
    columns: (relation) => [...relation.schema.keys()].map((column) => scope.field(relation, column)),
    cast: (value, to) => dialect.cast(value, to),
    unsupported: (reason, alternative) => unsupportedError(node.op, dialect.name, reason, alternative),
    aggregate(fn, argSqls, options = {}) {
      const where = options.where && !dialect.features.filterClause ? options.where : undefined;
      const conditionalArgs = where ? argSqls.map((arg) => caseWhen([[where, arg]], NULL)) : argSqls;
      const argClauses: Sql[] = [conditionalArgs.length ? commaList(conditionalArgs) : sql`*`];
      if (where && conditionalArgs.length === 0) argClauses[0] = caseWhen([[where, intLiteral(1)]]);
      if (options.orderBy?.length) argClauses.push(sql`ORDER BY ${sortList(options.orderBy, dialect)}`);
      if (options.argumentSuffix) argClauses.push(options.argumentSuffix);
      const functionName = typeof fn === "string" ? keyword(fn) : fn;
      const argumentCall = sql`${functionName}(${options.distinct ? sql`DISTINCT ` : sql``}${commaList(argClauses, " ")})`;
      const suffixedCall = options.clauseSuffix ? sql`${argumentCall} ${options.clauseSuffix}` : argumentCall;
      const filteredCall =
        options.where && !where ? sql`${suffixedCall} FILTER (WHERE ${options.where})` : suffixedCall;
      return over ? mark.window(sql`${filteredCall} OVER ${over}`) : mark.aggregate(filteredCall);
    },
  };
  const result = rule(args, context);
  return ir.specOf(node.op).role === "impure" ? mark.impure({ ...result }) : result;
}

/** Creates the error for an operation that a dialect cannot compile. */
export function unsupportedError(op: string, dialect: string, reason: string, alternative?: string): AvocetError {
  return new AvocetError(
    "unsupported-operation",
    `${op} cannot be compiled for ${dialect}: ${reason}`,
    alternative ? { hint: `Instead: ${alternative}` } : {},
  );
}
