import { across, ifAll, ifAny } from "./api/functions/across.js";
import type { DType, Kind, NumericKind, Schema } from "./dtype/dtype.js";
import { isNumeric, isTemporal } from "./dtype/kinds.js";
import { AvocetError } from "./errors.js";
import type { Fields } from "./ir/relation.js";
import { suggestion } from "./suggest.js";

/** What the types know of a selector that picks columns by a rule known only when it runs. */
export interface Loose {
  readonly loose: true;
}
/** Columns whose name is of `N` and whose kind is of `K`. */
type Rule<N extends string, K extends Kind = Kind> = readonly [name: N, kind: K];
interface Not<R> {
  readonly not: R;
}
interface All<R extends readonly unknown[]> {
  readonly all: R;
}
/** A rule that picks columns of whatever table it is used on. `R` is the rule and `N` the names that it wants, for the compiler alone. */
export interface Selector<out R = unknown, out N extends string = string> {
  readonly pick: (schema: Fields) => readonly string[];
  readonly picks?: R;
  readonly wants?: N;
}
/** The names that a rule picks of the columns of `S`; `string` where that is known only when it runs. */
export type Picked<S extends Schema, R> = string extends keyof S ? string : PickedBy<S, R>;
type PickedBy<S extends Schema, R> = R extends Loose
  ? string
  : R extends Not<infer X>
    ? string extends PickedBy<S, X>
      ? string
      : Exclude<keyof S & string, PickedBy<S, X>>
    : R extends All<infer A>
      ? PickedByAll<S, A>
      : { [P in keyof S & string]: readonly [P, S[P]["kind"]] extends R ? P : never }[keyof S & string];
type PickedByAll<S extends Schema, A extends readonly unknown[]> = A extends readonly [infer H, ...infer T]
  ? string extends PickedBy<S, H> | PickedByAll<S, T>
    ? string
    : PickedBy<S, H> & PickedByAll<S, T>
  : keyof S & string;
type RulesOf<T extends readonly Selector[]> = { [I in keyof T]: T[I] extends Selector<infer R> ? R : never };
type WantsOf<T extends Selector> = T extends Selector<unknown, infer N> ? N : never;
type Literal<X extends string, R> = string extends X ? Loose : R;

export const isSelector = (value: unknown): value is Selector =>
  typeof value === "object" && value !== null && "pick" in value && typeof value.pick === "function";

const byColumn = <R>(test: (name: string, dtype: DType) => boolean): Selector<R, never> => ({
  pick: (schema) => [...schema].filter(([name, dtype]) => test(name, dtype)).map(([name]) => name),
});
const byPlace = (places: (names: readonly string[]) => ReadonlySet<number>): Selector<Loose, never> => ({
  pick(schema) {
    const names = [...schema.keys()];
    const wanted = places(names);
    return names.filter((_, i) => wanted.has(i));
  },
});
function combined<R, N extends string>(
  of: readonly Selector[],
  keep: (hits: readonly ReadonlySet<string>[], name: string) => boolean,
): Selector<R, N> {
  return {
    pick(schema) {
      const hits = of.map((selector) => new Set(selector.pick(schema)));
      return [...schema.keys()].filter((name) => keep(hits, name));
    },
  };
}

function known(names: readonly string[], wanted: string): number {
  const place = names.indexOf(wanted);
  if (place < 0)
    throw new AvocetError("unknown-column", `there is no column \`${wanted}\``, { hint: suggestion(wanted, names) });
  return place;
}
function inside(place: number, count: number): number {
  const found = place < 0 ? place + count : place;
  if (Number.isInteger(place) && found >= 0 && found < count) return found;
  throw new AvocetError("invalid-argument", `there is no column at ${place}: there are ${count} columns`, {
    hint: "Places count from 0, negative ones from the end.",
  });
}

/**
 * Rules that pick columns, in the table's order, wherever columns are named.
 * @example orders.select("status", s.numeric())
 */
export const s = {
  /**
   * Every column.
   * @example orders.distinct({ on: s.all() })
   */
  all: (): Selector<Rule<string>, never> => byColumn(() => true),
  /**
   * No column.
   * @example orders.drop(s.none())
   */
  none: (): Selector<never, never> => byColumn(() => false),
  /**
   * Columns of numbers.
   * @example orders.select(s.numeric())
   */
  numeric: (): Selector<Rule<string, NumericKind>, never> => byColumn((_, dtype) => isNumeric(dtype)),
  /**
   * Columns of dates, times and timestamps.
   * @example orders.select(s.temporal())
   */
  temporal: (): Selector<Rule<string, "date" | "time" | "timestamp">, never> =>
    byColumn((_, dtype) => isTemporal(dtype)),
  /**
   * Columns of one kind, given by name or by a dtype of that kind.
   * @example orders.select(s.ofType("string"))
   */
  ofType: <K extends Kind>(of: K | { readonly kind: K }): Selector<Rule<string, K>, never> =>
    byColumn((_, dtype) => dtype.kind === (typeof of === "string" ? of : of.kind)),
  /**
   * Columns that a test of the name and the dtype is true of.
   * @example orders.select(s.where((name, dtype) => name.length < 8 && dtype.nullable))
   */
  where: (test: (name: string, dtype: DType) => boolean): Selector<Loose, never> => byColumn(test),
  /**
   * Columns whose names start with one of the texts.
   * @example orders.select(s.startsWith("order_"))
   */
  startsWith: <const X extends string>(...starts: readonly X[]): Selector<Literal<X, Rule<`${X}${string}`>>, never> =>
    byColumn((name) => starts.some((x) => name.startsWith(x))),
  /**
   * Columns whose names end with one of the texts.
   * @example orders.select(s.endsWith("_id"))
   */
  endsWith: <const X extends string>(...ends: readonly X[]): Selector<Literal<X, Rule<`${string}${X}`>>, never> =>
    byColumn((name) => ends.some((x) => name.endsWith(x))),
  /**
   * Columns whose names hold one of the texts.
   * @example orders.select(s.contains("order"))
   */
  contains: <const X extends string>(
    ...parts: readonly X[]
  ): Selector<Literal<X, Rule<`${string}${X}${string}`>>, never> =>
    byColumn((name) => parts.some((x) => name.includes(x))),
  /**
   * Columns whose names a regular expression matches.
   * @example orders.select(s.matches(/_id$/))
   */
  matches: (pattern: RegExp): Selector<Loose, never> => {
    const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
    return byColumn((name) => stateless.test(name));
  },
  /**
   * Columns by name; an unknown one is an error.
   * @example orders.drop(s.columns("status"))
   */
  columns: <const X extends string>(...names: readonly X[]): Selector<Literal<X, Rule<X>>, X> => ({
    pick(schema) {
      for (const name of names) if (!schema.has(name)) known([...schema.keys()], name);
      const wanted: ReadonlySet<string> = new Set(names);
      return [...schema.keys()].filter((name) => wanted.has(name));
    },
  }),
  /**
   * Columns by place, from 0, negative ones from the end; a place that is not there is an error.
   * @example orders.select(s.index(0, -1))
   */
  index: (...places: readonly number[]): Selector<Loose, never> =>
    byPlace((names) => new Set(places.map((place) => inside(place, names.length)))),
  /**
   * The columns from one to another, both included.
   * @example orders.select(s.range("customer_id", "status"))
   */
  range: <const X extends string>(from: X, to: X): Selector<Loose, X> =>
    byPlace((names) => {
      const [start, end] = [known(names, from), known(names, to)];
      return new Set(Array.from({ length: Math.max(0, end - start + 1) }, (_, i) => start + i));
    }) as Selector<Loose, X>, // the names are wanted by `known`
  /**
   * Columns that some of the rules pick.
   * @example orders.select(s.anyOf(s.numeric(), s.temporal()))
   */
  anyOf: <const T extends readonly Selector[]>(...of: T): Selector<RulesOf<T>[number], WantsOf<T[number]>> =>
    combined(of, (hits, name) => hits.some((h) => h.has(name))),
  /**
   * Columns that all of the rules pick.
   * @example orders.select(s.allOf(s.numeric(), s.endsWith("_id")))
   */
  allOf: <const T extends readonly Selector[]>(...of: T): Selector<All<RulesOf<T>>, WantsOf<T[number]>> =>
    combined(of, (hits, name) => hits.every((h) => h.has(name))),
  /**
   * Every column that the rule does not pick.
   * @example orders.select(s.not(s.columns("status")))
   */
  not: <R, N extends string>(of: Selector<R, N>): Selector<Not<R>, N> =>
    combined([of], (hits, name) => !hits.some((h) => h.has(name))),
  across,
  ifAny,
  ifAll,
};
