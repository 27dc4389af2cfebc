import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { DType, Int64, Schema, SetNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { Relation } from "../../ir/relation.js";
import type { Columns } from "../column/column.js";
import { countRows } from "../functions/count.js";
import type { Table } from "../table.js";
import type { Computed, ComputedSchema, Merge, NamedExpressions, Predicate, Selected } from "../types.js";
import type { CountOptions, GroupingKeys, WrapRelation } from "./grouped.js";
import * as verbs from "./verbs.js";

/** The argument of `groupingSets`: lists of column names. */
export type GroupingSetNames<S extends Schema> = readonly (readonly (keyof S & string)[])[];
/** The schema `G` with all columns nullable: columns that an outer join or a subtotal can make NULL. */
export type AllNullable<G extends Schema> = { -readonly [K in keyof G]: Extract<SetNull<G[K], true>, DType> };
/** The schema of the grouping keys of `groupingSets`: nullable, except for keys that are in every set. */
export type GroupingSetKeys<S extends Schema, A extends GroupingSetNames<S>> = {
  [K in A[number][number]]: [SetsWithout<K, A>] extends [never] ? S[K] : SetNull<S[K], true>;
};
type SetsWithout<K, A extends readonly (readonly unknown[])[]> = {
  [I in keyof A]: K extends A[I][number] ? never : I;
}[number];

/** PostgreSQL's limit. */
const MAX_SETS = 4096;

/** @internal The grouping sets of ROLLUP: all keys, then one fewer from the end each time. */
export const rollupSets = (names: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: names.length + 1 }, (_, i) => names.slice(0, names.length - i));

/** @internal The grouping sets of CUBE: every subset of the keys, larger ones first. */
export function cubeSets(names: readonly string[]): readonly (readonly string[])[] {
  if (2 ** names.length > MAX_SETS)
    throw new AvocetError(
      "invalid-argument",
      `A cube of ${names.length} keys has ${2 ** names.length} grouping sets, the limit is ${MAX_SETS}`,
      {
        hint: "List the sets that you need with groupingSets([...]), or use rollup(...).",
      },
    );
  const subsets = Array.from({ length: 2 ** names.length }, (_, mask) =>
    names.filter((_, i) => (mask & (1 << i)) === 0),
  );
  return subsets.sort((a, b) => b.length - a.length);
}

/** @internal The keys of grouping sets, each once, in order of first occurrence. */
export function groupingSetKeys(sets: unknown): readonly string[] {
  const isSet = (set: unknown): set is readonly string[] =>
    Array.isArray(set) && set.every((name) => typeof name === "string") && new Set(set).size === set.length;
  if (!Array.isArray(sets) || sets.length === 0 || !sets.every(isSet))
    throw new AvocetError("invalid-argument", "Grouping sets must be a list of lists of distinct column names", {
      hint: 'Pass for example t.groupingSets([["a", "b"], ["a"], []]).',
    });
  return [...new Set(sets.flat())];
}

/**
 * Rows grouped by several lists of keys at once, the result of `rollup`, `cube` and `groupingSets`. `S` is the schema
 * of the table, `G` that of the grouping keys.
 */
export class GroupingSets<S extends Schema, G extends Schema, Encoding extends ValueEncoding> {
  private readonly relation: Relation;
  private readonly keys: GroupingKeys;
  private readonly sets: readonly (readonly string[])[];
  private readonly wrap: WrapRelation<Encoding>;
  private readonly conditions: readonly unknown[];

  constructor(
    relation: Relation,
    keys: GroupingKeys,
    sets: readonly (readonly string[])[],
    wrap: WrapRelation<Encoding>,
    conditions: readonly unknown[] = [],
  ) {
    if (keys.length === 0) throw new AvocetError("invalid-argument", "Subtotals need at least one grouping key");
    this.relation = relation;
    this.keys = keys;
    this.sets = sets;
    this.wrap = wrap;
    this.conditions = conditions;
  }

  /**
   * Aggregates each group of each grouping set into one row: the keys, NULL where the set does not contain them, then
   * the metrics.
   * @example orders.rollup("status").aggregate((c) => ({ isTotal: c.status.grouping(), n: c.order_id.count() }))
   */
  aggregate<const M extends NamedExpressions>(
    metrics: M | ((c: NoInfer<Columns<S>>) => M),
  ): Table<Merge<G, ComputedSchema<S, M>>, Encoding>;
  aggregate<const A extends readonly Computed<S>[]>(...metrics: A): Table<Merge<G, Selected<S, A[number]>>, Encoding>;
  aggregate(...metrics: readonly unknown[]): unknown {
    return this.wrap(verbs.aggregate(this.relation, this.keys, metrics, this.conditions, this.sets));
  }
  /**
   * Counts the rows of each group of each grouping set: one row with its keys and the count (int64), in a column named
   * `count` by default.
   * @example orders.cube("status", "customer_id").count()
   */
  count<const N extends string = "count">(
    options: CountOptions<N> = {},
  ): Table<Merge<G, { [K in N]: Int64<false> }>, Encoding> {
    const metrics = [{ [options.name ?? "count"]: countRows(options) }];
    return this.wrap(verbs.aggregate(this.relation, this.keys, metrics, this.conditions, this.sets));
  }
  /**
   * Keeps the groups for which every condition is true (HAVING). Conditions are built from aggregates, grouping keys
   * and `grouping()`.
   * @example orders.rollup("status").having((c) => c.status.grouping().eq(0)).count()
   */
  having(...conditions: readonly Predicate<S>[]): GroupingSets<S, G, Encoding> {
    const allConditions = [...this.conditions, ...conditions];
    return new GroupingSets<S, G, Encoding>(this.relation, this.keys, this.sets, this.wrap, allConditions);
  }
}
