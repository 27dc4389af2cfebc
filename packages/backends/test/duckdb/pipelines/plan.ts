// What the property test of pipelines speaks of: programs of verbs as plain data, which are built as expressions, and interpreted.
export type Type = "int" | "str" | "bool" | "date";
export type Val = number | string | boolean | null;
export type Row = Readonly<Record<string, Val>>;

/** A column, and the columns of earlier tables, by place in the program and name, that it is unchanged. */
export interface Col {
  readonly name: string;
  readonly type: Type;
  readonly refs: readonly (readonly [table: number, name: string])[];
}
/** A table of a program with its rows; `ordered` if these have an order that is total. */
export interface Rel {
  readonly cols: readonly Col[];
  readonly rows: readonly Row[];
  readonly ordered: boolean;
}

/** `scope` counts callbacks outwards: 0 is the row at hand, 1 the row of the query around (in joins: the right side). */
export interface ColExpr {
  readonly k: "col";
  readonly type: Type;
  readonly scope: number;
  readonly name: string;
  /** The ancestor that the column is taken from, if not from the callback's parameter. */
  readonly via: readonly [table: number, name: string] | null;
}
export interface Key {
  readonly e: Expr;
  readonly descending: boolean;
  readonly nulls: "first" | "last";
}
/** A reduction or a ranking function, its condition, and in windows what it is over. */
export interface Reduce {
  readonly fn: string;
  readonly arg: Expr | null;
  readonly where: Expr | null;
}
export type Expr =
  | ColExpr
  | { readonly k: "lit"; readonly type: Type; readonly value: Val }
  | { readonly k: "call"; readonly type: Type; readonly fn: string; readonly args: readonly Expr[] }
  | { readonly k: "agg"; readonly type: Type; readonly reduce: Reduce }
  | {
      readonly k: "win";
      readonly type: Type;
      readonly reduce: Reduce;
      /** Null for a reduction that stands beside rows without `over`. */
      readonly over: {
        readonly by: readonly Expr[];
        readonly order: readonly Key[];
        readonly rows: readonly [number | null, number | null] | null;
      } | null;
    }
  | {
      readonly k: "sub";
      readonly type: Type;
      readonly how: "exists" | "scalar" | "in";
      readonly table: number;
      readonly pred: Expr | null;
      /** What is looked for, where `how` is "in". */
      readonly value: Expr | null;
      /** The column that it is looked for in. */
      readonly column: ColExpr | null;
      readonly reduce: Reduce | null;
    };

export type Entry = readonly [name: string, e: Expr];
export type JoinHow = "inner" | "left" | "right" | "outer" | "semi" | "anti" | "cross";
export type Step =
  | { readonly v: "filter"; readonly from: number; readonly preds: readonly Expr[]; readonly by: readonly Entry[] }
  | {
      readonly v: "select" | "mutate";
      readonly from: number;
      readonly entries: readonly Entry[];
      readonly by: readonly Entry[];
      readonly order: readonly Key[];
    }
  | {
      readonly v: "aggregate";
      readonly from: number;
      readonly by: readonly Entry[];
      readonly metrics: readonly Entry[];
      readonly having: readonly Expr[];
    }
  | { readonly v: "distinct" | "view"; readonly from: number }
  | {
      readonly v: "distinctOn";
      readonly from: number;
      readonly on: readonly string[];
      readonly keep: "first" | "last";
      readonly order: readonly Key[];
    }
  | { readonly v: "sort"; readonly from: number; readonly keys: readonly Key[]; readonly total: boolean }
  | { readonly v: "limit"; readonly from: number; readonly n: number | null; readonly offset: number }
  | {
      readonly v: "union" | "intersect" | "difference";
      readonly from: number;
      readonly other: number;
      readonly names: readonly string[];
      readonly distinct: boolean;
    }
  | {
      /** Each row beside the rows of another table, or a reduction of them; scope 0 is the other table's row, 1 the row. */
      readonly v: "lateral";
      readonly how: "inner" | "left";
      readonly from: number;
      readonly other: number;
      readonly pred: Expr;
      readonly reduce: Reduce | null;
      readonly type: Type;
      readonly suffix: string;
    }
  | {
      readonly v: "join";
      readonly how: JoinHow;
      readonly from: number;
      readonly other: number;
      readonly keys: readonly (string | readonly [string, string])[];
      /** A callback's condition, in place of keys; scope 0 is the left side, 1 the right. */
      readonly pred: Expr | null;
      readonly suffix: string;
    };

/** Every expression below some, themselves included; subqueries and windows are looked into. */
export function* parts(roots: readonly (Expr | null)[]): Generator<Expr> {
  const stack: (Expr | null)[] = [...roots];
  while (stack.length > 0) {
    const e = stack.pop();
    if (!e) continue;
    yield e;
    if (e.k === "call") stack.push(...e.args);
    if (e.k === "agg" || e.k === "win") stack.push(e.reduce.arg, e.reduce.where);
    if (e.k === "win" && e.over) stack.push(...e.over.by, ...e.over.order.map((key) => key.e));
    if (e.k === "sub") stack.push(e.pred, e.value, e.column, e.reduce?.arg ?? null, e.reduce?.where ?? null);
  }
}
/** Whether its value hangs on the places of rows, so that of two equal rows one gets another than the other. */
export const positional = (e: Expr): boolean =>
  [...parts([e])].some(
    (p) => p.k === "win" && (p.reduce.fn === "rowNumber" || p.reduce.fn === "lag" || Boolean(p.over?.rows)),
  );
/** Whether it looks at other rows or tables, after which the order of rows is not sure. */
export const looksAround = (e: Expr): boolean => [...parts([e])].some((p) => p.k === "win" || p.k === "sub");
