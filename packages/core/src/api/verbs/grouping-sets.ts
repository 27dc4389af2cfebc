import type { ValueModes } from "../../backend/values.js";
import type { DType, Int64, Schema, SetNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { Relation } from "../../ir/relation.js";
import type { Columns } from "../column/column.js";
import { count } from "../functions/count.js";
import type { Table } from "../table.js";
import type { Computed, ComputedSchema, Merge, NamedExpressions, Predicate, Selected } from "../types.js";
import type { CountOptions, Keys, Wrap } from "./grouped.js";
import * as verbs from "./verbs.js";

/** Lists of keys, by name. */
export type SetColumns<S extends Schema> = readonly (readonly (keyof S & string)[])[];
/** The keys as they are where totals are taken over them: NULL in the totals. */
export type Nulled<G extends Schema> = { -readonly [K in keyof G]: Extract<SetNull<G[K], true>, DType> };
/** The keys of grouping sets: those that are in every set stay as they are, others may be NULL. */
export type SetKeys<S extends Schema, A extends SetColumns<S>> = {
  [K in A[number][number]]: [Lacking<K, A>] extends [never] ? S[K] : SetNull<S[K], true>;
};
type Lacking<K, A extends readonly (readonly unknown[])[]> = {
  [I in keyof A]: K extends A[I][number] ? never : I;
}[number];

/** The most grouping sets that engines take at once. */
const MOST_SETS = 4096;

/** @internal All keys, then one fewer from the end each time. */
export const rollupSets = (names: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: names.length + 1 }, (_, i) => names.slice(0, names.length - i));

/** @internal Every choice of keys, the larger first. */
export function cubeSets(names: readonly string[]): readonly (readonly string[])[] {
  if (2 ** names.length > MOST_SETS)
    throw new AvocetError("invalid-argument", `a cube of ${names.length} keys has ${2 ** names.length} grouping sets`, {
      hint: "Name the sets that are wanted with groupingSets([...]), or roll up in one order with rollup(...).",
    });
  const choices = Array.from({ length: 2 ** names.length }, (_, mask) =>
    names.filter((_, i) => (mask & (1 << i)) === 0),
  );
  return choices.sort((a, b) => b.length - a.length);
}

/** @internal The keys of grouping sets, in the order in which they come first. */
export function setKeys(sets: unknown): readonly string[] {
  const isSet = (set: unknown): set is readonly string[] =>
    Array.isArray(set) && set.every((name) => typeof name === "string") && new Set(set).size === set.length;
  if (!Array.isArray(sets) || sets.length === 0 || !sets.every(isSet))
    throw new AvocetError("invalid-argument", "grouping sets are a list of lists of different column names", {
      hint: 'For example t.groupingSets([["a", "b"], ["a"], []]).',
    });
  return [...new Set(sets.flat())];
}

/** A table whose rows are grouped by several lists of keys at once. */
export class GroupingSets<S extends Schema, G extends Schema, Form extends ValueModes> {
  private readonly relation: Relation;
  private readonly keys: Keys;
  private readonly sets: readonly (readonly string[])[];
  private readonly wrap: Wrap<Form>;
  private readonly conditions: readonly unknown[];

  constructor(
    relation: Relation,
    keys: Keys,
    sets: readonly (readonly string[])[],
    wrap: Wrap<Form>,
    conditions: readonly unknown[] = [],
  ) {
    if (keys.length === 0) throw new AvocetError("invalid-argument", "at least one key is needed to roll up");
    this.relation = relation;
    this.keys = keys;
    this.sets = sets;
    this.wrap = wrap;
    this.conditions = conditions;
  }

  /**
   * One row for each group of each set: the keys, NULL where they are not in the set, then these metrics.
   * @example orders.rollup("status").aggregate((c) => ({ isTotal: c.status.grouping(), n: c.order_id.count() }))
   */
  aggregate<const M extends NamedExpressions>(
    metrics: M | ((c: NoInfer<Columns<S>>) => M),
  ): Table<Merge<G, ComputedSchema<S, M>>, Form>;
  aggregate<const A extends readonly Computed<S>[]>(...metrics: A): Table<Merge<G, Selected<S, A[number]>>, Form>;
  aggregate(...metrics: readonly unknown[]): unknown {
    return this.wrap(verbs.aggregate(this.relation, this.keys, metrics, this.conditions, this.sets));
  }
  /**
   * One row for each group of each set: the keys, and how many rows it has.
   * @example orders.cube("status", "customer_id").count()
   */
  count<const N extends string = "count">(
    options: CountOptions<N> = {},
  ): Table<Merge<G, { [K in N]: Int64<false> }>, Form> {
    const metrics = [{ [options.name ?? "count"]: count(options) }];
    return this.wrap(verbs.aggregate(this.relation, this.keys, metrics, this.conditions, this.sets));
  }
  /**
   * Only groups for which the conditions, made of reductions and `grouping()`, are true.
   * @example orders.rollup("status").having((c) => c.status.grouping().eq(0)).count()
   */
  having(...conditions: readonly Predicate<S>[]): GroupingSets<S, G, Form> {
    const all = [...this.conditions, ...conditions];
    return new GroupingSets<S, G, Form>(this.relation, this.keys, this.sets, this.wrap, all);
  }
}
