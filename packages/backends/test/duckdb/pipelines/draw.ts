// Decodes lists of numbers to programs. Each number is a choice, and the first option is the simplest, so that shrunk
// lists produce simpler programs.
import type { Col, ColExpr, Entry, Expr, JoinType, Key, Reduce, Rel, Step, Type, Val } from "./plan.js";
import { dependsOnRowPosition } from "./plan.js";

/** A sequence of choices; after the last one, always the first option. */
export class Choices {
  private readonly numbers: readonly number[];
  private position = 0;
  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }
  next(count: number): number {
    return count <= 1 ? 0 : (this.numbers[this.position++] ?? 0) % count;
  }
  pick<T>(...options: readonly T[]): T {
    return this.pickFrom(options);
  }
  pickFrom<T>(options: readonly T[]): T {
    const option = options[this.next(options.length)];
    if (option === undefined) throw new TypeError("Internal error: no options to choose from");
    return option;
  }
  /** True with a probability of 1 in `count`. */
  chance(count: number): boolean {
    return this.next(count) === count - 1;
  }
  get isExhausted(): boolean {
    return this.position >= this.numbers.length;
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

/**
 * What an expression may contain: columns in scope, and whether windows, subqueries and ancestor columns are allowed.
 */
interface Context {
  readonly choices: Choices;
  readonly tables: readonly Rel[];
  readonly scopes: readonly (readonly Col[])[];
  readonly allowWindows: boolean;
  readonly allowSubqueries: boolean;
  readonly allowAncestors: boolean;
  /** The grouping keys if aggregates are drawn; columns may then only be read inside of aggregates. */
  readonly groupingKeys: readonly Expr[] | null;
  readonly drawnExprs: Expr[];
}

function columns(context: Context, type: Type): ColExpr[] {
  return context.scopes.flatMap((cols, scope) =>
    cols.filter((c) => c.type === type).map((c): ColExpr => ({ k: "col", type, scope, name: c.name, via: null })),
  );
}
function column(context: Context, type: Type): Expr {
  const candidates: Expr[] = context.groupingKeys
    ? context.groupingKeys.filter((key) => key.type === type)
    : columns(context, type);
  if (candidates.length === 0) return literal(context, type);
  const e = context.choices.pickFrom(candidates);
  if (e.k !== "col" || e.scope > 0 || context.groupingKeys || !context.allowAncestors || !context.choices.chance(4))
    return e;
  const cols = context.scopes[0] ?? [];
  const refs = cols.find((c) => c.name === e.name)?.refs ?? [];
  const unambiguous = refs.filter(
    ([t, n]) => cols.filter((c) => c.refs.some(([u, m]) => t === u && n === m)).length === 1,
  );
  return unambiguous.length === 0 ? e : { ...e, via: context.choices.pickFrom(unambiguous) };
}
const literal = (context: Context, type: Type): Expr => ({
  k: "lit",
  type,
  value: context.choices.chance(8) ? null : context.choices.pickFrom(VALUES[type]),
});

function expression(context: Context, type: Type, depth: number): Expr {
  const e = drawExpr(context, type, depth);
  context.drawnExprs.push(e);
  return e;
}

function drawExpr(context: Context, type: Type, depth: number): Expr {
  if (depth <= 0 || context.choices.isExhausted)
    return context.choices.chance(4) ? literal(context, type) : column(context, type);
  const operand = (t: Type): Expr => expression(context, t, depth - 1);
  const call = (fn: string, ...args: readonly Expr[]): Expr => ({ k: "call", type, fn, args });
  const reusable = context.drawnExprs.filter((e) => e.type === type && e.k !== "lit");
  if (reusable.length > 0 && context.choices.chance(6)) return context.choices.pickFrom(reusable);
  if (context.groupingKeys && context.choices.chance(2)) return aggregate(context, type, depth);
  if (context.allowWindows && context.choices.chance(5)) return window(context, type, depth);
  if (context.allowSubqueries && context.choices.chance(type === "bool" ? 5 : 12)) return subquery(context, type);
  const general = [
    () => column(context, type),
    () => literal(context, type),
    () => call("coalesce", operand(type), ...(context.choices.chance(3) ? [operand(type)] : []), operand(type)),
    () => call("ifelse", operand("bool"), operand(type), operand(type)),
    () => call("nullif", operand(type), operand(type)),
    () =>
      call(
        "cases",
        operand("bool"),
        operand(type),
        operand("bool"),
        operand(type),
        ...(context.choices.chance(2) ? [operand(type)] : []),
      ),
  ];
  switch (type) {
    case "int":
      return context.choices.pickFrom([
        () => column(context, type),
        ...["add", "sub", "mul"].map((fn) => () => call(fn, operand("int"), operand("int"))),
        ...["mod", "floorDiv", "greatest", "least"].map((fn) => () => call(fn, operand("int"), operand("int"))),
        () => call("neg", operand("int")),
        () => call("abs", operand("int")),
        () => call("length", operand("str")),
        ...general,
      ])();
    case "str":
      return context.choices.pickFrom([
        ...general,
        () => call("concat", operand("str"), operand("str")),
        () => call("upper", operand("str")),
      ])();
    case "date":
      return context.choices.pickFrom([...general, () => call("greatest", operand("date"), operand("date"))])();
    case "bool": {
      const operandType = context.choices.pickFrom(TYPES);
      const comparison = (fn: string) => () => {
        const args = [operand(operandType), operand(operandType)];
        return call(fn, ...args);
      };
      return context.choices.pickFrom([
        ...["eq", "ne", "lt", "le", "gt", "ge", "identicalTo"].map(comparison),
        () => call("isNull", operand(operandType)),
        () => call("notNull", operand(operandType)),
        () => call("between", operand(operandType), operand(operandType), operand(operandType)),
        () =>
          call(
            "isin",
            operand(operandType),
            ...Array.from({ length: context.choices.next(4) }, () => operand(operandType)),
          ),
        ...["and", "or", "and", "or", "xor"].map((fn) => () => call(fn, operand("bool"), operand("bool"))),
        () => call("not", operand("bool")),
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
/** Draws an aggregate of a type, with its argument and condition. */
function reduce(context: Context, type: Type, depth: number): Reduce {
  const fn = context.choices.pickFrom(REDUCTIONS[type]);
  const argType = fn === "count" || fn === "nunique" ? context.choices.pickFrom(TYPES) : type;
  return {
    fn,
    arg: fn === "countStar" ? null : expression(context, argType, depth - 1),
    where: context.choices.chance(4) ? expression(context, "bool", depth - 1) : null,
  };
}
const aggregate = (context: Context, type: Type, depth: number): Expr => ({
  k: "agg",
  type,
  reduce: reduce({ ...context, groupingKeys: null, allowSubqueries: false, drawnExprs: [] }, type, depth),
});

/** Draws sort keys, which may be expressions; a total order ends with all columns. */
function sortKeys(context: Context, total: boolean, minCount: number): Key[] {
  const keyContext: Context = { ...context, allowWindows: false, allowSubqueries: false, drawnExprs: [] };
  const key = (e: Expr): Key => ({
    e,
    descending: context.choices.chance(2),
    nulls: context.choices.pick("last", "first"),
  });
  const keys = Array.from({ length: minCount + context.choices.next(3) }, () =>
    key(expression(keyContext, context.choices.pickFrom(TYPES), context.choices.next(2))),
  );
  if (!total) return keys;
  const remaining = (context.scopes[0] ?? []).map((c) =>
    key({ k: "col", type: c.type, scope: 0, name: c.name, via: null }),
  );
  return [...keys.slice(0, 1), ...remaining];
}

function window(context: Context, type: Type, depth: number): Expr {
  const argContext: Context = { ...context, allowWindows: false, allowSubqueries: false, drawnExprs: [] };
  const by = context.choices.chance(2) ? [expression(argContext, context.choices.pickFrom(TYPES), 1)] : [];
  // At most one positional function in each step: the engine may number rows that are equal in all columns in any
  // order.
  const hasPositional = context.drawnExprs.some(dependsOnRowPosition);
  const kind = context.choices.next(hasPositional ? 4 : 7);
  if (kind === 0) return { k: "win", type, reduce: reduce(argContext, type, depth), over: null };
  if (kind === 1)
    return { k: "win", type, reduce: reduce(argContext, type, depth), over: { by, order: [], rows: null } };
  if (kind === 3 && type === "int")
    return {
      k: "win",
      type,
      reduce: { fn: context.choices.pick("rank", "denseRank"), arg: null, where: null },
      over: { by, order: sortKeys(argContext, false, 1), rows: null },
    };
  if (kind < 4)
    return {
      k: "win",
      type,
      reduce: reduce(argContext, type, depth),
      over: { by, order: sortKeys(argContext, false, 1), rows: null },
    };
  const order = sortKeys(argContext, true, 0);
  if (kind === 4 && type === "int")
    return { k: "win", type, reduce: { fn: "rowNumber", arg: null, where: null }, over: { by, order, rows: null } };
  if (kind === 5) {
    const rows = context.choices.pick<readonly [number | null, number | null]>(
      [-1, 0],
      [null, 0],
      [0, 1],
      [-1, 1],
      [1, null],
    );
    return { k: "win", type, reduce: reduce(argContext, type, depth), over: { by, order, rows } };
  }
  const arg = expression(argContext, type, depth - 1);
  return { k: "win", type, reduce: { fn: "lag", arg, where: null }, over: { by, order, rows: null } };
}

function subquery(context: Context, type: Type): Expr {
  const table = context.tables.length - 1 - context.choices.next(context.tables.length);
  const cols = context.tables[table]?.cols ?? [];
  const innerContext: Context = {
    ...context,
    scopes: [cols, ...context.scopes],
    allowWindows: false,
    allowSubqueries: context.scopes.length < 2 && context.choices.chance(3),
    allowAncestors: false,
    groupingKeys: null,
    drawnExprs: [],
  };
  const pred = context.choices.chance(4) ? null : expression(innerContext, "bool", 2);
  const base = { k: "sub", type, table, pred, value: null, column: null, reduce: null } as const;
  const candidates = columns({ ...innerContext, scopes: [cols] }, context.choices.pickFrom(TYPES));
  if (type === "bool" && candidates.length > 0 && context.choices.chance(2)) {
    const column = context.choices.pickFrom(candidates);
    return {
      ...base,
      form: "in",
      value: expression({ ...context, allowSubqueries: false, drawnExprs: [] }, column.type, 1),
      column,
    };
  }
  if (type === "bool") return { ...base, form: "exists" };
  return {
    ...base,
    form: "scalar",
    reduce: reduce({ ...innerContext, allowSubqueries: false, scopes: [cols] }, type, 2),
  };
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

/** Draws a step on one of the previous tables, mostly the last. */
export function drawStep(numbers: readonly number[], tables: readonly Rel[]): Step {
  const choices = new Choices(numbers);
  const verb = choices.pickFrom(VERBS);
  const from = tables.length - 1 - (choices.chance(4) ? choices.next(tables.length) : 0);
  const rel = tables[from];
  if (!rel) throw new TypeError("Internal error: the step has no table");
  const context: Context = {
    choices,
    tables,
    scopes: [rel.cols],
    allowWindows: true,
    allowSubqueries: true,
    allowAncestors: true,
    groupingKeys: null,
    drawnExprs: [],
  };
  const simpleContext: Context = { ...context, allowWindows: false, allowSubqueries: false };
  const cols = rel.cols.map((c): Entry => [c.name, { k: "col", type: c.type, scope: 0, name: c.name, via: null }]);
  const pickSome = <T>(items: readonly T[], minCount: number): T[] => {
    const subset = items.filter(() => !choices.chance(3));
    return subset.length < minCount ? items.slice(0, minCount) : subset;
  };
  const entries = (entryContext: Context, maxCount: number, excludedNames: readonly string[]): Entry[] => {
    const drawnEntries = new Map<string, Expr>();
    for (let i = choices.next(maxCount); i >= 0; i--) {
      const name = choices.pickFrom(
        [...new Set(["x", "y", "z", "q", "r", "t", ...rel.cols.map((c) => c.name)])].filter(
          (n) => !excludedNames.includes(n),
        ),
      );
      if (!drawnEntries.has(name))
        drawnEntries.set(name, expression(entryContext, choices.pickFrom(TYPES), 1 + choices.next(3)));
    }
    return [...drawnEntries];
  };
  const keys = (minCount: number): Entry[] => {
    const subset = pickSome(cols, minCount).slice(0, minCount + choices.next(2));
    return choices.chance(3)
      ? [
          ...subset.filter(([n]) => n !== "g"),
          ["g", expression({ ...simpleContext, allowSubqueries: choices.chance(6) }, choices.pickFrom(TYPES), 2)],
        ]
      : subset;
  };
  switch (verb) {
    case "filter":
      return {
        v: "filter",
        from,
        preds: Array.from({ length: 1 + choices.next(2) }, () => expression(context, "bool", 3)),
        by: [],
      };
    case "groupedFilter":
      return { v: "filter", from, preds: [expression({ ...context, allowSubqueries: false }, "bool", 3)], by: keys(1) };
    case "mutate":
      return { v: "mutate", from, entries: entries(context, 3, []), by: [], order: [] };
    case "groupedMutate":
      return {
        v: choices.pick("mutate", "select"),
        from,
        entries: entries({ ...context, allowSubqueries: false }, 2, []),
        by: keys(1),
        order: choices.chance(2) ? sortKeys(simpleContext, false, 1) : [],
      };
    case "select": {
      const subset = pickSome(cols, 1);
      const computed = choices.chance(2)
        ? entries(
            context,
            2,
            subset.map(([n]) => n),
          )
        : [];
      const renamed = choices.chance(3)
        ? subset.map(([n, e], i): Entry => (i === 0 && !computed.some(([m]) => m === "w") ? ["w", e] : [n, e]))
        : subset;
      return { v: "select", from, entries: [...new Map([...renamed, ...computed])], by: [], order: [] };
    }
    case "aggregate": {
      const by = keys(choices.next(3));
      const keyNames = by.map(([n]) => n);
      const groupContext: Context = {
        ...simpleContext,
        allowAncestors: choices.chance(2),
        groupingKeys: by.map(([, e]) => e),
        drawnExprs: [],
      };
      const metrics = entries({ ...groupContext }, 3, keyNames);
      const having = by.length > 0 && choices.chance(3) ? [expression({ ...groupContext }, "bool", 3)] : [];
      return { v: "aggregate", from, by, metrics, having };
    }
    case "distinct":
    case "view":
      return { v: verb, from };
    case "distinctOn":
      return {
        v: "distinctOn",
        from,
        on: pickSome(cols, 1)
          .map(([n]) => n)
          .slice(0, 2),
        keep: choices.pick("first", "last"),
        order: sortKeys(simpleContext, true, 0),
      };
    case "sort": {
      const total = choices.chance(2);
      return { v: "sort", from, keys: sortKeys({ ...context, allowWindows: false }, total, 1), total };
    }
    case "limit":
      return rel.ordered
        ? { v: "limit", from, n: choices.chance(5) ? null : choices.next(6), offset: choices.next(3) }
        : { v: "sort", from, keys: sortKeys(simpleContext, true, 0), total: true };
    case "set": {
      const right = tables.length - 1 - choices.next(tables.length);
      const names = rel.cols
        .filter((c) => tables[right]?.cols.some((o) => o.name === c.name && o.type === c.type))
        .map((c) => c.name);
      if (names.length === 0) return { v: "distinct", from };
      return { v: choices.pick("union", "intersect", "difference"), from, right, names, distinct: choices.chance(2) };
    }
    case "lateral": {
      const right = tables.length - 1 - choices.next(tables.length);
      const rightCols = tables[right]?.cols ?? [];
      const lateralContext: Context = {
        ...simpleContext,
        scopes: [rightCols, rel.cols],
        allowAncestors: false,
        drawnExprs: [],
      };
      const type = choices.pickFrom(TYPES);
      const pred = expression(lateralContext, "bool", 2);
      const reduction = choices.chance(2)
        ? reduce({ ...lateralContext, scopes: [rightCols], drawnExprs: [] }, type, 2)
        : null;
      const joinType = choices.pick("inner", "left");
      return { v: "lateral", joinType, from, right, pred, reduce: reduction, type, suffix: `_${tables.length}` };
    }
    case "join": {
      const joinType = choices.pick<JoinType>("inner", "left", "semi", "anti", "right", "outer", "cross");
      const right = tables.length - 1 - choices.next(tables.length);
      const rightCols = tables[right]?.cols ?? [];
      const suffix = `_${tables.length}`;
      const base = { v: "join", joinType, from, right, suffix } as const;
      if (joinType === "cross") return { ...base, keys: [], pred: null };
      const shared = rel.cols
        .filter((c) => rightCols.some((o) => o.name === c.name && o.type === c.type))
        .map((c) => c.name);
      const pairs = rel.cols.flatMap((c) =>
        rightCols.filter((o) => o.type === c.type).map((o): [string, string] => [c.name, o.name]),
      );
      const kind = choices.next(3);
      if (kind === 0 && shared.length > 0) return { ...base, keys: pickSome(shared, 1).slice(0, 2), pred: null };
      if (kind === 1 && pairs.length > 0) {
        const [first, second] = [choices.pickFrom(pairs), choices.pickFrom(pairs)];
        return { ...base, keys: choices.chance(3) ? [first, second] : [first], pred: null };
      }
      const predContext: Context = {
        ...simpleContext,
        scopes: [rel.cols, rightCols],
        allowAncestors: false,
        allowSubqueries: false,
      };
      const equalPair = pairs.length > 0 && !choices.chance(3) ? choices.pickFrom(pairs) : null;
      const extraPred = equalPair && !choices.chance(3) ? null : expression(predContext, "bool", 2);
      if (!equalPair) return { ...base, keys: [], pred: extraPred };
      const type = rel.cols.find((c) => c.name === equalPair[0])?.type ?? "int";
      const eq: Expr = {
        k: "call",
        type: "bool",
        fn: "eq",
        args: [
          { k: "col", type, scope: 0, name: equalPair[0], via: null },
          { k: "col", type, scope: 1, name: equalPair[1], via: null },
        ],
      };
      return {
        ...base,
        keys: [],
        pred: extraPred ? { k: "call", type: "bool", fn: "and", args: [eq, extraPred] } : eq,
      };
    }
  }
}
