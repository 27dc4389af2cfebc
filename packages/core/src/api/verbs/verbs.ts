import { AvocetError } from "../../errors.js";
import { bind, checkGroupedValue, checkGrouping, checkRolledUpKeys } from "../../ir/bind.js";
import type { NamedValues, Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { SortKey, Value } from "../../ir/value.js";
import { field } from "../../ir/value.js";
import { distinctNames, resolveEntries, resolvePredicates, resolveSort, unknownColumn } from "./resolve.js";

// Verbs as functions on relations, with untyped arguments; `Table` declares the types.

/** The window of aggregates that are used next to row values, as in `mutate`. */
export interface WindowDefaults {
  readonly partitionBy: readonly Value[];
  readonly orderBy: readonly SortKey[];
}
const WHOLE_TABLE: WindowDefaults = { partitionBy: [], orderBy: [] };
const bindRowValue = (value: Value, relation: Relation, windowDefaults: WindowDefaults): Value =>
  bind(value, relation, "rows", windowDefaults.partitionBy, windowDefaults.orderBy);

/** Keeps or computes columns, in the order of the arguments. */
export function select(relation: Relation, inputs: readonly unknown[], windowDefaults = WHOLE_TABLE): Relation {
  const entries = distinctNames(resolveEntries(relation, inputs), "select");
  if (entries.size === 0)
    throw new AvocetError("invalid-argument", "`select` needs at least one column", {
      hint: "Omit select to keep all columns.",
    });
  const bound = new Map<string, Value>();
  for (const [name, value] of entries) bound.set(name, bindRowValue(value, relation, windowDefaults));
  return r.selection(relation, bound);
}

/** Adds or replaces columns. */
export function mutate(relation: Relation, inputs: readonly unknown[], windowDefaults = WHOLE_TABLE): Relation {
  const added = distinctNames(resolveEntries(relation, inputs), "mutate");
  if (added.size === 0) return relation;
  const values = new Map<string, Value>();
  for (const name of relation.schema.keys()) values.set(name, field(relation, name));
  for (const [name, value] of added) values.set(name, bindRowValue(value, relation, windowDefaults));
  return r.selection(relation, values);
}

/** Keeps the rows that satisfy all conditions. */
export function filter(relation: Relation, inputs: readonly unknown[], windowDefaults = WHOLE_TABLE): Relation {
  const predicates = conjuncts(
    resolvePredicates(relation, inputs).map((p) => bindRowValue(p, relation, windowDefaults)),
  );
  return predicates.length === 0 ? relation : r.filter(relation, predicates);
}

/** Splits conditions at AND into their operands, each once. */
export function conjuncts(predicates: readonly Value[]): Value[] {
  const conditions = new Set<Value>();
  const stack = predicates.toReversed();
  for (let predicate = stack.pop(); predicate; predicate = stack.pop()) {
    if (predicate.type === "op" && predicate.op === "And")
      stack.push(predicate.args.right as Value, predicate.args.left as Value); // the operands of And
    else conditions.add(predicate);
  }
  return [...conditions];
}

/** Removes columns. */
export function drop(relation: Relation, inputs: readonly unknown[]): Relation {
  const dropped = new Set(resolveEntries(relation, inputs).map(([name]) => name));
  const remaining = [...relation.schema.keys()].filter((name) => !dropped.has(name));
  if (remaining.length === 0) throw new AvocetError("invalid-argument", "Cannot drop all columns");
  if (dropped.size === 0) return relation;
  return r.selection(relation, new Map(remaining.map((name) => [name, field(relation, name)])));
}

/** Renames columns by a function of the old name, or by an object from new to old names. */
export function rename(
  relation: Relation,
  names: ((old: string) => unknown) | { readonly [to: string]: string },
): Relation {
  const newNames = new Map<string, string>();
  if (typeof names === "function")
    for (const old of relation.schema.keys()) {
      const name = names(old);
      if (typeof name !== "string")
        throw new AvocetError(
          "invalid-argument",
          `The rename function returned ${typeof name} for \`${old}\`, expected a string`,
        );
      newNames.set(old, name);
    }
  else
    for (const [name, old] of Object.entries(names)) {
      if (!relation.schema.has(old)) throw unknownColumn(relation, old);
      newNames.set(old, name);
    }
  const entries = [...relation.schema.keys()].map((old) => [newNames.get(old) ?? old, field(relation, old)] as const);
  return r.selection(relation, distinctNames(entries, "rename"));
}

/** Sorts the rows. */
export function orderBy(relation: Relation, inputs: readonly unknown[]): Relation {
  const keys = resolveSort(relation, inputs).map((key) => bind(key, relation));
  return keys.length === 0 ? relation : r.sort(relation, keys);
}

/** Keeps at most `n` rows after skipping `offset` rows. */
export function limit(relation: Relation, n: number | null, offset: number): Relation {
  for (const [option, count] of [
    ["limit", n ?? 0],
    ["offset", offset],
  ] as const)
    if (!Number.isSafeInteger(count) || count < 0)
      throw new AvocetError("invalid-argument", `"${option}" must be a non-negative integer, got ${count}`);
  return r.limit(relation, n, offset);
}

/** Aggregates groups into one row each; `sets` are the grouping sets of ROLLUP, CUBE and GROUPING SETS. */
export function aggregate(
  relation: Relation,
  groupingKeys: readonly (readonly [string, Value])[],
  inputs: readonly unknown[],
  having: readonly unknown[] = [],
  sets: readonly (readonly string[])[] | null = null,
): Relation {
  const keys = distinctNames(
    groupingKeys.map(([name, value]) => [name, bind(value, relation)] as const),
    "groupBy",
  );
  const entries = distinctNames(resolveEntries(relation, inputs), "aggregate");
  const metrics = new Map<string, Value>();
  const keyValues = [...keys.values()];
  const rolledUp = sets ? rolledUpKeys(keys, sets) : [];
  for (const [name, value] of entries) {
    if (keys.has(name))
      throw new AvocetError("duplicate-column", `\`${name}\` is both a grouping key and a metric`, {
        hint: "Choose another name for the metric.",
      });
    const bound = bind(value, relation, "group");
    checkGrouping(bound, keyValues, sets !== null);
    checkGroupedValue(name, bound, keyValues, relation);
    checkRolledUpKeys(name, bound, rolledUp);
    metrics.set(name, bound);
  }
  if (metrics.size === 0 && keys.size === 0)
    throw new AvocetError("invalid-argument", "`aggregate` needs at least one metric or grouping key");
  if (having.length === 0) return r.aggregation(relation, keys, metrics, sets);
  return withHaving(
    relation,
    keys,
    metrics,
    conjuncts(resolvePredicates(relation, having).map((p) => bind(p, relation, "group"))),
    sets,
  );
}

const rolledUpKeys = (keys: NamedValues, sets: readonly (readonly string[])[]): readonly Value[] =>
  [...keys]
    .filter(([name, key]) => !key.dtype.nullable && sets.some((set) => !set.includes(name)))
    .map(([, key]) => key);

/** Builds HAVING: adds the conditions to the aggregation as columns, filters by them, and drops them. */
function withHaving(
  relation: Relation,
  keys: NamedValues,
  metrics: ReadonlyMap<string, Value>,
  predicates: readonly Value[],
  sets: readonly (readonly string[])[] | null,
): Relation {
  const allMetrics = new Map(metrics);
  const conditionNames: string[] = [];
  for (const predicate of predicates) {
    checkGrouping(predicate, [...keys.values()], sets !== null);
    checkGroupedValue("having", predicate, [...keys.values()], relation);
    let name = `having_${conditionNames.length}`;
    while (allMetrics.has(name) || keys.has(name)) name = `_${name}`;
    conditionNames.push(name);
    allMetrics.set(name, predicate);
  }
  const aggregated = r.aggregation(relation, keys, allMetrics, sets);
  const filtered = r.filter(
    aggregated,
    conditionNames.map((name) => field(aggregated, name)),
  );
  const outputs = [...keys.keys(), ...metrics.keys()];
  return r.selection(filtered, new Map(outputs.map((name) => [name, field(filtered, name)])));
}
