import type { Bool, DType, Kind, Numeric, NumericKind, Schema, Str } from "../../dtype/dtype.js";
import { bool, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { withCallbackScope } from "../../ir/callback-scope.js";
import { op } from "../../ir/op.js";
import type { Relation } from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field, literal } from "../../ir/value.js";
import type { UntypedRule, SelectorNames, Selector } from "../../selectors.js";
import type { ColumnBase, Condition } from "../column/base.js";
import type { BoolColumn } from "../column/bool.js";
import { columnOf } from "../column/column-factory.js";
import type { NumericColumn } from "../column/numeric.js";
import type { StringColumn } from "../column/string.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";

/** The kinds that a rule picks. */
type KindsOf<R> = R extends readonly [string, infer K extends Kind]
  ? K
  : R extends { readonly all: infer A extends readonly unknown[] }
    ? KindsOfAll<A>
    : Kind;
type KindsOfAll<A extends readonly unknown[]> = A extends readonly [infer H, ...infer T]
  ? KindsOf<H> & KindsOfAll<T>
  : Kind;
/** A column that a rule picks, as far as the types know what it holds. */
export type SelectedColumn<R> = [KindsOf<R>] extends [NumericKind]
  ? NumericColumn<Numeric, string, null>
  : [KindsOf<R>] extends ["string"]
    ? StringColumn<Str<boolean>, string, null>
    : [KindsOf<R>] extends ["bool"]
      ? BoolColumn<Bool<boolean>, string, null>
      : ColumnBase<DType, string, null>;
type Step<R, C extends AnyColumn = AnyColumn> = (column: SelectedColumn<R>, name: string) => C;
/** How the columns of `across` are named: from the column's name, and the suffix where there is one. */
export type AcrossNames = (column: string, suffix: string) => string;

/** Columns made by doing the same to each of some columns; `M` holds the dtype of each result by its suffix. */
export interface Across<out R = unknown, out M = unknown, out N extends string = string> {
  readonly across: Selector<R, N>;
  readonly steps: ReadonlyMap<string, (column: never, name: string) => AnyColumn>;
  readonly names: AcrossNames;
  readonly dtypes?: M;
}
/** The names and dtypes that an `across` gives on the columns of `S`, as pairs. */
export type AcrossPairs<S extends Schema, R, M> = M extends UntypedRule
  ? [string, DType]
  : { [X in keyof M & string]: [X extends "" ? SelectorNames<S, R> : `${SelectorNames<S, R>}_${X}`, M[X]] }[keyof M & string];

export const isAcross = (value: unknown): value is Across =>
  typeof value === "object" && value !== null && "across" in value && "steps" in value;

/**
 * The same done to each of the columns that a selector picks. One callback keeps the columns' names; several, by suffix, give
 * `column_suffix`; `names` makes other names.
 * @example payments.aggregate(s.across(s.columns("amount"), { mean: (c) => c.nunique(), most: (c) => c.max() }))
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
  if (stepEntries.length === 0) throw new AvocetError("invalid-argument", "across needs something to do to each column");
  return {
    across: selector,
    steps: new Map(stepEntries),
    names: options.names ?? ((column, suffix) => (suffix === "" ? column : `${column}_${suffix}`)),
  };
}

/** The names and values that an `across` gives on a relation. */
export function acrossEntries(relation: Relation, { across: selector, steps, names }: Across): [string, Value][] {
  const entries: [string, Value][] = [];
  withCallbackScope([relation], () => {
    for (const name of selector.pick(relation.schema))
      for (const [suffix, step] of steps) {
        const result: unknown = step(columnOf(field(relation, name), name) as never, name); // the callback was typed by the rule
        if (!isColumn(result))
          throw new AvocetError("invalid-argument", `across gives a column for each column, not ${typeof result}`);
        entries.push([names(name, suffix), result.node]);
      }
  });
  return entries;
}

/** A test of several columns of each row. */
export interface RowTest<out R = unknown, out N extends string = string> {
  readonly test: "any" | "all";
  readonly selector: Selector<R, N>;
  readonly predicate: (column: never, name: string) => Condition;
}
export const isRowTest = (value: unknown): value is RowTest =>
  typeof value === "object" && value !== null && "test" in value && "predicate" in value;

/**
 * True where the condition holds for some of the columns that a selector picks; for no columns it is false.
 * @example orders.filter(s.ifAny(s.all(), (c) => c.isNull()))
 */
export const ifAny = <R, N extends string>(
  selector: Selector<R, N>,
  predicate: (column: SelectedColumn<R>, name: string) => Condition,
): RowTest<R, N> => ({ test: "any", selector, predicate });
/**
 * True where the condition holds for each of the columns that a selector picks; for no columns it is true.
 * @example orders.filter(s.ifAll(s.numeric(), (c) => c.gt(0)))
 */
export const ifAll = <R, N extends string>(
  selector: Selector<R, N>,
  predicate: (column: SelectedColumn<R>, name: string) => Condition,
): RowTest<R, N> => ({ test: "all", selector, predicate });

/** The condition of a row test on a relation. */
export function rowTestNode(relation: Relation, { test, selector, predicate }: RowTest): Value {
  const conditions = withCallbackScope(
    [relation],
    () => selector.pick(relation.schema).map((name) => predicate(columnOf(field(relation, name), name) as never, name).node), // typed by the rule
  );
  return combineConditions(test === "any" ? "Or" : "And", conditions) ?? literal(test === "all", notNull(bool));
}

/** Conditions joined by one word, as a tree of even depth. */
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
