// The expression of a program: the same steps, said in the API.

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

/** A table or a column whose methods are not known by type: programs are checked by the library, when they are built. */
type Loose = { readonly [method: string]: (...args: readonly unknown[]) => Loose } & {
  readonly c: Record<string, Loose>;
};
const loose = (value: unknown): Loose => value as Loose; // what is drawn has no static type
type Scopes = readonly Record<string, Loose>[];

/** How a program is built: with columns of ancestors as such, and with tables of subqueries under identities of their own. */
export interface Building {
  readonly ancestors: boolean;
  readonly views: boolean;
}

export function build(step: Step, tables: readonly Table[], how: Building): Table {
  return stepOf(step, tables, how) as unknown as Table; // a step of a table is a table
}

function stepOf(step: Step, tables: readonly Table[], how: Building): Loose {
  const table = (i: number): Loose => loose(tables[i]);
  const from = table(step.from);
  const value = (e: Expr, scopes: Scopes): Loose => columnOf(e, scopes, tables, how);
  const each = (entries: readonly Entry[]) => (c: Record<string, Loose>) =>
    Object.fromEntries(entries.map(([name, e]) => [name, value(e, [c])]));
  const all = (list: readonly Expr[]) => (c: Record<string, Loose>) => list.map((e) => value(e, [c]));
  const keys = (list: readonly Key[]) => (c: Record<string, Loose>) => list.map((key) => keyOf(key, [c], tables, how));
  const method = (on: Loose, name: string, ...args: readonly unknown[]): Loose => {
    const found = on[name];
    if (!found) throw new TypeError(`no method ${name}`);
    return found.apply(on, [...args]);
  };
  const grouped = (by: readonly Entry[], order: readonly Key[] = []): Loose => {
    if (by.length === 0) return from;
    const groups = method(from, "groupBy", each(by));
    return order.length > 0 ? method(groups, "orderBy", keys(order)) : groups;
  };
  switch (step.v) {
    case "filter":
      return method(grouped(step.by), "filter", all(step.preds));
    case "select":
    case "mutate":
      return method(grouped(step.by, step.order), step.v, each(step.entries));
    case "aggregate": {
      const groups = grouped(step.by);
      return method(
        step.having.length ? method(groups, "having", all(step.having)) : groups,
        "aggregate",
        each(step.metrics),
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
      const own = names(tables[step.from]);
      const left = same(own, step.names) ? from : method(from, "select", ...step.names);
      const others = names(tables[step.other]);
      const right =
        others.length === step.names.length
          ? table(step.other)
          : method(table(step.other), "select", ...step.names.toReversed());
      return method(left, step.v, right, { distinct: step.distinct });
    }
    case "lateral": {
      const { pred, reduce } = step;
      const beside = (o: Record<string, Loose>): Loose => {
        const other = how.views ? method(table(step.other), "view") : table(step.other);
        const kept = method(other, "filter", (c: Record<string, Loose>) => value(pred, [c, o]));
        if (!reduce) return kept;
        return method(kept, "aggregate", (c: Record<string, Loose>) => ({
          v: reduction(reduce, (e) => value(e, [c, o])),
        }));
      };
      return method(from, "lateralJoin", beside, { how: step.how, suffix: step.suffix });
    }
    case "join": {
      const { pred } = step;
      const right = table(step.other);
      const options = { suffix: step.suffix };
      if (step.how === "cross") return method(from, "crossJoin", right, options);
      const on = pred ? (l: Record<string, Loose>, r: Record<string, Loose>) => value(pred, [l, r]) : step.keys;
      return method(from, `${step.how}Join`, right, on, options);
    }
  }
}
const names = (t: Table | undefined): readonly string[] => t?.columns ?? [];
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

const typed = (type: Type, value: Val): Loose =>
  loose(value === null ? lit(null, DTYPES[type]) : lit(value, DTYPES[type]));

function keyOf(key: Key, scopes: Scopes, tables: readonly Table[], how: Building): Loose {
  const column = columnOf(key.e, scopes, tables, how);
  const options = { nulls: key.nulls };
  return key.descending ? call(column, "desc", options) : call(column, "asc", options);
}
function call(on: Loose, name: string, ...args: readonly unknown[]): Loose {
  const found = on[name];
  if (!found) throw new TypeError(`no method ${name}`);
  return found.apply(on, [...args]);
}

function columnOf(e: Expr, scopes: Scopes, tables: readonly Table[], how: Building): Loose {
  const value = (inner: Expr): Loose => columnOf(inner, scopes, tables, how);
  // A constant beside a column is given as it is, as users do.
  const operand = (inner: Expr): unknown => (inner.k === "lit" && inner.value !== null ? inner.value : value(inner));
  switch (e.k) {
    case "lit":
      return typed(e.type, e.value);
    case "col": {
      const scope = how.ancestors && e.via ? loose(tables[e.via[0]]).c : scopes[e.scope];
      const column = scope?.[how.ancestors && e.via ? e.via[1] : e.name];
      if (!column) throw new TypeError(`no column ${e.name}`);
      return column;
    }
    case "call": {
      const [first, ...more] = e.args;
      if (!first) throw new TypeError(`${e.fn} of nothing`);
      switch (e.fn) {
        case "isin":
          return call(value(first), "isin", more.map(operand));
        case "greatest":
        case "least": {
          const [a, ...others] = e.args.map(value);
          return loose((e.fn === "least" ? least : greatest)(a as never, ...(others as never[]))); // types are checked when it is built
        }
        case "ifelse":
          return call(value(first), "ifelse", ...more.map(value));
        case "cases": {
          const branches: unknown[] = [];
          for (let i = 0; i + 1 < e.args.length; i += 2) branches.push(e.args.slice(i, i + 2).map(value));
          const last = e.args.length % 2 ? e.args.at(-1) : undefined;
          const of = loose({ casesOf });
          return last ? call(of, "casesOf", branches, value(last)) : call(of, "casesOf", branches);
        }
        default:
          return call(value(first), e.fn, ...more.map(operand));
      }
    }
    case "agg":
      return reduction(e.reduce, value);
    case "win": {
      const fn = reduction(e.reduce, value);
      if (!e.over) return fn;
      const { by, order, rows } = e.over;
      return call(fn, "over", {
        ...(by.length > 0 && { partitionBy: by.map(value) }),
        ...(order.length > 0 && { orderBy: order.map((key) => keyOf(key, scopes, tables, how)) }),
        ...(rows && { rows }),
      });
    }
    case "sub": {
      let inner = loose(tables[e.table]);
      if (how.views) inner = call(inner, "view");
      const { pred, reduce, column } = e;
      const within = (c: Record<string, Loose>, of: Expr): Loose => columnOf(of, [c, ...scopes], tables, how);
      if (pred) inner = call(inner, "filter", (c: Record<string, Loose>) => within(c, pred));
      if (e.how === "exists") return call(inner, "exists");
      if (e.how === "scalar" && reduce)
        return call(
          call(inner, "aggregate", (c: Record<string, Loose>) => ({ v: reduction(reduce, (of) => within(c, of)) })),
          "asScalar",
        );
      if (!e.value || !column) throw new TypeError("a membership has a value and a column");
      return call(value(e.value), "isin", call(inner, "select", column.name));
    }
  }
}

function reduction({ fn, arg, where }: Reduce, value: (e: Expr) => Loose): Loose {
  const options = where ? { where: value(where) } : {};
  switch (fn) {
    case "countStar":
      return loose(count(options as never)); // a condition, by the program
    case "rowNumber":
      return loose(rowNumber());
    case "rank":
      return loose(rank());
    case "denseRank":
      return loose(denseRank());
  }
  if (!arg) throw new TypeError(`${fn} has an argument`);
  return fn === "lag" ? call(value(arg), "lag") : call(value(arg), fn, options);
}
