// A reference interpreter, which computes the steps of a program row by row.
import type { Col, Entry, Expr, Key, Reduce, Rel, Row, Step, Val } from "./plan.js";
import { readsOtherRows } from "./plan.js";

/** The context of an expression: a row, all rows of its relation, the grouping, and the row of the enclosing query. */
interface RowContext {
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly by: readonly Expr[];
  readonly order: readonly Key[];
  readonly outer: RowContext | null;
  readonly tables: readonly Rel[];
}
/** The program computes numbers that are too large to compare. */
export class TooLarge extends Error {}

const keyOf = (values: readonly Val[]): string => JSON.stringify(values);
const rowKey = (row: Row, names: readonly string[]): string => keyOf(names.map((name) => row[name] ?? null));

function compare(a: Val, b: Val): number {
  if (a === null || b === null) throw new TypeError("Internal error: NULLs must be handled before comparing");
  return a < b ? -1 : a > b ? 1 : 0;
}
function sum(values: readonly Val[]): Val {
  return values.length === 0 ? null : checked(values.reduce<number>((total, v) => total + Number(v), 0));
}
function checked(n: number): number {
  if (Math.abs(n) > 1e12) throw new TooLarge();
  return n;
}
/** Three-valued AND of SQL. */
const and = (a: Val, b: Val): Val => (a === false || b === false ? false : a === null || b === null ? null : true);
const not = (a: Val): Val => (a === null ? null : !a);
const or = (a: Val, b: Val): Val => not(and(not(a), not(b)));

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

function applyFunction(fn: string, args: readonly Val[]): Val {
  const [a = null, b = null, c = null] = args;
  const nonNull = args.filter((v) => v !== null);
  switch (fn) {
    case "and":
      return and(a, b);
    case "or":
      return or(a, b);
    case "isNull":
      return a === null;
    case "notNull":
      return a !== null;
    case "identicalTo":
      return a === b;
    case "between":
      return and(
        a === null || b === null ? null : compare(a, b) >= 0,
        a === null || c === null ? null : compare(a, c) <= 0,
      );
    case "isin":
      return isAmong(a, args.slice(1));
    case "coalesce":
      return nonNull[0] ?? null;
    case "nullif":
      return a === b ? null : a;
    case "greatest":
      return nonNull.length ? nonNull.reduce((x, y) => (compare(x, y) >= 0 ? x : y)) : null;
    case "least":
      return nonNull.length ? nonNull.reduce((x, y) => (compare(x, y) <= 0 ? x : y)) : null;
    case "ifelse":
      return a === true ? b : c;
    case "cases": {
      for (let i = 0; i + 1 < args.length; i += 2) if (args[i] === true) return args[i + 1] ?? null;
      return args.length % 2 === 1 ? (args.at(-1) ?? null) : null;
    }
  }
  const strict = STRICT[fn];
  if (!strict) throw new TypeError(`Internal error: the interpreter has no function ${fn}`);
  return nonNull.length < args.length ? null : strict(a, b, c);
}
const isAmong = (value: Val, list: readonly Val[]): Val =>
  list.length === 0 ? false : value === null ? null : list.includes(value) ? true : list.includes(null) ? null : false;

export function evaluate(e: Expr, context: RowContext): Val {
  switch (e.k) {
    case "lit":
      return e.value;
    case "col": {
      let frame: RowContext | null = context;
      for (let i = 0; i < e.scope; i++) frame = frame?.outer ?? null;
      const value = frame?.row[e.name];
      if (value === undefined) throw new TypeError(`Internal error: the interpreter has no column ${e.name}`);
      return value;
    }
    case "call":
      return applyFunction(
        e.fn,
        e.args.map((arg) => evaluate(arg, context)),
      );
    case "agg":
      return reduce(e.reduce, context.rows, context);
    case "win":
      return evaluateWindow(e, context);
    case "sub": {
      const rows = context.tables[e.table]?.rows ?? [];
      const innerContext = (row: Row): RowContext => ({ ...context, row, rows, by: [], order: [], outer: context });
      const matching = rows.filter((row) => e.pred === null || evaluate(e.pred, innerContext(row)) === true);
      if (e.form === "exists") return matching.length > 0;
      if (e.form === "scalar" && e.reduce) return reduce(e.reduce, matching, { ...context, outer: context });
      const { value, column } = e;
      if (!value || !column) throw new TypeError("Internal error: a membership test needs a value and a column");
      return isAmong(
        evaluate(value, context),
        matching.map((row) => evaluate(column, innerContext(row))),
      );
    }
  }
}

/** Computes an aggregate of rows. */
function reduce({ fn, arg, where }: Reduce, rows: readonly Row[], context: RowContext): Val {
  const selected = rows.filter((row) => where === null || evaluate(where, { ...context, row }) === true);
  if (fn === "countStar") return selected.length;
  if (!arg) throw new TypeError(`Internal error: ${fn} needs an argument`);
  const values = selected.map((row) => evaluate(arg, { ...context, row })).filter((v) => v !== null);
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
  throw new TypeError(`Internal error: the interpreter has no function ${fn}`);
}

function evaluateWindow(e: Expr & { k: "win" }, context: RowContext): Val {
  const spec = e.over ?? { by: [], order: context.order, rows: null };
  const by = spec.by.length > 0 ? spec.by : context.by;
  // Aggregates in partition keys are computed over all rows.
  const contextOf = (row: Row): RowContext => ({ ...context, row, by: [], order: [] });
  const group = (row: Row): string => keyOf(by.map((key) => evaluate(key, contextOf(row))));
  const currentGroup = group(context.row);
  const partition = sortRows(
    context.rows.filter((row) => group(row) === currentGroup),
    spec.order,
    contextOf,
  );
  const order = rowComparator(spec.order, contextOf);
  const position = partition.indexOf(context.row);
  const { fn, arg } = e.reduce;
  if (fn === "rowNumber") return position + 1;
  if (fn === "rank") return 1 + partition.filter((row) => order(row, context.row) < 0).length;
  if (fn === "denseRank") {
    const preceding = partition.filter((row) => order(row, context.row) < 0);
    return 1 + preceding.filter((row, i) => i === 0 || order(preceding[i - 1] ?? row, row) < 0).length;
  }
  if (fn === "lag") {
    const previous = partition[position - 1];
    return previous && arg ? evaluate(arg, contextOf(previous)) : null;
  }
  if (spec.rows) {
    const [start, end] = spec.rows;
    const from = start === null ? 0 : Math.max(0, position + start);
    const to = end === null ? partition.length : Math.max(0, position + end + 1);
    return reduce(e.reduce, partition.slice(from, to), context);
  }
  const frame = spec.order.length === 0 ? partition : partition.filter((row) => order(row, context.row) <= 0);
  return reduce(e.reduce, frame, context);
}

function rowComparator(keys: readonly Key[], contextOf: (row: Row) => RowContext): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { e, descending, nulls } of keys) {
      const [x, y] = [evaluate(e, contextOf(a)), evaluate(e, contextOf(b))];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === (nulls === "first") ? -1 : 1;
      return descending ? compare(y, x) : compare(x, y);
    }
    return 0;
  };
}
const sortRows = (rows: readonly Row[], keys: readonly Key[], contextOf: (row: Row) => RowContext): readonly Row[] =>
  keys.length === 0 ? rows : [...rows].sort(rowComparator(keys, contextOf));

/** Computes the table of a step; `tableIndex` is its index in the program. */
export function interpret(step: Step, tables: readonly Rel[], tableIndex: number): Rel {
  const from = tables[step.from];
  if (!from) throw new TypeError("Internal error: the step has no table");
  const by = "by" in step ? step.by.map(([, e]) => e) : [];
  const order = "order" in step ? step.order : [];
  const contextOf = (row: Row): RowContext => ({ row, rows: from.rows, by, order, outer: null, tables });
  const unchanged = (cols: readonly Col[]): Col[] =>
    cols.map((col) => ({ ...col, refs: [...col.refs, [tableIndex, col.name] as const] }));
  const withRows = (rows: readonly Row[], ordered: boolean): Rel => ({ cols: unchanged(from.cols), rows, ordered });
  switch (step.v) {
    case "filter":
      return withRows(
        from.rows.filter((row) => step.preds.every((p) => evaluate(p, contextOf(row)) === true)),
        from.ordered && !step.preds.some(readsOtherRows),
      );
    case "select":
    case "mutate": {
      const entries = new Map<string, Expr>();
      if (step.v === "mutate")
        for (const col of from.cols)
          entries.set(col.name, { k: "col", type: col.type, scope: 0, name: col.name, via: null });
      for (const [name, e] of step.entries) entries.set(name, e);
      const rows = from.rows.map((row) => evaluateEntries([...entries], contextOf(row)));
      const ordered = from.ordered && ![...entries.values()].some(readsOtherRows);
      return { cols: outputCols([...entries], from, tableIndex), rows, ordered };
    }
    case "aggregate": {
      const groups = new Map<string, Row[]>();
      if (by.length === 0) groups.set("", []);
      for (const row of from.rows) {
        const key = by.length === 0 ? "" : keyOf(by.map((e) => evaluate(e, { ...contextOf(row), by: [] })));
        groups.set(key, [...(groups.get(key) ?? []), row]);
      }
      const entries = [...step.by, ...step.metrics];
      const rows = [...groups.values()].flatMap((group) => {
        const groupContext: RowContext = { ...contextOf(group[0] ?? {}), rows: group };
        return step.having.every((p) => evaluate(p, groupContext) === true)
          ? [evaluateEntries(entries, groupContext)]
          : [];
      });
      return { cols: outputCols(entries, from, tableIndex), rows, ordered: false };
    }
    case "distinct":
      return withRows(unique(from.rows, names(from)), false);
    case "view":
      return { ...withRows(from.rows, from.ordered), cols: newCols(from.cols, tableIndex) };
    case "distinctOn": {
      const rows = sortRows(from.rows, order, contextOf);
      return withRows(unique(step.keep === "last" ? rows.toReversed() : rows, step.on), false);
    }
    case "sort":
      return withRows(sortRows(from.rows, step.keys, contextOf), step.total || from.ordered);
    case "limit":
      return withRows(from.rows.slice(step.offset, step.n === null ? undefined : step.offset + step.n), from.ordered);
    case "union":
    case "intersect":
    case "difference": {
      const right = tables[step.right];
      if (!right) throw new TypeError("Internal error: the set operation lacks a table");
      const pick = (rows: readonly Row[]): Row[] =>
        rows.map((row) => Object.fromEntries(step.names.map((name) => [name, row[name] ?? null])));
      const cols = newCols(
        step.names.flatMap((name) => from.cols.filter((col) => col.name === name)),
        tableIndex,
      );
      const [leftRows, rightRows] = [pick(from.rows), pick(right.rows)];
      const rows =
        step.v === "union"
          ? [...leftRows, ...rightRows]
          : filterByMembership(step.v === "intersect", leftRows, rightRows, step.names, step.distinct);
      return { cols, rows: step.distinct ? unique(rows, step.names) : rows, ordered: false };
    }
    case "join":
      return interpretJoin(step, tables, tableIndex);
    case "lateral":
      return interpretLateral(step, tables, tableIndex);
  }
}

const names = (rel: Rel): string[] => rel.cols.map((col) => col.name);
const newCols = (cols: readonly Col[], tableIndex: number): Col[] =>
  cols.map(({ name, type }) => ({ name, type, refs: [[tableIndex, name]] }));
const evaluateEntries = (entries: readonly Entry[], context: RowContext): Row =>
  Object.fromEntries(entries.map(([name, e]) => [name, evaluate(e, context)]));
function outputCols(entries: readonly Entry[], from: Rel, tableIndex: number): Col[] {
  return entries.map(([name, e]) => {
    const source = e.k === "col" && e.scope === 0 ? from.cols.find((col) => col.name === e.name) : undefined;
    return { name, type: e.type, refs: [...(source?.refs ?? []), [tableIndex, name]] };
  });
}
function unique(rows: readonly Row[], on: readonly string[]): Row[] {
  const firstRows = new Map<string, Row>();
  for (const row of rows) if (!firstRows.has(rowKey(row, on))) firstRows.set(rowKey(row, on), row);
  return [...firstRows.values()];
}
/** The left rows that are (or are not) among the right rows. Unless `distinct`, each right row matches one left row. */
function filterByMembership(
  keepMembers: boolean,
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
    return count > 0 === keepMembers;
  });
}

function interpretJoin(step: Step & { v: "join" }, tables: readonly Rel[], tableIndex: number): Rel {
  const [left, right] = [tables[step.from], tables[step.right]];
  if (!left || !right) throw new TypeError("Internal error: the join lacks a table");
  const { joinType, pred } = step;
  const contextOf = (row: Row, outer: RowContext | null): RowContext => ({
    row,
    rows: [],
    by: [],
    order: [],
    outer,
    tables,
  });
  const matches = (l: Row, r: Row): boolean =>
    pred
      ? evaluate(pred, contextOf(l, contextOf(r, null))) === true
      : step.keys.every((key) => {
          const [a, b] = typeof key === "string" ? [l[key], r[key]] : [l[key[0]], r[key[1]]];
          return a !== null && a === b;
        });
  if (joinType === "semi" || joinType === "anti") {
    const rows = left.rows.filter((l) => right.rows.some((r) => matches(l, r)) === (joinType === "semi"));
    const cols = left.cols.map((col) => ({ ...col, refs: [...col.refs, [tableIndex, col.name] as const] }));
    return { cols, rows, ordered: false };
  }
  const shared = step.keys.filter((key) => typeof key === "string");
  const leftNames = new Set(names(left));
  const rightCols = right.cols.filter((col) => !shared.includes(col.name));
  const output = (name: string): string => (leftNames.has(name) ? `${name}${step.suffix}` : name);
  const build = (l: Row | null, r: Row | null): Row => {
    const row: Record<string, Val> = {};
    for (const { name } of left.cols)
      row[name] = (shared.includes(name) && (joinType === "right" || l === null) ? r?.[name] : l?.[name]) ?? null;
    for (const { name } of rightCols) row[output(name)] = r?.[name] ?? null;
    return row;
  };
  const rows: Row[] = [];
  const seen = new Set<Row>();
  for (const l of left.rows) {
    const matching = right.rows.filter((r) => matches(l, r));
    for (const r of matching) {
      seen.add(r);
      rows.push(build(l, r));
    }
    if (matching.length === 0 && (joinType === "left" || joinType === "outer")) rows.push(build(l, null));
  }
  if (joinType === "right" || joinType === "outer")
    for (const r of right.rows) if (!seen.has(r)) rows.push(build(null, r));
  const refs = (col: Col, otherSide: Rel): Col["refs"] =>
    col.refs.filter(([t, n]) => !otherSide.cols.some((c) => c.refs.some(([u, m]) => t === u && n === m)));
  const cols: Col[] = left.cols.map((col) => {
    const keyed = shared.includes(col.name) && (joinType === "right" || joinType === "outer");
    return { ...col, refs: [...(keyed ? [] : refs(col, right)), [tableIndex, col.name]] };
  });
  for (const col of rightCols)
    cols.push({ type: col.type, name: output(col.name), refs: [...refs(col, left), [tableIndex, output(col.name)]] });
  return { cols, rows, ordered: false };
}

function interpretLateral(step: Step & { v: "lateral" }, tables: readonly Rel[], tableIndex: number): Rel {
  const [left, right] = [tables[step.from], tables[step.right]];
  if (!left || !right) throw new TypeError("Internal error: the join lacks a table");
  const { reduce: reduction, type } = step;
  const rightCols = reduction ? [{ name: "v", type, refs: [] }] : right.cols;
  const leftNames = new Set(names(left));
  const output = (name: string): string => (leftNames.has(name) ? `${name}${step.suffix}` : name);
  const rows = left.rows.flatMap((l) => {
    const outer: RowContext = { row: l, rows: left.rows, by: [], order: [], outer: null, tables };
    const inner = (row: Row): RowContext => ({ ...outer, row, rows: right.rows, outer });
    const matching = right.rows.filter((row) => evaluate(step.pred, inner(row)) === true);
    const matchedRows: readonly Row[] = reduction
      ? [{ v: reduce(reduction, matching, { ...inner({}), rows: matching }) }]
      : matching;
    const unmatchedRows: readonly Row[] = step.joinType === "left" ? [{}] : [];
    return (matchedRows.length > 0 ? matchedRows : unmatchedRows).map((row) => ({
      ...l,
      ...Object.fromEntries(rightCols.map(({ name }) => [output(name), row[name] ?? null])),
    }));
  });
  const cols: Col[] = left.cols.map((col) => ({
    ...col,
    refs: [
      ...col.refs.filter(([t, n]) => !rightCols.some((c) => c.refs.some(([u, m]) => t === u && n === m))),
      [tableIndex, col.name],
    ],
  }));
  for (const { name, type: t } of rightCols)
    cols.push({ name: output(name), type: t, refs: [[tableIndex, output(name)]] });
  return { cols, rows, ordered: false };
}
