import type { Bool, DType, Kind, Numeric, NumericKind, Schema, Str } from "../../dtype/dtype.js";
import { bool, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { withCallbackScope } from "../../ir/callback-scope.js";
import { op } from "../../ir/op.js";
import type { Relation } from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field, literal } from "../../ir/value.js";
import type { Selector, SelectorNames, UntypedRule } from "../../selectors.js";
import type { ColumnBase, Condition } from "../column/base.js";
import type { BoolColumn } from "../column/bool.js";
import { columnOf } from "../column/column-factory.js";
import type { NumericColumn } from "../column/numeric.js";
import type { StringColumn } from "../column/string.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";

/** The kinds of columns that a rule selects. */
type KindsOf<R> = R extends readonly [string, infer K extends Kind]
  ? K
  : R extends { readonly allOf: infer A extends readonly unknown[] }
    ? KindsOfAll<A>
    : Kind;
type KindsOfAll<A extends readonly unknown[]> = A extends readonly [infer H, ...infer T]
  ? KindsOf<H> & KindsOfAll<T>
  : Kind;
/** A column that a rule selects, with the methods of its kind if the rule determines it. */
export type SelectedColumn<R> = [KindsOf<R>] extends [NumericKind]
  ? NumericColumn<Numeric, string, null>
  : [KindsOf<R>] extends ["string"]
    ? StringColumn<Str<boolean>, string, null>
    : [KindsOf<R>] extends ["bool"]
      ? BoolColumn<Bool<boolean>, string, null>
      : ColumnBase<DType, string, null>;
type Step<R, C extends AnyColumn = AnyColumn> = (column: SelectedColumn<R>, name: string) => C;
/** Names the results of `across`: from the column's name, and the suffix or an empty string. */
export type AcrossNames = (column: string, suffix: string) => string;

/**
 * Columns computed by the same steps from each column of a selection. `M` is the dtype of each result by its suffix.
 */
export interface Across<out R = unknown, out M = unknown, out N extends string = string> {
  readonly across: Selector<R, N>;
  readonly steps: ReadonlyMap<string, (column: never, name: string) => AnyColumn>;
  readonly names: AcrossNames;
  readonly dtypes?: M;
}
/** The names and dtypes of the results of `across` on the columns of `S`, as pairs. */
export type AcrossPairs<S extends Schema, R, M> = M extends UntypedRule
  ? [string, DType]
  : { [X in keyof M & string]: [X extends "" ? SelectorNames<S, R> : `${SelectorNames<S, R>}_${X}`, M[X]] }[keyof M &
      string];

export const isAcross = (value: unknown): value is Across =>
  typeof value === "object" && value !== null && "across" in value && "steps" in value;

/**
 * Applies the same steps to each column of a selector. A single callback keeps the names of the columns; several, keyed
 * by suffix, are named `column_suffix`. `names` overrides the names.
 * Throws `invalid-argument` without a step, or if a step does not return a column.
 * @example payments.aggregate(s.across(s.columns("amount"), { distinct: (c) => c.nunique(), max: (c) => c.max() }))
 */
export function across<R, N extends string, C extends AnyColumn>(
  selector: Selector<R, N>,
  step: Step<R, C>,
): Across<R, { readonly "": C["dtype"] }, N>;
export function across<R, N extends string, const F extends { readonly [suffix: string]: Step<R> }>(
  selector: Selector<R, N>,
  steps: F,
): Across<R, { readonly [X in keyof F]: ReturnType<F[X]>["dtype"] }, N>;
export function across<R, N extends string>(
  selector: Selector<R, N>,
  steps: Step<R> | { readonly [suffix: string]: Step<R> },
  options: { readonly names: AcrossNames },
): Across<R, UntypedRule, N>;
export function across(
  selector: Selector,
  steps: Step<never> | { readonly [suffix: string]: Step<never> },
  options: { readonly names?: AcrossNames } = {},
): Across {
  const stepEntries = typeof steps === "function" ? [["", steps] as const] : Object.entries(steps);
  if (stepEntries.length === 0) throw new AvocetError("invalid-argument", "`across` needs at least one step");
  return {
    across: selector,
    steps: new Map(stepEntries),
    names: options.names ?? ((column, suffix) => (suffix === "" ? column : `${column}_${suffix}`)),
  };
}

/** The names and values of `across` on a relation. */
export function acrossEntries(relation: Relation, { across: selector, steps, names }: Across): [string, Value][] {
  const entries: [string, Value][] = [];
  withCallbackScope([relation], () => {
    for (const name of selector.pick(relation.schema))
      for (const [suffix, step] of steps) {
        // The type of the step's column follows from the rule of the selector.
        const result: unknown = step(columnOf(field(relation, name), name) as never, name);
        if (!isColumn(result))
          throw new AvocetError("invalid-argument", `A step of \`across\` must return a column, got ${typeof result}`);
        entries.push([names(name, suffix), result.node]);
      }
  });
  return entries;
}

/** A condition on several columns of each row. */
export interface RowTest<out R = unknown, out N extends string = string> {
  readonly test: "any" | "all";
  readonly selector: Selector<R, N>;
  readonly predicate: (column: never, name: string) => Condition;
}
export const isRowTest = (value: unknown): value is RowTest =>
  typeof value === "object" && value !== null && "test" in value && "predicate" in value;

/**
 * Condition that is true if the predicate holds for any column of a selector; false for no columns.
 * @example orders.filter(s.ifAny(s.all(), (c) => c.isNull()))
 */
export const ifAny = <R, N extends string>(
  selector: Selector<R, N>,
  predicate: (column: SelectedColumn<R>, name: string) => Condition,
): RowTest<R, N> => ({ test: "any", selector, predicate });
/**
 * Condition that is true if the predicate holds for every column of a selector; true for no columns.
 * @example orders.filter(s.ifAll(s.numeric(), (c) => c.gt(0)))
 */
export const ifAll = <R, N extends string>(
  selector: Selector<R, N>,
  predicate: (column: SelectedColumn<R>, name: string) => Condition,
): RowTest<R, N> => ({ test: "all", selector, predicate });

/** The condition of a row test on a relation. */
export function rowTestNode(relation: Relation, { test, selector, predicate }: RowTest): Value {
  const conditions = withCallbackScope([relation], () =>
    selector
      .pick(relation.schema)
      // The type of the predicate's column follows from the rule of the selector.
      .map((name) => predicate(columnOf(field(relation, name), name) as never, name).node),
  );
  return combineConditions(test === "any" ? "Or" : "And", conditions) ?? literal(test === "all", notNull(bool));
}

/** Combines conditions by AND or OR, as a balanced tree, so that many of them do not nest deeply. */
export function combineConditions(connective: "And" | "Or", conditions: readonly Value[]): Value | undefined {
  let level = conditions;
  while (level.length > 1) {
    const next: Value[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]];
      if (left) next.push(right ? op(connective, { left, right }) : left);
    }
    level = next;
  }
  return level[0];
}
