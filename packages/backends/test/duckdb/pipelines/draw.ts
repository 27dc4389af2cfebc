// Programs from lists of numbers: each number is a choice, the first of the possibilities is the plainest, so that smaller lists
// give simpler programs.
import type { Col, ColExpr, Entry, Expr, JoinHow, Key, Reduce, Rel, Step, Type, Val } from "./plan.js";
import { positional } from "./plan.js";

/** Choices, read one after the other; after the last, always the first possibility. */
export class Choices {
  private readonly list: readonly number[];
  private place = 0;
  constructor(list: readonly number[]) {
    this.list = list;
  }
  next(count: number): number {
    return count <= 1 ? 0 : (this.list[this.place++] ?? 0) % count;
  }
  of<T>(...list: readonly T[]): T {
    return this.in(list);
  }
  in<T>(list: readonly T[]): T {
    const found = list[this.next(list.length)];
    if (found === undefined) throw new TypeError("a choice among nothing");
    return found;
  }
  /** True once in so many times. */
  once(of: number): boolean {
    return this.next(of) === of - 1;
  }
  get used(): boolean {
    return this.place >= this.list.length;
  }
}

const TYPES: readonly Type[] = ["int", "str", "bool", "date"];
export const VALUES: Readonly<Record<Type, readonly Val[]>> = {
  int: [0, 1, 2, 3, -1, -2],
  str: ["a", "b", "", "B", "it's", "%"],
  bool: [true, false],
  date: ["2020-01-01", "2020-01-02", "2020-02-29"],
};
export const NAMES = ["k", "n", "m", "s", "u", "b", "d", "x", "y"] as const;

/** What may be drawn at a place: columns of the rows in scope, and whether windows, subqueries and columns of ancestors fit. */
interface Place {
  readonly d: Choices;
  readonly tables: readonly Rel[];
  readonly scopes: readonly (readonly Col[])[];
  readonly windows: boolean;
  readonly queries: boolean;
  readonly ancestors: boolean;
  /** Keys of groups, where reductions are drawn; then columns stand only inside of these. */
  readonly keys: readonly Expr[] | null;
  readonly pool: Expr[];
}

function columns(p: Place, type: Type): ColExpr[] {
  return p.scopes.flatMap((cols, scope) =>
    cols.filter((c) => c.type === type).map((c): ColExpr => ({ k: "col", type, scope, name: c.name, via: null })),
  );
}
function column(p: Place, type: Type): Expr {
  const found: Expr[] = p.keys ? p.keys.filter((key) => key.type === type) : columns(p, type);
  if (found.length === 0) return literal(p, type);
  const e = p.d.in(found);
  if (e.k !== "col" || e.scope > 0 || p.keys || !p.ancestors || !p.d.once(4)) return e;
  const cols = p.scopes[0] ?? [];
  const refs = cols.find((c) => c.name === e.name)?.refs ?? [];
  const sure = refs.filter(([t, n]) => cols.filter((c) => c.refs.some(([u, m]) => t === u && n === m)).length === 1);
  return sure.length === 0 ? e : { ...e, via: p.d.in(sure) };
}
const literal = (p: Place, type: Type): Expr => ({
  k: "lit",
  type,
  value: p.d.once(8) ? null : p.d.in(VALUES[type]),
});

function expression(p: Place, type: Type, depth: number): Expr {
  const e = drawn(p, type, depth);
  p.pool.push(e);
  return e;
}

function drawn(p: Place, type: Type, depth: number): Expr {
  if (depth <= 0 || p.d.used) return p.d.once(4) ? literal(p, type) : column(p, type);
  const of = (t: Type): Expr => expression(p, t, depth - 1);
  const make = (fn: string, ...args: readonly Expr[]): Expr => ({ k: "call", type, fn, args });
  const known = p.pool.filter((e) => e.type === type && e.k !== "lit");
  if (known.length > 0 && p.d.once(6)) return p.d.in(known);
  if (p.keys && p.d.once(2)) return aggregate(p, type, depth);
  if (p.windows && p.d.once(5)) return window(p, type, depth);
  if (p.queries && p.d.once(type === "bool" ? 5 : 12)) return subquery(p, type);
  const general = [
    () => column(p, type),
    () => literal(p, type),
    () => make("coalesce", of(type), ...(p.d.once(3) ? [of(type)] : []), of(type)),
    () => make("ifelse", of("bool"), of(type), of(type)),
    () => make("nullif", of(type), of(type)),
    () => make("cases", of("bool"), of(type), of("bool"), of(type), ...(p.d.once(2) ? [of(type)] : [])),
  ];
  switch (type) {
    case "int":
      return p.d.in([
        () => column(p, type),
        ...["add", "sub", "mul"].map((fn) => () => make(fn, of("int"), of("int"))),
        ...["mod", "floorDiv", "greatest", "least"].map((fn) => () => make(fn, of("int"), of("int"))),
        () => make("neg", of("int")),
        () => make("abs", of("int")),
        () => make("length", of("str")),
        ...general,
      ])();
    case "str":
      return p.d.in([...general, () => make("concat", of("str"), of("str")), () => make("upper", of("str"))])();
    case "date":
      return p.d.in([...general, () => make("greatest", of("date"), of("date"))])();
    case "bool": {
      const other = p.d.in(TYPES);
      const comparison = (fn: string) => () => {
        const args = [of(other), of(other)];
        return make(fn, ...args);
      };
      return p.d.in([
        ...["eq", "ne", "lt", "le", "gt", "ge", "identicalTo"].map(comparison),
        () => make("isNull", of(other)),
        () => make("notNull", of(other)),
        () => make("between", of(other), of(other), of(other)),
        () => make("isin", of(other), ...Array.from({ length: p.d.next(4) }, () => of(other))),
        ...["and", "or", "and", "or", "xor"].map((fn) => () => make(fn, of("bool"), of("bool"))),
        () => make("not", of("bool")),
        ...general,
      ])();
    }
  }
}

const REDUCTIONS: Readonly<Record<Type, readonly string[]>> = {
  int: ["sum", "count", "countStar", "nunique", "min", "max"],
  str: ["min", "max"],
  date: ["min", "max"],
  bool: ["any", "all"],
};
/** A reduction that gives a type; its argument and condition are drawn at a place of their own. */
function reduce(p: Place, type: Type, depth: number): Reduce {
  const fn = p.d.in(REDUCTIONS[type]);
  const over = fn === "count" || fn === "nunique" ? p.d.in(TYPES) : type;
  return {
    fn,
    arg: fn === "countStar" ? null : expression(p, over, depth - 1),
    where: p.d.once(4) ? expression(p, "bool", depth - 1) : null,
  };
}
const aggregate = (p: Place, type: Type, depth: number): Expr => ({
  k: "agg",
  type,
  reduce: reduce({ ...p, keys: null, queries: false, pool: [] }, type, depth),
});

/** Sort keys, some of which may be expressions; total ones end with all columns. */
function sortKeys(p: Place, total: boolean, least: number): Key[] {
  const inner: Place = { ...p, windows: false, queries: false, pool: [] };
  const key = (e: Expr): Key => ({ e, descending: p.d.once(2), nulls: p.d.of("last", "first") });
  const drawn = Array.from({ length: least + p.d.next(3) }, () => key(expression(inner, p.d.in(TYPES), p.d.next(2))));
  if (!total) return drawn;
  const rest = (p.scopes[0] ?? []).map((c) => key({ k: "col", type: c.type, scope: 0, name: c.name, via: null }));
  return [...drawn.slice(0, 1), ...rest];
}

function window(p: Place, type: Type, depth: number): Expr {
  const inner: Place = { ...p, windows: false, queries: false, pool: [] };
  const by = p.d.once(2) ? [expression(inner, p.d.in(TYPES), 1)] : [];
  // Of rows that are equal in all columns, one step must not number one twice.
  const numbered = p.pool.some(positional);
  const kind = p.d.next(numbered ? 4 : 7);
  if (kind === 0) return { k: "win", type, reduce: reduce(inner, type, depth), over: null };
  if (kind === 1) return { k: "win", type, reduce: reduce(inner, type, depth), over: { by, order: [], rows: null } };
  if (kind === 3 && type === "int")
    return {
      k: "win",
      type,
      reduce: { fn: p.d.of("rank", "denseRank"), arg: null, where: null },
      over: { by, order: sortKeys(inner, false, 1), rows: null },
    };
  if (kind < 4)
    return {
      k: "win",
      type,
      reduce: reduce(inner, type, depth),
      over: { by, order: sortKeys(inner, false, 1), rows: null },
    };
  const order = sortKeys(inner, true, 0);
  if (kind === 4 && type === "int")
    return { k: "win", type, reduce: { fn: "rowNumber", arg: null, where: null }, over: { by, order, rows: null } };
  if (kind === 5) {
    const rows = p.d.of<readonly [number | null, number | null]>([-1, 0], [null, 0], [0, 1], [-1, 1], [1, null]);
    return { k: "win", type, reduce: reduce(inner, type, depth), over: { by, order, rows } };
  }
  const arg = expression(inner, type, depth - 1);
  return { k: "win", type, reduce: { fn: "lag", arg, where: null }, over: { by, order, rows: null } };
}

function subquery(p: Place, type: Type): Expr {
  const table = p.tables.length - 1 - p.d.next(p.tables.length);
  const cols = p.tables[table]?.cols ?? [];
  const inner: Place = {
    ...p,
    scopes: [cols, ...p.scopes],
    windows: false,
    queries: p.scopes.length < 2 && p.d.once(3),
    ancestors: false,
    keys: null,
    pool: [],
  };
  const pred = p.d.once(4) ? null : expression(inner, "bool", 2);
  const base = { k: "sub", type, table, pred, value: null, column: null, reduce: null } as const;
  const wanted = columns({ ...inner, scopes: [cols] }, p.d.in(TYPES));
  if (type === "bool" && wanted.length > 0 && p.d.once(2)) {
    const column = p.d.in(wanted);
    return { ...base, how: "in", value: expression({ ...p, queries: false, pool: [] }, column.type, 1), column };
  }
  if (type === "bool") return { ...base, how: "exists" };
  return { ...base, how: "scalar", reduce: reduce({ ...inner, queries: false, scopes: [cols] }, type, 2) };
}

const VERBS = [
  "filter",
  "select",
  "mutate",
  "aggregate",
  "join",
  "set",
  "sort",
  "limit",
  "distinct",
  "groupedMutate",
  "groupedFilter",
  "distinctOn",
  "view",
  "lateral",
] as const;

/** One step upon the tables so far, mostly upon the last. */
export function drawStep(list: readonly number[], tables: readonly Rel[]): Step {
  const d = new Choices(list);
  const verb = d.in(VERBS);
  const from = tables.length - 1 - (d.once(4) ? d.next(tables.length) : 0);
  const rel = tables[from];
  if (!rel) throw new TypeError("a step is of a table");
  const p: Place = {
    d,
    tables,
    scopes: [rel.cols],
    windows: true,
    queries: true,
    ancestors: true,
    keys: null,
    pool: [],
  };
  const plain: Place = { ...p, windows: false, queries: false };
  const cols = rel.cols.map((c): Entry => [c.name, { k: "col", type: c.type, scope: 0, name: c.name, via: null }]);
  const some = <T>(items: readonly T[], least: number): T[] => {
    const kept = items.filter(() => !d.once(3));
    return kept.length < least ? items.slice(0, least) : kept;
  };
  const entries = (place: Place, most: number, taken: readonly string[]): Entry[] => {
    const found = new Map<string, Expr>();
    for (let i = d.next(most); i >= 0; i--) {
      const name = d.in(
        [...new Set(["x", "y", "z", "q", "r", "t", ...rel.cols.map((c) => c.name)])].filter((n) => !taken.includes(n)),
      );
      if (!found.has(name)) found.set(name, expression(place, d.in(TYPES), 1 + d.next(3)));
    }
    return [...found];
  };
  const keys = (least: number): Entry[] => {
    const kept = some(cols, least).slice(0, least + d.next(2));
    return d.once(3)
      ? [...kept.filter(([n]) => n !== "g"), ["g", expression({ ...plain, queries: d.once(6) }, d.in(TYPES), 2)]]
      : kept;
  };
  switch (verb) {
    case "filter":
      return {
        v: "filter",
        from,
        preds: Array.from({ length: 1 + d.next(2) }, () => expression(p, "bool", 3)),
        by: [],
      };
    case "groupedFilter":
      return { v: "filter", from, preds: [expression({ ...p, queries: false }, "bool", 3)], by: keys(1) };
    case "mutate":
      return { v: "mutate", from, entries: entries(p, 3, []), by: [], order: [] };
    case "groupedMutate":
      return {
        v: d.of("mutate", "select"),
        from,
        entries: entries({ ...p, queries: false }, 2, []),
        by: keys(1),
        order: d.once(2) ? sortKeys(plain, false, 1) : [],
      };
    case "select": {
      const kept = some(cols, 1);
      const more = d.once(2)
        ? entries(
            p,
            2,
            kept.map(([n]) => n),
          )
        : [];
      const renamed = d.once(3)
        ? kept.map(([n, e], i): Entry => (i === 0 && !more.some(([m]) => m === "w") ? ["w", e] : [n, e]))
        : kept;
      return { v: "select", from, entries: [...new Map([...renamed, ...more])], by: [], order: [] };
    }
    case "aggregate": {
      const by = keys(d.next(3));
      const taken = by.map(([n]) => n);
      const inside: Place = { ...plain, ancestors: d.once(2), keys: by.map(([, e]) => e), pool: [] };
      const metrics = entries({ ...inside }, 3, taken);
      const having = by.length > 0 && d.once(3) ? [expression({ ...inside }, "bool", 3)] : [];
      return { v: "aggregate", from, by, metrics, having };
    }
    case "distinct":
    case "view":
      return { v: verb, from };
    case "distinctOn":
      return {
        v: "distinctOn",
        from,
        on: some(cols, 1)
          .map(([n]) => n)
          .slice(0, 2),
        keep: d.of("first", "last"),
        order: sortKeys(plain, true, 0),
      };
    case "sort": {
      const total = d.once(2);
      return { v: "sort", from, keys: sortKeys({ ...p, windows: false }, total, 1), total };
    }
    case "limit":
      return rel.ordered
        ? { v: "limit", from, n: d.once(5) ? null : d.next(6), offset: d.next(3) }
        : { v: "sort", from, keys: sortKeys(plain, true, 0), total: true };
    case "set": {
      const other = tables.length - 1 - d.next(tables.length);
      const names = rel.cols
        .filter((c) => tables[other]?.cols.some((o) => o.name === c.name && o.type === c.type))
        .map((c) => c.name);
      if (names.length === 0) return { v: "distinct", from };
      return { v: d.of("union", "intersect", "difference"), from, other, names, distinct: d.once(2) };
    }
    case "lateral": {
      const other = tables.length - 1 - d.next(tables.length);
      const right = tables[other]?.cols ?? [];
      const inner: Place = { ...plain, scopes: [right, rel.cols], ancestors: false, pool: [] };
      const type = d.in(TYPES);
      const pred = expression(inner, "bool", 2);
      const reduction = d.once(2) ? reduce({ ...inner, scopes: [right], pool: [] }, type, 2) : null;
      const how = d.of("inner", "left");
      return { v: "lateral", how, from, other, pred, reduce: reduction, type, suffix: `_${tables.length}` };
    }
    case "join": {
      const how = d.of<JoinHow>("inner", "left", "semi", "anti", "right", "outer", "cross");
      const other = tables.length - 1 - d.next(tables.length);
      const right = tables[other]?.cols ?? [];
      const suffix = `_${tables.length}`;
      const base = { v: "join", how, from, other, suffix } as const;
      if (how === "cross") return { ...base, keys: [], pred: null };
      const shared = rel.cols
        .filter((c) => right.some((o) => o.name === c.name && o.type === c.type))
        .map((c) => c.name);
      const pairs = rel.cols.flatMap((c) =>
        right.filter((o) => o.type === c.type).map((o): [string, string] => [c.name, o.name]),
      );
      const kind = d.next(3);
      if (kind === 0 && shared.length > 0) return { ...base, keys: some(shared, 1).slice(0, 2), pred: null };
      if (kind === 1 && pairs.length > 0) {
        const [first, second] = [d.in(pairs), d.in(pairs)];
        return { ...base, keys: d.once(3) ? [first, second] : [first], pred: null };
      }
      const place: Place = { ...plain, scopes: [rel.cols, right], ancestors: false, queries: false };
      const equal = pairs.length > 0 && !d.once(3) ? d.in(pairs) : null;
      const more = equal && !d.once(3) ? null : expression(place, "bool", 2);
      if (!equal) return { ...base, keys: [], pred: more };
      const type = rel.cols.find((c) => c.name === equal[0])?.type ?? "int";
      const eq: Expr = {
        k: "call",
        type: "bool",
        fn: "eq",
        args: [
          { k: "col", type, scope: 0, name: equal[0], via: null },
          { k: "col", type, scope: 1, name: equal[1], via: null },
        ],
      };
      return { ...base, keys: [], pred: more ? { k: "call", type: "bool", fn: "and", args: [eq, more] } : eq };
    }
  }
}
