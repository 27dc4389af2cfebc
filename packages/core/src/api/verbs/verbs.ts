import { AvocetError } from "../../errors.js";
import { bind, checkGrouped, checkGrouping, checkRolledUp } from "../../ir/bind.js";
import type { Entries, Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { SortKey, Value } from "../../ir/value.js";
import { field } from "../../ir/value.js";
import { distinctNames, resolveEntries, resolvePredicates, resolveSort, unknownColumn } from "./resolve.js";

/** The verbs on one relation, on data whose types the Table has checked. */

/** The rows that reductions beside rows are taken over. */
export interface WindowDefaults {
  readonly partitionBy: readonly Value[];
  readonly orderBy: readonly SortKey[];
}
const WHOLE_TABLE: WindowDefaults = { partitionBy: [], orderBy: [] };
const bindRowValue = (value: Value, relation: Relation, over: WindowDefaults): Value =>
  bind(value, relation, "rows", over.partitionBy, over.orderBy);

export function select(relation: Relation, inputs: readonly unknown[], over = WHOLE_TABLE): Relation {
  const entries = distinctNames(resolveEntries(relation, inputs), "select");
  if (entries.size === 0)
    throw new AvocetError("invalid-argument", "select needs at least one column", {
      hint: "To keep all of them, leave select out.",
    });
  const bound = new Map<string, Value>();
  for (const [name, value] of entries) bound.set(name, bindRowValue(value, relation, over));
  return r.selection(relation, bound);
}

export function mutate(relation: Relation, inputs: readonly unknown[], over = WHOLE_TABLE): Relation {
  const added = distinctNames(resolveEntries(relation, inputs), "mutate");
  if (added.size === 0) return relation;
  const values = new Map<string, Value>();
  for (const name of relation.schema.keys()) values.set(name, field(relation, name));
  for (const [name, value] of added) values.set(name, bindRowValue(value, relation, over));
  return r.selection(relation, values);
}

export function filter(relation: Relation, inputs: readonly unknown[], over = WHOLE_TABLE): Relation {
  const predicates = conjuncts(resolvePredicates(relation, inputs).map((p) => bindRowValue(p, relation, over)));
  return predicates.length === 0 ? relation : r.filter(relation, predicates);
}

/** The conditions that must all hold: those joined by `and` apart, each once. */
export function conjuncts(predicates: readonly Value[]): Value[] {
  const found = new Set<Value>();
  const stack = predicates.toReversed();
  for (let p = stack.pop(); p; p = stack.pop()) {
    if (p.type === "op" && p.op === "And")
      stack.push(p.args.right as Value, p.args.left as Value); // both are conditions by the catalogue
    else found.add(p);
  }
  return [...found];
}

export function drop(relation: Relation, inputs: readonly unknown[]): Relation {
  const gone = new Set(resolveEntries(relation, inputs).map(([name]) => name));
  const kept = [...relation.schema.keys()].filter((name) => !gone.has(name));
  if (kept.length === 0) throw new AvocetError("invalid-argument", "drop would leave no column");
  if (gone.size === 0) return relation;
  return r.selection(relation, new Map(kept.map((name) => [name, field(relation, name)])));
}

export function rename(
  relation: Relation,
  names: ((old: string) => unknown) | { readonly [to: string]: string },
): Relation {
  const to = new Map<string, string>();
  if (typeof names === "function")
    for (const old of relation.schema.keys()) {
      const name = names(old);
      if (typeof name !== "string")
        throw new AvocetError("invalid-argument", `rename gives ${typeof name} as the name of \`${old}\``);
      to.set(old, name);
    }
  else
    for (const [name, old] of Object.entries(names)) {
      if (!relation.schema.has(old)) throw unknownColumn(relation, old);
      to.set(old, name);
    }
  const entries = [...relation.schema.keys()].map((old) => [to.get(old) ?? old, field(relation, old)] as const);
  return r.selection(relation, distinctNames(entries, "rename"));
}

export function orderBy(relation: Relation, inputs: readonly unknown[]): Relation {
  const keys = resolveSort(relation, inputs).map((key) => bind(key, relation));
  return keys.length === 0 ? relation : r.sort(relation, keys);
}

export function limit(relation: Relation, n: number | null, offset: number): Relation {
  for (const [what, count] of [
    ["limit", n ?? 0],
    ["offset", offset],
  ] as const)
    if (!Number.isSafeInteger(count) || count < 0)
      throw new AvocetError("invalid-argument", `${what} is a whole number from 0, got ${count}`);
  return r.limit(relation, n, offset);
}

export function aggregate(
  relation: Relation,
  by: readonly (readonly [string, Value])[],
  inputs: readonly unknown[],
  having: readonly unknown[] = [],
  sets: readonly (readonly string[])[] | null = null,
): Relation {
  const keys = distinctNames(
    by.map(([name, value]) => [name, bind(value, relation)] as const),
    "groupBy",
  );
  const given = distinctNames(resolveEntries(relation, inputs), "aggregate");
  const metrics = new Map<string, Value>();
  const keyValues = [...keys.values()];
  const rolledUp = sets ? rolledUpKeys(keys, sets) : [];
  for (const [name, value] of given) {
    if (keys.has(name))
      throw new AvocetError("duplicate-column", `\`${name}\` is a key of the groups and a metric`, {
        hint: "Name the metric otherwise.",
      });
    const bound = bind(value, relation, "group");
    checkGrouping(bound, keyValues, sets !== null);
    checkGrouped(name, bound, keyValues, relation);
    checkRolledUp(name, bound, rolledUp);
    metrics.set(name, bound);
  }
  if (metrics.size === 0 && keys.size === 0)
    throw new AvocetError("invalid-argument", "aggregate needs at least one metric or key");
  if (having.length === 0) return r.aggregation(relation, keys, metrics, sets);
  return withHaving(
    relation,
    keys,
    metrics,
    conjuncts(resolvePredicates(relation, having).map((p) => bind(p, relation, "group"))),
    sets,
  );
}

const rolledUpKeys = (keys: Entries, sets: readonly (readonly string[])[]): readonly Value[] =>
  [...keys]
    .filter(([name, key]) => !key.dtype.nullable && sets.some((set) => !set.includes(name)))
    .map(([, key]) => key);

/** Conditions on groups: columns of the aggregation that are filtered by and, where they are not asked for, left out again. */
function withHaving(
  relation: Relation,
  keys: Entries,
  metrics: ReadonlyMap<string, Value>,
  predicates: readonly Value[],
  sets: readonly (readonly string[])[] | null,
): Relation {
  const all = new Map(metrics);
  const tests: string[] = [];
  for (const predicate of predicates) {
    checkGrouping(predicate, [...keys.values()], sets !== null);
    checkGrouped("having", predicate, [...keys.values()], relation);
    let name = `having_${tests.length}`;
    while (all.has(name) || keys.has(name)) name = `_${name}`;
    tests.push(name);
    all.set(name, predicate);
  }
  const grouped = r.aggregation(relation, keys, all, sets);
  const kept = r.filter(
    grouped,
    tests.map((name) => field(grouped, name)),
  );
  const outputs = [...keys.keys(), ...metrics.keys()];
  return r.selection(kept, new Map(outputs.map((name) => [name, field(kept, name)])));
}
