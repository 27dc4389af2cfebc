// Builds a program as an expression with the API.

import type { DType, Table } from "@avocet/core";
import {
  bool,
  cases as casesOf,
  count,
  date,
  denseRank,
  greatest,
  int64,
  least,
  lit,
  rank,
  rowNumber,
  string,
} from "@avocet/core";
import type { Entry, Expr, Key, Reduce, Step, Type, Val } from "./plan.js";

export const DTYPES: Readonly<Record<Type, DType>> = { int: int64, str: string, bool, date };

/** A table or column without static types; the library checks programs when they are built. */
type Untyped = { readonly [method: string]: (...args: readonly unknown[]) => Untyped } & {
  readonly c: Record<string, Untyped>;
};
const untyped = (value: unknown): Untyped => value as Untyped; // random programs have no static types
type Scopes = readonly Record<string, Untyped>[];

/** Whether to read ancestor columns from their tables, and to use a separate view of each table in a subquery. */
export interface BuildOptions {
  readonly ancestors: boolean;
  readonly views: boolean;
}

export function build(step: Step, tables: readonly Table[], options: BuildOptions): Table {
  return buildStep(step, tables, options) as unknown as Table; // the verb of a step returns a table
}

function buildStep(step: Step, tables: readonly Table[], options: BuildOptions): Untyped {
  const table = (i: number): Untyped => untyped(tables[i]);
  const from = table(step.from);
  const value = (expr: Expr, scopes: Scopes): Untyped => columnOf(expr, scopes, tables, options);
  const columnsOf = (entries: readonly Entry[]) => (c: Record<string, Untyped>) =>
    Object.fromEntries(entries.map(([name, e]) => [name, value(e, [c])]));
  const listOf = (list: readonly Expr[]) => (c: Record<string, Untyped>) => list.map((e) => value(e, [c]));
  const keys = (list: readonly Key[]) => (c: Record<string, Untyped>) =>
    list.map((key) => keyOf(key, [c], tables, options));
  const method = (target: Untyped, name: string, ...args: readonly unknown[]): Untyped => {
    const fn = target[name];
    if (!fn) throw new TypeError(`Internal error: no method ${name}`);
    return fn.apply(target, [...args]);
  };
  const grouped = (by: readonly Entry[], order: readonly Key[] = []): Untyped => {
    if (by.length === 0) return from;
    const groups = method(from, "groupBy", columnsOf(by));
    return order.length > 0 ? method(groups, "orderBy", keys(order)) : groups;
  };
  switch (step.v) {
    case "filter":
      return method(grouped(step.by), "filter", listOf(step.preds));
    case "select":
    case "mutate":
      return method(grouped(step.by, step.order), step.v, columnsOf(step.entries));
    case "aggregate": {
      const groups = grouped(step.by);
      return method(
        step.having.length ? method(groups, "having", listOf(step.having)) : groups,
        "aggregate",
        columnsOf(step.metrics),
      );
    }
    case "distinct":
    case "view":
      return method(from, step.v);
    case "distinctOn":
      return method(from, "distinct", { on: step.on, keep: step.keep, orderBy: keys(step.order) });
    case "sort":
      return method(from, "orderBy", keys(step.keys));
    case "limit":
      return method(from, "limit", step.n, { offset: step.offset });
    case "union":
    case "intersect":
    case "difference": {
      const leftNames = names(tables[step.from]);
      const left = isSameNames(leftNames, step.names) ? from : method(from, "select", ...step.names);
      const rightNames = names(tables[step.right]);
      const right =
        rightNames.length === step.names.length
          ? table(step.right)
          : method(table(step.right), "select", ...step.names.toReversed());
      return method(left, step.v, right, { distinct: step.distinct });
    }
    case "lateral": {
      const { pred, reduce } = step;
      const lateral = (o: Record<string, Untyped>): Untyped => {
        const right = options.views ? method(table(step.right), "view") : table(step.right);
        const matching = method(right, "filter", (c: Record<string, Untyped>) => value(pred, [c, o]));
        if (!reduce) return matching;
        return method(matching, "aggregate", (c: Record<string, Untyped>) => ({
          v: buildReduce(reduce, (e) => value(e, [c, o])),
        }));
      };
      return method(from, "lateralJoin", lateral, { how: step.joinType, suffix: step.suffix });
    }
    case "join": {
      const { pred } = step;
      const right = table(step.right);
      const options = { suffix: step.suffix };
      if (step.joinType === "cross") return method(from, "crossJoin", right, options);
      const condition = pred
        ? (l: Record<string, Untyped>, r: Record<string, Untyped>) => value(pred, [l, r])
        : step.keys;
      return method(from, `${step.joinType}Join`, right, condition, options);
    }
  }
}
const names = (t: Table | undefined): readonly string[] => t?.columns ?? [];
const isSameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

const literal = (type: Type, value: Val): Untyped =>
  untyped(value === null ? lit(null, DTYPES[type]) : lit(value, DTYPES[type]));

function keyOf(key: Key, scopes: Scopes, tables: readonly Table[], options: BuildOptions): Untyped {
  const column = columnOf(key.e, scopes, tables, options);
  const sortOptions = { nulls: key.nulls };
  return key.descending ? call(column, "desc", sortOptions) : call(column, "asc", sortOptions);
}
function call(target: Untyped, name: string, ...args: readonly unknown[]): Untyped {
  const fn = target[name];
  if (!fn) throw new TypeError(`Internal error: no method ${name}`);
  return fn.apply(target, [...args]);
}

function columnOf(e: Expr, scopes: Scopes, tables: readonly Table[], options: BuildOptions): Untyped {
  const value = (inner: Expr): Untyped => columnOf(inner, scopes, tables, options);
  // Constant operands are passed as plain values, as users do.
  const operand = (inner: Expr): unknown => (inner.k === "lit" && inner.value !== null ? inner.value : value(inner));
  switch (e.k) {
    case "lit":
      return literal(e.type, e.value);
    case "col": {
      const scope = options.ancestors && e.via ? untyped(tables[e.via[0]]).c : scopes[e.scope];
      const column = scope?.[options.ancestors && e.via ? e.via[1] : e.name];
      if (!column) throw new TypeError(`Internal error: no column ${e.name}`);
      return column;
    }
    case "call": {
      const [first, ...remaining] = e.args;
      if (!first) throw new TypeError(`Internal error: ${e.fn} has no arguments`);
      switch (e.fn) {
        case "isin":
          return call(value(first), "isin", remaining.map(operand));
        case "greatest":
        case "least": {
          const [a, ...remainingArgs] = e.args.map(value);
          // the library checks the types
          return untyped((e.fn === "least" ? least : greatest)(a as never, ...(remainingArgs as never[])));
        }
        case "ifelse":
          return call(value(first), "ifelse", ...remaining.map(value));
        case "cases": {
          const branches: unknown[] = [];
          for (let i = 0; i + 1 < e.args.length; i += 2) branches.push(e.args.slice(i, i + 2).map(value));
          const last = e.args.length % 2 ? e.args.at(-1) : undefined;
          const namespace = untyped({ casesOf });
          return last ? call(namespace, "casesOf", branches, value(last)) : call(namespace, "casesOf", branches);
        }
        default:
          return call(value(first), e.fn, ...remaining.map(operand));
      }
    }
    case "agg":
      return buildReduce(e.reduce, value);
    case "win": {
      const fn = buildReduce(e.reduce, value);
      if (!e.over) return fn;
      const { by, order, rows } = e.over;
      return call(fn, "over", {
        ...(by.length > 0 && { partitionBy: by.map(value) }),
        ...(order.length > 0 && { orderBy: order.map((key) => keyOf(key, scopes, tables, options)) }),
        ...(rows && { rows }),
      });
    }
    case "sub": {
      let inner = untyped(tables[e.table]);
      if (options.views) inner = call(inner, "view");
      const { pred, reduce, column } = e;
      const valueInside = (c: Record<string, Untyped>, expr: Expr): Untyped =>
        columnOf(expr, [c, ...scopes], tables, options);
      if (pred) inner = call(inner, "filter", (c: Record<string, Untyped>) => valueInside(c, pred));
      if (e.form === "exists") return call(inner, "exists");
      if (e.form === "scalar" && reduce)
        return call(
          call(inner, "aggregate", (c: Record<string, Untyped>) => ({
            v: buildReduce(reduce, (of) => valueInside(c, of)),
          })),
          "asScalar",
        );
      if (!e.value || !column) throw new TypeError("Internal error: a membership test needs a value and a column");
      return call(value(e.value), "isin", call(inner, "select", column.name));
    }
  }
}

function buildReduce({ fn, arg, where }: Reduce, value: (e: Expr) => Untyped): Untyped {
  const aggregateOptions = where ? { where: value(where) } : {};
  switch (fn) {
    case "countStar":
      return untyped(count(aggregateOptions as never)); // a drawn condition
    case "rowNumber":
      return untyped(rowNumber());
    case "rank":
      return untyped(rank());
    case "denseRank":
      return untyped(denseRank());
  }
  if (!arg) throw new TypeError(`Internal error: ${fn} needs an argument`);
  return fn === "lag" ? call(value(arg), "lag") : call(value(arg), fn, aggregateOptions);
}
