// Programs of verbs as plain data, for the property test of pipelines, which builds them as expressions and interprets
// them.
export type Type = "int" | "str" | "bool" | "date";
export type Val = number | string | boolean | null;
export type Row = Readonly<Record<string, Val>>;

/** A column, with the columns of earlier tables (by index in the program and name) that it passes through unchanged. */
export interface Col {
  readonly name: string;
  readonly type: Type;
  readonly refs: readonly (readonly [table: number, name: string])[];
}
/** A table of a program with its rows; `ordered` if the rows have a total order. */
export interface Rel {
  readonly cols: readonly Col[];
  readonly rows: readonly Row[];
  readonly ordered: boolean;
}

/**
 * `scope` counts callbacks outwards: 0 is the current row, 1 the row of the enclosing query (in joins: the right side).
 */
export interface ColExpr {
  readonly k: "col";
  readonly type: Type;
  readonly scope: number;
  readonly name: string;
  /** The ancestor table that the column is read from, instead of the callback's parameter. */
  readonly via: readonly [table: number, name: string] | null;
}
export interface Key {
  readonly e: Expr;
  readonly descending: boolean;
  readonly nulls: "first" | "last";
}
/** An aggregate or ranking function with its argument and condition. */
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
      /** Null for an aggregate in a row context without `over`. */
      readonly over: {
        readonly by: readonly Expr[];
        readonly order: readonly Key[];
        readonly rows: readonly [number | null, number | null] | null;
      } | null;
    }
  | {
      readonly k: "sub";
      readonly type: Type;
      readonly form: "exists" | "scalar" | "in";
      readonly table: number;
      readonly pred: Expr | null;
      /** The value to find, if `form` is "in". */
      readonly value: Expr | null;
      /** The column to find it in. */
      readonly column: ColExpr | null;
      readonly reduce: Reduce | null;
    };

export type Entry = readonly [name: string, e: Expr];
export type JoinType = "inner" | "left" | "right" | "outer" | "semi" | "anti" | "cross";
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
      readonly right: number;
      readonly names: readonly string[];
      readonly distinct: boolean;
    }
  | {
      /**
       * A lateral join with the rows of another table or an aggregate of them; scope 0 is that table's row, 1 the left
       * row.
       */
      readonly v: "lateral";
      readonly joinType: "inner" | "left";
      readonly from: number;
      readonly right: number;
      readonly pred: Expr;
      readonly reduce: Reduce | null;
      readonly type: Type;
      readonly suffix: string;
    }
  | {
      readonly v: "join";
      readonly joinType: JoinType;
      readonly from: number;
      readonly right: number;
      readonly keys: readonly (string | readonly [string, string])[];
      /** The condition of a callback, instead of keys; scope 0 is the left side, 1 the right. */
      readonly pred: Expr | null;
      readonly suffix: string;
    };

/** Iterates over expressions and all their subexpressions, also those in subqueries and windows. */
export function* subexpressions(roots: readonly (Expr | null)[]): Generator<Expr> {
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
/** Whether the value depends on row positions, so that it may differ between equal rows. */
export const dependsOnRowPosition = (e: Expr): boolean =>
  [...subexpressions([e])].some(
    (p) => p.k === "win" && (p.reduce.fn === "rowNumber" || p.reduce.fn === "lag" || Boolean(p.over?.rows)),
  );
/** Whether the expression reads other rows or tables, which makes the order of rows undefined. */
export const readsOtherRows = (e: Expr): boolean =>
  [...subexpressions([e])].some((p) => p.k === "win" || p.k === "sub");
