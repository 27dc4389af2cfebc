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

const records = new WeakMap<Relation, object>();

/** The columns of a relation by name, made when asked for; a name that is not there is an error with the nearest one. */
export function columnsOf<S extends Schema>(relation: Relation): Columns<S> {
  let record = records.get(relation);
  if (!record) {
    record = new Proxy(Object.create(null) as object, {
      get: (_, name) => (typeof name === "string" ? columnNamed(relation, name) : undefined),
      has: (_, name) => typeof name === "string" && relation.schema.has(name),
      ownKeys: () => [...relation.schema.keys()],
      getOwnPropertyDescriptor: (_, name) =>
        typeof name === "string" && relation.schema.has(name)
          ? { configurable: true, enumerable: true, value: columnNamed(relation, name) }
          : undefined,
    });
    records.set(relation, record);
  }
  return record as Columns<S>; // the relation's schema is what S was computed from
}

export function columnNamed(relation: Relation, name: string): AnyColumn {
  if (!relation.schema.has(name)) throw unknownColumn(relation, name);
  return columnOf(field(relation, name), name);
}

export function unknownColumn(relation: Relation, name: string): AvocetError {
  const where = "name" in relation ? ` in ${relation.name}` : "";
  return new AvocetError("unknown-column", `there is no column \`${name}\`${where}`, {
    hint: suggestion(name, [...relation.schema.keys()]),
  });
}

/** Runs a callback over the columns of a relation; anything else is what it is. */
export function applyCallback(relation: Relation, input: unknown): unknown {
  if (typeof input !== "function") return input;
  return withCallbackScope([relation], () => input(columnsOf(relation)) as unknown);
}

const refuse = (input: unknown, wanted: string): AvocetError =>
  new AvocetError("invalid-argument", `${describe(input)} is not ${wanted}`);
const describe = (input: unknown): string =>
  isColumn(input) ? "a column without a name" : typeof input === "object" ? JSON.stringify(input) : String(input);

/** The names and values that the arguments of a selection give, in order, not yet bound to the relation. */
export function resolveEntries(relation: Relation, inputs: readonly unknown[]): [string, Value][] {
  const entries: [string, Value][] = [];
  const add = (input: unknown): void => {
    if (typeof input === "string") entries.push([input, columnNamed(relation, input).node]);
    else if (isColumn(input)) {
      if (input.name === null)
        throw new AvocetError("invalid-argument", "a computed column needs a name", {
          hint: 'Give it one, as { name: column } or column.as("name").',
          detail: String(input),
        });
      entries.push([input.name, input.node]);
    } else if (isSelector(input))
      for (const name of input.pick(relation.schema)) entries.push([name, field(relation, name)]);
    else if (isAcross(input)) entries.push(...acrossEntries(relation, input));
    else if (Array.isArray(input)) input.forEach(add);
    else if (typeof input === "function") add(applyCallback(relation, input));
    else if (typeof input === "object" && input !== null)
      for (const [name, value] of Object.entries(input)) entries.push([name, valueNode(value)]);
    else throw refuse(input, "a column name, a column, or values by name");
  };
  inputs.forEach(add);
  return entries;
}

/** The node of a column, or of a literal on its own. */
export const valueNode = (value: unknown): Value => (isColumn(value) ? value.node : literal(value, inferDType(value)));

/** Entries as a map, refusing two of one name. */
export function distinctNames(entries: Iterable<readonly [string, Value]>, verb: string): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const [name, value] of entries) {
    if (map.has(name) && map.get(name) !== value)
      throw new AvocetError("duplicate-column", `${verb} gives the column \`${name}\` twice`, {
        hint: 'Rename one with .as("other").',
      });
    if (name === "") throw new AvocetError("invalid-argument", `${verb} gives a column without a name`);
    map.set(name, value);
  }
  return map;
}

/** The conditions that the arguments of a filter give. */
export function resolvePredicates(relation: Relation, inputs: readonly unknown[]): Value[] {
  const found: Value[] = [];
  const add = (input: unknown): void => {
    if (typeof input === "function") add(applyCallback(relation, input));
    else if (Array.isArray(input)) input.forEach(add);
    else if (typeof input === "boolean") found.push(valueNode(input));
    else if (isRowTest(input)) found.push(rowTestNode(relation, input));
    else if (isColumn(input)) {
      if (input.dtype.kind !== "bool")
        throw new AvocetError("invalid-argument", `a condition is a bool, not ${input.dtype.kind}`, {
          detail: String(input),
        });
      found.push(input.node);
    } else throw refuse(input, "a condition");
  };
  inputs.forEach(add);
  return found;
}

/** The sort keys that the arguments of a sort give. */
export function resolveSort(relation: Relation, inputs: readonly unknown[]): SortKey[] {
  const found: SortKey[] = [];
  const add = (input: unknown): void => {
    if (typeof input === "string") found.push(sortKey(columnNamed(relation, input).node));
    else if (typeof input === "function") add(applyCallback(relation, input));
    else if (Array.isArray(input)) input.forEach(add);
    else if (isSelector(input))
      for (const name of input.pick(relation.schema)) found.push(sortKey(field(relation, name)));
    else if (typeof input === "object" && input !== null && "column" in input && typeof input.column === "string") {
      const named = input as { column: string; descending?: boolean; nulls?: "first" | "last" };
      found.push(sortKey(columnNamed(relation, named.column).node, named.descending ?? false, named.nulls));
    } else if (isColumn(input) || (typeof input === "object" && input !== null)) found.push(sortNode(input as SortKey));
    else throw refuse(input, "a sort key");
  };
  inputs.forEach(add);
  return found;
}
