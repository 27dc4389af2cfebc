import type { Schema } from "../../dtype/dtype.js";
import { inferDType } from "../../dtype/literal.js";
import { AvocetError } from "../../errors.js";
import { withCallbackScope } from "../../ir/callback-scope.js";
import type { Relation } from "../../ir/relation.js";
import type { SortKey, Value } from "../../ir/value.js";
import { field, literal, sortKey } from "../../ir/value.js";
import { isSelector } from "../../selectors.js";
import { suggestion } from "../../suggest.js";
import type { Columns } from "../column/column.js";
import { columnOf } from "../column/column-factory.js";
import { acrossEntries, isAcross, isRowTest, rowTestNode } from "../functions/across.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";
import { sortNode } from "../operand/sort.js";

const columnProxies = new WeakMap<Relation, object>();

/** The columns of a relation by name, created on access. An unknown name throws an error with the closest match. */
export function columnsOf<S extends Schema>(relation: Relation): Columns<S> {
  let proxy = columnProxies.get(relation);
  if (!proxy) {
    proxy = new Proxy(Object.create(null) as object, {
      get: (_, name) => (typeof name === "string" ? columnNamed(relation, name) : undefined),
      has: (_, name) => typeof name === "string" && relation.schema.has(name),
      ownKeys: () => [...relation.schema.keys()],
      getOwnPropertyDescriptor: (_, name) =>
        typeof name === "string" && relation.schema.has(name)
          ? { configurable: true, enumerable: true, value: columnNamed(relation, name) }
          : undefined,
    });
    columnProxies.set(relation, proxy);
  }
  return proxy as Columns<S>; // S describes the relation's schema
}

/** The column of a name. Throws `unknown-column` with the closest match. */
export function columnNamed(relation: Relation, name: string): AnyColumn {
  if (!relation.schema.has(name)) throw unknownColumn(relation, name);
  return columnOf(field(relation, name), name);
}

/** The error for a column that a relation does not have, with the closest match as its hint. */
export function unknownColumn(relation: Relation, name: string): AvocetError {
  const where = "name" in relation ? ` in ${relation.name}` : "";
  return new AvocetError("unknown-column", `There is no column \`${name}\`${where}`, {
    hint: suggestion(name, [...relation.schema.keys()]),
  });
}

/** Calls a callback with the columns of a relation and returns its result; returns any other input unchanged. */
export function applyCallback(relation: Relation, input: unknown): unknown {
  if (typeof input !== "function") return input;
  return withCallbackScope([relation], () => input(columnsOf(relation)) as unknown);
}

const invalidInput = (input: unknown, expected: string): AvocetError =>
  new AvocetError("invalid-argument", `Expected ${expected}, got ${describeInput(input)}`);
const describeInput = (input: unknown): string =>
  isColumn(input) ? "a column without a name" : typeof input === "object" ? JSON.stringify(input) : String(input);

/** Resolves the arguments of a selection to names and values, in order, not yet bound to the relation. */
export function resolveEntries(relation: Relation, inputs: readonly unknown[]): [string, Value][] {
  const entries: [string, Value][] = [];
  const visit = (input: unknown): void => {
    if (typeof input === "string") entries.push([input, columnNamed(relation, input).node]);
    else if (isColumn(input)) {
      if (input.name === null)
        throw new AvocetError("invalid-argument", "A computed column needs a name", {
          hint: 'Name it with { name: column } or column.as("name").',
          detail: String(input),
        });
      entries.push([input.name, input.node]);
    } else if (isSelector(input))
      for (const name of input.pick(relation.schema)) entries.push([name, field(relation, name)]);
    else if (isAcross(input)) entries.push(...acrossEntries(relation, input));
    else if (Array.isArray(input)) input.forEach(visit);
    else if (typeof input === "function") visit(applyCallback(relation, input));
    else if (typeof input === "object" && input !== null)
      for (const [name, value] of Object.entries(input)) entries.push([name, valueNode(value)]);
    else throw invalidInput(input, "a column name, a column, or values by name");
  };
  inputs.forEach(visit);
  return entries;
}

/** The node of a column, or a literal node whose dtype is inferred from the value. */
export const valueNode = (value: unknown): Value => (isColumn(value) ? value.node : literal(value, inferDType(value)));

/** Converts entries to a map. Throws if a name occurs with different values. */
export function distinctNames(entries: Iterable<readonly [string, Value]>, verb: string): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const [name, value] of entries) {
    if (map.has(name) && map.get(name) !== value)
      throw new AvocetError("duplicate-column", `Duplicate column \`${name}\` in ${verb}`, {
        hint: 'Rename one of them with .as("other").',
      });
    if (name === "") throw new AvocetError("invalid-argument", `Empty column name in ${verb}`);
    map.set(name, value);
  }
  return map;
}

/** Resolves the arguments of a filter to conditions. */
export function resolvePredicates(relation: Relation, inputs: readonly unknown[]): Value[] {
  const predicates: Value[] = [];
  const visit = (input: unknown): void => {
    if (typeof input === "function") visit(applyCallback(relation, input));
    else if (Array.isArray(input)) input.forEach(visit);
    else if (typeof input === "boolean") predicates.push(valueNode(input));
    else if (isRowTest(input)) predicates.push(rowTestNode(relation, input));
    else if (isColumn(input)) {
      if (input.dtype.kind !== "bool")
        throw new AvocetError("invalid-argument", `A condition must be bool, got ${input.dtype.kind}`, {
          detail: String(input),
        });
      predicates.push(input.node);
    } else throw invalidInput(input, "a condition");
  };
  inputs.forEach(visit);
  return predicates;
}

/** Resolves the arguments of a sort to sort keys. */
export function resolveSort(relation: Relation, inputs: readonly unknown[]): SortKey[] {
  const keys: SortKey[] = [];
  const visit = (input: unknown): void => {
    if (typeof input === "string") keys.push(sortKey(columnNamed(relation, input).node));
    else if (typeof input === "function") visit(applyCallback(relation, input));
    else if (Array.isArray(input)) input.forEach(visit);
    else if (isSelector(input))
      for (const name of input.pick(relation.schema)) keys.push(sortKey(field(relation, name)));
    else if (typeof input === "object" && input !== null && "column" in input && typeof input.column === "string") {
      const namedSort = input as { column: string; descending?: boolean; nulls?: "first" | "last" };
      keys.push(sortKey(columnNamed(relation, namedSort.column).node, namedSort.descending ?? false, namedSort.nulls));
    } else if (isColumn(input) || (typeof input === "object" && input !== null)) keys.push(sortNode(input as SortKey));
    else throw invalidInput(input, "a sort key");
  };
  inputs.forEach(visit);
  return keys;
}
