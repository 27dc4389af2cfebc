import { across, ifAll, ifAny } from "./api/functions/across.js";
import type { DType, Kind, NumericKind, Schema } from "./dtype/dtype.js";
import { isNumeric, isTemporal } from "./dtype/kinds.js";
import { AvocetError } from "./errors.js";
import type { Fields } from "./ir/relation.js";
import { suggestion } from "./suggest.js";

/** The rule of a selector whose columns are known only at runtime. */
export interface UntypedRule {
  readonly untyped: true;
}
/** Columns with a name of `N` and a kind of `K`. */
type Rule<N extends string, K extends Kind = Kind> = readonly [name: N, kind: K];
interface Not<R> {
  readonly not: R;
}
interface AllOf<R extends readonly unknown[]> {
  readonly allOf: R;
}
/**
 * A rule that selects columns of the table it is used on. The types record the rule as `R`, and as `N` the names that
 * must exist.
 */
export interface Selector<out R = unknown, out N extends string = string> {
  readonly pick: (schema: Fields) => readonly string[];
  readonly rule?: R;
  readonly requiredNames?: N;
}
/** The names of the columns of `S` that a rule selects; `string` if they are known only at runtime. */
export type SelectorNames<S extends Schema, R> = string extends keyof S ? string : NamesByRule<S, R>;
type NamesByRule<S extends Schema, R> = R extends UntypedRule
  ? string
  : R extends Not<infer X>
    ? string extends NamesByRule<S, X>
      ? string
      : Exclude<keyof S & string, NamesByRule<S, X>>
    : R extends AllOf<infer A>
      ? NamesByAllRules<S, A>
      : { [P in keyof S & string]: readonly [P, S[P]["kind"]] extends R ? P : never }[keyof S & string];
type NamesByAllRules<S extends Schema, A extends readonly unknown[]> = A extends readonly [infer H, ...infer T]
  ? string extends NamesByRule<S, H> | NamesByAllRules<S, T>
    ? string
    : NamesByRule<S, H> & NamesByAllRules<S, T>
  : keyof S & string;
type RulesOf<T extends readonly Selector[]> = { [I in keyof T]: T[I] extends Selector<infer R> ? R : never };
type RequiredNames<T extends Selector> = T extends Selector<unknown, infer N> ? N : never;
type Literal<X extends string, R> = string extends X ? UntypedRule : R;

export const isSelector = (value: unknown): value is Selector =>
  typeof value === "object" && value !== null && "pick" in value && typeof value.pick === "function";

const byColumn = <R>(test: (name: string, dtype: DType) => boolean): Selector<R, never> => ({
  pick: (schema) => [...schema].filter(([name, dtype]) => test(name, dtype)).map(([name]) => name),
});
const byPosition = (
  selectPositions: (names: readonly string[]) => ReadonlySet<number>,
): Selector<UntypedRule, never> => ({
  pick(schema) {
    const names = [...schema.keys()];
    const positions = selectPositions(names);
    return names.filter((_, i) => positions.has(i));
  },
});
function combine<R, N extends string>(
  selectors: readonly Selector[],
  isSelected: (selections: readonly ReadonlySet<string>[], name: string) => boolean,
): Selector<R, N> {
  return {
    pick(schema) {
      const selections = selectors.map((selector) => new Set(selector.pick(schema)));
      return [...schema.keys()].filter((name) => isSelected(selections, name));
    },
  };
}

function positionOf(names: readonly string[], name: string): number {
  const position = names.indexOf(name);
  if (position < 0)
    throw new AvocetError("unknown-column", `There is no column \`${name}\``, { hint: suggestion(name, names) });
  return position;
}
function normalizePosition(position: number, count: number): number {
  const normalized = position < 0 ? position + count : position;
  if (Number.isInteger(position) && normalized >= 0 && normalized < count) return normalized;
  throw new AvocetError(
    "invalid-argument",
    `There is no column at position ${position}: the table has ${count} columns`,
    {
      hint: "Use positions from 0, or negative ones to count from the end.",
    },
  );
}

/**
 * Selectors: rules that select columns, in the order of the table, wherever column names are expected.
 * @example orders.select("status", s.numeric())
 */
export const s = {
  /**
   * All columns.
   * @example orders.distinct({ on: s.all() })
   */
  all: (): Selector<Rule<string>, never> => byColumn(() => true),
  /**
   * No columns.
   * @example orders.drop(s.none())
   */
  none: (): Selector<never, never> => byColumn(() => false),
  /**
   * Numeric columns.
   * @example orders.select(s.numeric())
   */
  numeric: (): Selector<Rule<string, NumericKind>, never> => byColumn((_, dtype) => isNumeric(dtype)),
  /**
   * Date, time and timestamp columns.
   * @example orders.select(s.temporal())
   */
  temporal: (): Selector<Rule<string, "date" | "time" | "timestamp">, never> =>
    byColumn((_, dtype) => isTemporal(dtype)),
  /**
   * Columns of one kind, which is passed by name or as a dtype of that kind.
   * @example orders.select(s.ofType("string"))
   */
  ofType: <K extends Kind>(kind: K | { readonly kind: K }): Selector<Rule<string, K>, never> =>
    byColumn((_, dtype) => dtype.kind === (typeof kind === "string" ? kind : kind.kind)),
  /**
   * Columns for whose name and dtype a predicate returns true.
   * @example orders.select(s.where((name, dtype) => name.length < 8 && dtype.nullable))
   */
  where: (test: (name: string, dtype: DType) => boolean): Selector<UntypedRule, never> => byColumn(test),
  /**
   * Columns whose names start with any of the prefixes.
   * @example orders.select(s.startsWith("order_"))
   */
  startsWith: <const X extends string>(...prefixes: readonly X[]): Selector<Literal<X, Rule<`${X}${string}`>>, never> =>
    byColumn((name) => prefixes.some((x) => name.startsWith(x))),
  /**
   * Columns whose names end with any of the suffixes.
   * @example orders.select(s.endsWith("_id"))
   */
  endsWith: <const X extends string>(...suffixes: readonly X[]): Selector<Literal<X, Rule<`${string}${X}`>>, never> =>
    byColumn((name) => suffixes.some((x) => name.endsWith(x))),
  /**
   * Columns whose names contain any of the substrings.
   * @example orders.select(s.contains("order"))
   */
  contains: <const X extends string>(
    ...substrings: readonly X[]
  ): Selector<Literal<X, Rule<`${string}${X}${string}`>>, never> =>
    byColumn((name) => substrings.some((x) => name.includes(x))),
  /**
   * Columns whose names match a regular expression.
   * @example orders.select(s.matches(/_id$/))
   */
  matches: (pattern: RegExp): Selector<UntypedRule, never> => {
    const statelessPattern = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
    return byColumn((name) => statelessPattern.test(name));
  },
  /**
   * Columns by name.
   * Throws `unknown-column` if a column does not exist.
   * @example orders.drop(s.columns("status"))
   */
  columns: <const X extends string>(...names: readonly X[]): Selector<Literal<X, Rule<X>>, X> => ({
    pick(schema) {
      for (const name of names) if (!schema.has(name)) positionOf([...schema.keys()], name);
      const selected: ReadonlySet<string> = new Set(names);
      return [...schema.keys()].filter((name) => selected.has(name));
    },
  }),
  /**
   * Columns by position: from 0, or from the end if negative.
   * Throws `invalid-argument` if there is no column at a position.
   * @example orders.select(s.index(0, -1))
   */
  index: (...positions: readonly number[]): Selector<UntypedRule, never> =>
    byPosition((names) => new Set(positions.map((position) => normalizePosition(position, names.length)))),
  /**
   * Columns from one to another, both included.
   * Throws `unknown-column` if a column does not exist.
   * @example orders.select(s.range("customer_id", "status"))
   */
  range: <const X extends string>(from: X, to: X): Selector<UntypedRule, X> =>
    byPosition((names) => {
      const [start, end] = [positionOf(names, from), positionOf(names, to)];
      return new Set(Array.from({ length: Math.max(0, end - start + 1) }, (_, i) => start + i));
    }) as Selector<UntypedRule, X>, // `positionOf` requires the names
  /**
   * Columns that any of the selectors selects.
   * @example orders.select(s.anyOf(s.numeric(), s.temporal()))
   */
  anyOf: <const T extends readonly Selector[]>(
    ...selectors: T
  ): Selector<RulesOf<T>[number], RequiredNames<T[number]>> =>
    combine(selectors, (selections, name) => selections.some((h) => h.has(name))),
  /**
   * Columns that all of the selectors select.
   * @example orders.select(s.allOf(s.numeric(), s.endsWith("_id")))
   */
  allOf: <const T extends readonly Selector[]>(
    ...selectors: T
  ): Selector<AllOf<RulesOf<T>>, RequiredNames<T[number]>> =>
    combine(selectors, (selections, name) => selections.every((h) => h.has(name))),
  /**
   * Columns that a selector does not select.
   * @example orders.select(s.not(s.columns("status")))
   */
  not: <R, N extends string>(selector: Selector<R, N>): Selector<Not<R>, N> =>
    combine([selector], (selections, name) => !selections.some((h) => h.has(name))),
  across,
  ifAny,
  ifAll,
};
