// What a step of a program gives, worked out row by row in plain JavaScript.
import type { Col, Entry, Expr, Key, Reduce, Rel, Row, Step, Val } from "./plan.js";
import { looksAround } from "./plan.js";

/** What an expression is worked out in: a row among its relation's rows, the groups it is in, and the row of the query around. */
interface At {
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly by: readonly Expr[];
  readonly order: readonly Key[];
  readonly outer: At | null;
  readonly tables: readonly Rel[];
}
/** The program gives numbers that are too large to compare. */
export class TooLarge extends Error {}

const keyOf = (values: readonly Val[]): string => JSON.stringify(values);
const rowKey = (row: Row, names: readonly string[]): string => keyOf(names.map((name) => row[name] ?? null));

function compare(a: Val, b: Val): number {
  if (a === null || b === null) throw new TypeError("NULLs are compared elsewhere");
  return a < b ? -1 : a > b ? 1 : 0;
}
function sum(values: readonly Val[]): Val {
  return values.length === 0 ? null : checked(values.reduce<number>((total, v) => total + Number(v), 0));
}
function checked(n: number): number {
  if (Math.abs(n) > 1e12) throw new TooLarge();
  return n;
}
/** SQL's truth of a condition: true, false or NULL. */
const both = (a: Val, b: Val): Val => (a === false || b === false ? false : a === null || b === null ? null : true);
const not = (a: Val): Val => (a === null ? null : !a);
const either = (a: Val, b: Val): Val => not(both(not(a), not(b)));

const STRICT: Readonly<Record<string, (a: Val, b: Val, c: Val) => Val>> = {
  add: (a, b) => checked(Number(a) + Number(b)),
  sub: (a, b) => checked(Number(a) - Number(b)),
  mul: (a, b) => checked(Number(a) * Number(b)),
  mod: (a, b) => (b === 0 ? null : Number(a) % Number(b)),
  floorDiv: (a, b) => (b === 0 ? null : Math.floor(Number(a) / Number(b))),
  neg: (a) => -Number(a),
  abs: (a) => Math.abs(Number(a)),
  concat: (a, b) => `${a}${b}`,
  upper: (a) => String(a).toUpperCase(),
  length: (a) => String(a).length,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => compare(a, b) < 0,
  le: (a, b) => compare(a, b) <= 0,
  gt: (a, b) => compare(a, b) > 0,
  ge: (a, b) => compare(a, b) >= 0,
  not: (a) => !a,
  xor: (a, b) => a !== b,
};

function call(fn: string, args: readonly Val[]): Val {
  const [a = null, b = null, c = null] = args;
  const known = args.filter((v) => v !== null);
  switch (fn) {
    case "and":
      return both(a, b);
    case "or":
      return either(a, b);
    case "isNull":
      return a === null;
    case "notNull":
      return a !== null;
    case "identicalTo":
      return a === b;
    case "between":
      return both(
        a === null || b === null ? null : compare(a, b) >= 0,
        a === null || c === null ? null : compare(a, c) <= 0,
      );
    case "isin":
      return among(a, args.slice(1));
    case "coalesce":
      return known[0] ?? null;
    case "nullif":
      return a === b ? null : a;
    case "greatest":
      return known.length ? known.reduce((x, y) => (compare(x, y) >= 0 ? x : y)) : null;
    case "least":
      return known.length ? known.reduce((x, y) => (compare(x, y) <= 0 ? x : y)) : null;
    case "ifelse":
      return a === true ? b : c;
    case "cases": {
      for (let i = 0; i + 1 < args.length; i += 2) if (args[i] === true) return args[i + 1] ?? null;
      return args.length % 2 === 1 ? (args.at(-1) ?? null) : null;
    }
  }
  const strict = STRICT[fn];
  if (!strict) throw new TypeError(`the interpreter has no ${fn}`);
  return known.length < args.length ? null : strict(a, b, c);
}
const among = (value: Val, list: readonly Val[]): Val =>
  list.length === 0 ? false : value === null ? null : list.includes(value) ? true : list.includes(null) ? null : false;

export function evaluate(e: Expr, at: At): Val {
  switch (e.k) {
    case "lit":
      return e.value;
    case "col": {
      let from: At | null = at;
      for (let i = 0; i < e.scope; i++) from = from?.outer ?? null;
      const value = from?.row[e.name];
      if (value === undefined) throw new TypeError(`the interpreter has no column ${e.name}`);
      return value;
    }
    case "call":
      return call(
        e.fn,
        e.args.map((arg) => evaluate(arg, at)),
      );
    case "agg":
      return reduce(e.reduce, at.rows, at);
    case "win":
      return over(e, at);
    case "sub": {
      const rows = at.tables[e.table]?.rows ?? [];
      const inner = (row: Row): At => ({ ...at, row, rows, by: [], order: [], outer: at });
      const kept = rows.filter((row) => e.pred === null || evaluate(e.pred, inner(row)) === true);
      if (e.how === "exists") return kept.length > 0;
      if (e.how === "scalar" && e.reduce) return reduce(e.reduce, kept, { ...at, outer: at });
      const { value, column } = e;
      if (!value || !column) throw new TypeError("a membership has a value and a column");
      return among(
        evaluate(value, at),
        kept.map((row) => evaluate(column, inner(row))),
      );
    }
  }
}

/** A reduction of rows. */
function reduce({ fn, arg, where }: Reduce, rows: readonly Row[], at: At): Val {
  const taken = rows.filter((row) => where === null || evaluate(where, { ...at, row }) === true);
  if (fn === "countStar") return taken.length;
  if (!arg) throw new TypeError(`${fn} has an argument`);
  const values = taken.map((row) => evaluate(arg, { ...at, row })).filter((v) => v !== null);
  const [first] = values;
  switch (fn) {
    case "count":
      return values.length;
    case "nunique":
      return new Set(values).size;
    case "sum":
      return sum(values);
    case "any":
      return first === undefined ? null : values.includes(true);
    case "all":
      return first === undefined ? null : !values.includes(false);
    case "min":
      return first === undefined ? null : values.reduce((a, b) => (compare(a, b) <= 0 ? a : b));
    case "max":
      return first === undefined ? null : values.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
  }
  throw new TypeError(`the interpreter has no ${fn}`);
}

function over(e: Expr & { k: "win" }, at: At): Val {
  const given = e.over ?? { by: [], order: at.order, rows: null };
  const by = given.by.length > 0 ? given.by : at.by;
  // Reductions in keys are over all rows.
  const of = (row: Row): At => ({ ...at, row, by: [], order: [] });
  const group = (row: Row): string => keyOf(by.map((key) => evaluate(key, of(row))));
  const own = group(at.row);
  const partition = sorted(
    at.rows.filter((row) => group(row) === own),
    given.order,
    of,
  );
  const order = comparer(given.order, of);
  const place = partition.indexOf(at.row);
  const { fn, arg } = e.reduce;
  if (fn === "rowNumber") return place + 1;
  if (fn === "rank") return 1 + partition.filter((row) => order(row, at.row) < 0).length;
  if (fn === "denseRank") {
    const before = partition.filter((row) => order(row, at.row) < 0);
    return 1 + before.filter((row, i) => i === 0 || order(before[i - 1] ?? row, row) < 0).length;
  }
  if (fn === "lag") {
    const before = partition[place - 1];
    return before && arg ? evaluate(arg, of(before)) : null;
  }
  if (given.rows) {
    const [start, end] = given.rows;
    const from = start === null ? 0 : Math.max(0, place + start);
    const to = end === null ? partition.length : Math.max(0, place + end + 1);
    return reduce(e.reduce, partition.slice(from, to), at);
  }
  const frame = given.order.length === 0 ? partition : partition.filter((row) => order(row, at.row) <= 0);
  return reduce(e.reduce, frame, at);
}

function comparer(keys: readonly Key[], of: (row: Row) => At): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { e, descending, nulls } of keys) {
      const [x, y] = [evaluate(e, of(a)), evaluate(e, of(b))];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === (nulls === "first") ? -1 : 1;
      return descending ? compare(y, x) : compare(x, y);
    }
    return 0;
  };
}
const sorted = (rows: readonly Row[], keys: readonly Key[], of: (row: Row) => At): readonly Row[] =>
  keys.length === 0 ? rows : [...rows].sort(comparer(keys, of));

/** The table that a step gives; `place` is its own place in the program. */
export function interpret(step: Step, tables: readonly Rel[], place: number): Rel {
  const from = tables[step.from];
  if (!from) throw new TypeError("a step is of a table");
  const by = "by" in step ? step.by.map(([, e]) => e) : [];
  const order = "order" in step ? step.order : [];
  const at = (row: Row): At => ({ row, rows: from.rows, by, order, outer: null, tables });
  const same = (cols: readonly Col[]): Col[] =>
    cols.map((col) => ({ ...col, refs: [...col.refs, [place, col.name] as const] }));
  const keep = (rows: readonly Row[], ordered: boolean): Rel => ({ cols: same(from.cols), rows, ordered });
  switch (step.v) {
    case "filter":
      return keep(
        from.rows.filter((row) => step.preds.every((p) => evaluate(p, at(row)) === true)),
        from.ordered && !step.preds.some(looksAround),
      );
    case "select":
    case "mutate": {
      const entries = new Map<string, Expr>();
      if (step.v === "mutate")
        for (const col of from.cols)
          entries.set(col.name, { k: "col", type: col.type, scope: 0, name: col.name, via: null });
      for (const [name, e] of step.entries) entries.set(name, e);
      const rows = from.rows.map((row) => record([...entries], at(row)));
      const ordered = from.ordered && ![...entries.values()].some(looksAround);
      return { cols: named([...entries], from, place), rows, ordered };
    }
    case "aggregate": {
      const groups = new Map<string, Row[]>();
      if (by.length === 0) groups.set("", []);
      for (const row of from.rows) {
        const key = by.length === 0 ? "" : keyOf(by.map((e) => evaluate(e, { ...at(row), by: [] })));
        groups.set(key, [...(groups.get(key) ?? []), row]);
      }
      const entries = [...step.by, ...step.metrics];
      const rows = [...groups.values()].flatMap((group) => {
        const inside: At = { ...at(group[0] ?? {}), rows: group };
        return step.having.every((p) => evaluate(p, inside) === true) ? [record(entries, inside)] : [];
      });
      return { cols: named(entries, from, place), rows, ordered: false };
    }
    case "distinct":
      return keep(unique(from.rows, names(from)), false);
    case "view":
      return { ...keep(from.rows, from.ordered), cols: fresh(from.cols, place) };
    case "distinctOn": {
      const rows = sorted(from.rows, order, at);
      return keep(unique(step.keep === "last" ? rows.toReversed() : rows, step.on), false);
    }
    case "sort":
      return keep(sorted(from.rows, step.keys, at), step.total || from.ordered);
    case "limit":
      return keep(from.rows.slice(step.offset, step.n === null ? undefined : step.offset + step.n), from.ordered);
    case "union":
    case "intersect":
    case "difference": {
      const other = tables[step.other];
      if (!other) throw new TypeError("a set operation is of two tables");
      const pick = (rows: readonly Row[]): Row[] =>
        rows.map((row) => Object.fromEntries(step.names.map((name) => [name, row[name] ?? null])));
      const cols = fresh(
        step.names.flatMap((name) => from.cols.filter((col) => col.name === name)),
        place,
      );
      const [left, right] = [pick(from.rows), pick(other.rows)];
      const rows =
        step.v === "union"
          ? [...left, ...right]
          : matched(step.v === "intersect", left, right, step.names, step.distinct);
      return { cols, rows: step.distinct ? unique(rows, step.names) : rows, ordered: false };
    }
    case "join":
      return joined(step, tables, place);
    case "lateral":
      return beside(step, tables, place);
  }
}

const names = (rel: Rel): string[] => rel.cols.map((col) => col.name);
const fresh = (cols: readonly Col[], place: number): Col[] =>
  cols.map(({ name, type }) => ({ name, type, refs: [[place, name]] }));
const record = (entries: readonly Entry[], at: At): Row =>
  Object.fromEntries(entries.map(([name, e]) => [name, evaluate(e, at)]));
function named(entries: readonly Entry[], from: Rel, place: number): Col[] {
  return entries.map(([name, e]) => {
    const old = e.k === "col" && e.scope === 0 ? from.cols.find((col) => col.name === e.name) : undefined;
    return { name, type: e.type, refs: [...(old?.refs ?? []), [place, name]] };
  });
}
function unique(rows: readonly Row[], on: readonly string[]): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) if (!found.has(rowKey(row, on))) found.set(rowKey(row, on), row);
  return [...found.values()];
}
/** The rows of the left side that are, or are not, in the right one; each row of the right takes one, unless all are taken at once. */
function matched(
  wanted: boolean,
  left: readonly Row[],
  right: readonly Row[],
  on: readonly string[],
  distinct: boolean,
): Row[] {
  const counts = new Map<string, number>();
  for (const row of right) counts.set(rowKey(row, on), (counts.get(rowKey(row, on)) ?? 0) + 1);
  return left.filter((row) => {
    const key = rowKey(row, on);
    const count = counts.get(key) ?? 0;
    if (!distinct && count > 0) counts.set(key, count - 1);
    return count > 0 === wanted;
  });
}

function joined(step: Step & { v: "join" }, tables: readonly Rel[], place: number): Rel {
  const [left, right] = [tables[step.from], tables[step.other]];
  if (!left || !right) throw new TypeError("a join is of two tables");
  const { how, pred } = step;
  const at = (row: Row, outer: At | null): At => ({ row, rows: [], by: [], order: [], outer, tables });
  const matches = (l: Row, r: Row): boolean =>
    pred
      ? evaluate(pred, at(l, at(r, null))) === true
      : step.keys.every((key) => {
          const [a, b] = typeof key === "string" ? [l[key], r[key]] : [l[key[0]], r[key[1]]];
          return a !== null && a === b;
        });
  if (how === "semi" || how === "anti") {
    const rows = left.rows.filter((l) => right.rows.some((r) => matches(l, r)) === (how === "semi"));
    const cols = left.cols.map((col) => ({ ...col, refs: [...col.refs, [place, col.name] as const] }));
    return { cols, rows, ordered: false };
  }
  const shared = step.keys.filter((key) => typeof key === "string");
  const own = new Set(names(left));
  const added = right.cols.filter((col) => !shared.includes(col.name));
  const output = (name: string): string => (own.has(name) ? `${name}${step.suffix}` : name);
  const build = (l: Row | null, r: Row | null): Row => {
    const row: Record<string, Val> = {};
    for (const { name } of left.cols)
      row[name] = (shared.includes(name) && (how === "right" || l === null) ? r?.[name] : l?.[name]) ?? null;
    for (const { name } of added) row[output(name)] = r?.[name] ?? null;
    return row;
  };
  const rows: Row[] = [];
  const seen = new Set<Row>();
  for (const l of left.rows) {
    const found = right.rows.filter((r) => matches(l, r));
    for (const r of found) {
      seen.add(r);
      rows.push(build(l, r));
    }
    if (found.length === 0 && (how === "left" || how === "outer")) rows.push(build(l, null));
  }
  if (how === "right" || how === "outer") for (const r of right.rows) if (!seen.has(r)) rows.push(build(null, r));
  const refs = (col: Col, other: Rel): Col["refs"] =>
    col.refs.filter(([t, n]) => !other.cols.some((c) => c.refs.some(([u, m]) => t === u && n === m)));
  const cols: Col[] = left.cols.map((col) => {
    const keyed = shared.includes(col.name) && (how === "right" || how === "outer");
    return { ...col, refs: [...(keyed ? [] : refs(col, right)), [place, col.name]] };
  });
  for (const col of added)
    cols.push({ type: col.type, name: output(col.name), refs: [...refs(col, left), [place, output(col.name)]] });
  return { cols, rows, ordered: false };
}

function beside(step: Step & { v: "lateral" }, tables: readonly Rel[], place: number): Rel {
  const [left, right] = [tables[step.from], tables[step.other]];
  if (!left || !right) throw new TypeError("a join is of two tables");
  const { reduce: reduction, type } = step;
  const added = reduction ? [{ name: "v", type, refs: [] }] : right.cols;
  const own = new Set(names(left));
  const output = (name: string): string => (own.has(name) ? `${name}${step.suffix}` : name);
  const rows = left.rows.flatMap((l) => {
    const outer: At = { row: l, rows: left.rows, by: [], order: [], outer: null, tables };
    const inner = (row: Row): At => ({ ...outer, row, rows: right.rows, outer });
    const kept = right.rows.filter((row) => evaluate(step.pred, inner(row)) === true);
    const found: readonly Row[] = reduction ? [{ v: reduce(reduction, kept, { ...inner({}), rows: kept }) }] : kept;
    const none: readonly Row[] = step.how === "left" ? [{}] : [];
    return (found.length > 0 ? found : none).map((row) => ({
      ...l,
      ...Object.fromEntries(added.map(({ name }) => [output(name), row[name] ?? null])),
    }));
  });
  const cols: Col[] = left.cols.map((col) => ({
    ...col,
    refs: [
      ...col.refs.filter(([t, n]) => !added.some((c) => c.refs.some(([u, m]) => t === u && n === m))),
      [place, col.name],
    ],
  }));
  for (const { name, type: t } of added) cols.push({ name: output(name), type: t, refs: [[place, output(name)]] });
  return { cols, rows, ordered: false };
}
