import type { DType } from "../../dtype/dtype.js";
import { bool, float64, int64, notNull, string, withNull } from "../../dtype/dtype.js";
import { isNumeric } from "../../dtype/kinds.js";
import { printDType } from "../../dtype/print.js";
import { commonDType, sameDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { bind } from "../../ir/bind.js";
import { withCallbackScope } from "../../ir/callback-scope.js";
import { makeOp, op, specOf } from "../../ir/op.js";
import type { Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field, literal } from "../../ir/value.js";
import { rewrite } from "../../ir/walk.js";
import { columnFrom } from "../column/column-factory.js";
import { comparableNode, isColumn } from "../operand/operand.js";
import { expandRows } from "./expand-rows.js";
import type { NameTransform } from "./pivot-types.js";
import { columnNamed, resolveEntries } from "./resolve.js";
import { resolveNames, toList } from "./tidy.js";
import * as verbs from "./verbs.js";

interface PivotLongerInput {
  readonly namesTo?: string | readonly string[];
  readonly valuesTo?: string;
  readonly namesPattern?: RegExp;
  readonly namesTransform?: object;
  readonly valuesTransform?: (value: never, name: string) => unknown;
  readonly dropNull?: boolean;
}

/** Turns columns into rows: one row for each of the columns, with its name and its value. */
export function pivotLonger(relation: Relation, columns: unknown, options: PivotLongerInput): Relation {
  const { namesTo = "name", valuesTo = "value" } = options;
  const names = resolveNames(relation, toList(columns), "pivotLonger");
  if (names.length === 0)
    throw new AvocetError("invalid-argument", "`pivotLonger` needs at least one column to turn into rows");
  const labels = toList(namesTo);
  const transforms = labelTransforms(labels, options.namesTransform ?? {});
  const pivoted = new Set(names);
  const remaining = [...relation.schema.keys()].filter((name) => !pivoted.has(name));
  const outputs = [...remaining, ...labels, valuesTo];
  const duplicate = outputs.find((name, i) => outputs.indexOf(name) !== i);
  if (duplicate !== undefined)
    throw new AvocetError("duplicate-column", `Duplicate column \`${duplicate}\` in the result of pivotLonger`, {
      hint: "Choose other names with namesTo and valuesTo.",
    });
  const labelTexts = names.map((name) => splitName(name, labels, options.namesPattern));
  const values = castToCommonDType(names, transformValues(relation, names, options.valuesTransform));
  const rows = labelTexts.map((texts, i) => {
    const cells = new Map<string, Value>(labels.map((label, j) => [label, labelNode(texts[j] ?? "", transforms[j])]));
    const value = values[i];
    return value ? cells.set(valuesTo, value) : cells;
  });
  const long = expandRows(relation, remaining, rows);
  return options.dropNull ? r.filter(long, [op("NotNull", { arg: field(long, valuesTo) })]) : long;
}

function labelTransforms(labels: readonly string[], transformInput: object): readonly (NameTransform | undefined)[] {
  const transforms = new Map<string, NameTransform>(Object.entries(transformInput));
  const unknownLabel = [...transforms.keys()].find((name) => !labels.includes(name));
  if (unknownLabel !== undefined)
    throw new AvocetError(
      "invalid-argument",
      `"namesTransform" has the key \`${unknownLabel}\`, which is not in namesTo`,
      { hint: `Use a column of namesTo: ${labels.join(", ")}.` },
    );
  return labels.map((label) => transforms.get(label));
}

function splitName(name: string, labels: readonly string[], pattern: RegExp | undefined): readonly string[] {
  if (!pattern) {
    if (labels.length === 1) return [name];
    throw new AvocetError("invalid-argument", 'Splitting names into several columns needs "namesPattern"', {
      hint: `Pass a regular expression with ${labels.length} groups, such as { namesPattern: /(.*)_(.*)/ }.`,
    });
  }
  const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).exec(name);
  if (!match)
    throw new AvocetError("invalid-argument", `The pattern ${String(pattern)} does not match the column \`${name}\``, {
      hint: "Exclude the column, or change the pattern.",
    });
  const groups = match.length === 1 ? [match[0]] : match.slice(1);
  if (groups.length !== labels.length)
    throw new AvocetError(
      "invalid-argument",
      `The pattern ${String(pattern)} has ${groups.length} groups for ${labels.length} columns of namesTo`,
    );
  return groups.map((group) => group ?? "");
}

function labelNode(text: string, transform: NameTransform | undefined): Value {
  if (transform === undefined) return literal(text, notNull(string));
  const value = typeof transform === "function" ? transform(text) : parseLabel(text, transform);
  if (typeof transform === "object") return op("Cast", { arg: literal(value, notNull(transform)), to: transform });
  switch (typeof value) {
    case "number":
      return literal(value, notNull(float64));
    case "bigint":
      return op("Cast", { arg: literal(value, notNull(int64)), to: int64 });
    case "boolean":
      return literal(value, notNull(bool));
    case "string":
      return literal(value, notNull(string));
    default:
      throw new AvocetError(
        "invalid-argument",
        `"namesTransform" returned ${typeof value} for ${JSON.stringify(text)}`,
        {
          hint: "Return a number, bigint, boolean or string.",
        },
      );
  }
}
function parseLabel(text: string, dtype: DType): unknown {
  if (!isNumeric(dtype)) return dtype.kind === "bool" ? text === "true" : text;
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number))
    throw new AvocetError("invalid-literal", `${JSON.stringify(text)} is not a valid ${printDType(dtype)}`, {
      hint: "Extract the number from the column name with namesPattern.",
    });
  return number;
}

function transformValues(
  relation: Relation,
  names: readonly string[],
  transform: PivotLongerInput["valuesTransform"],
): Value[] {
  if (!transform) return names.map((name) => field(relation, name));
  return withCallbackScope([relation], () =>
    names.map((name) => {
      const value = transform(columnNamed(relation, name) as never, name); // typed by the table's method
      if (isColumn(value)) return value.node;
      throw new AvocetError("invalid-argument", '"valuesTransform" must return a column');
    }),
  ).map((node) => bind(node, relation));
}

/** Casts the values to their common dtype. */
function castToCommonDType(names: readonly string[], values: readonly Value[]): Value[] {
  let common = values[0]?.dtype;
  values.forEach((value, i) => {
    const merged = common && commonDType(common, value.dtype);
    if (!merged) {
      const [first, current] = [values[0]?.dtype ?? value.dtype, value.dtype].map(printDType);
      throw new AvocetError(
        "schema-mismatch",
        `No common dtype: \`${names[0]}\` is ${first}, but \`${names[i]}\` is ${current}`,
        { hint: "Cast the values to one dtype, with valuesTransform: (value) => value.cast(string)." },
      );
    }
    common = merged;
  });
  return values.map((value) =>
    common && !sameDType(value.dtype, common) ? op("Cast", { arg: value, to: withNull(common, true) }) : value,
  );
}

interface PivotWiderInput {
  readonly namesFrom: unknown;
  readonly valuesFrom: unknown;
  readonly names: unknown;
  readonly idColumns?: unknown;
  readonly agg?: ((value: never) => unknown) | undefined;
  readonly fill?: unknown;
  readonly prefix?: string;
}

/** Turns rows into columns: one row for each combination of the id columns, one column for each name. */
export function pivotWider(relation: Relation, options: PivotWiderInput): Relation {
  const { fill, prefix = "" } = options;
  const nameColumns = resolveNames(relation, toList(options.namesFrom), "pivotWider");
  const values = resolveNames(relation, toList(options.valuesFrom), "pivotWider");
  if (nameColumns.length === 0 || values.length === 0)
    throw new AvocetError("invalid-argument", "`pivotWider` needs namesFrom and valuesFrom");
  const used = new Set([...nameColumns, ...values]);
  const idNames = options.idColumns
    ? resolveNames(relation, toList(options.idColumns), "pivotWider")
    : [...relation.schema.keys()].filter((name) => !used.has(name));
  const cells = new Map<string, Value>();
  for (const [label, cell] of labeledCells(options.names, nameColumns.length, prefix)) {
    const condition = cellCondition(relation, nameColumns, cell);
    for (const value of values) {
      const name = values.length === 1 ? label : `${value}_${label}`;
      if (cells.has(name) || idNames.includes(name))
        throw new AvocetError("duplicate-column", `Duplicate column \`${name}\` in the result of pivotWider`, {
          hint: 'Set a prefix, or name the columns: { names: { january: "1" } }.',
        });
      const aggregated = aggregateCell(relation, value, options.agg, condition);
      const filled =
        fill === undefined || fill === null
          ? aggregated
          : op("Coalesce", { args: [aggregated, comparableNode(fill, aggregated)] });
      cells.set(name, filled);
    }
  }
  const metrics = Object.fromEntries([...cells].map(([name, node]) => [name, columnFrom(node)]));
  return verbs.aggregate(relation, resolveEntries(relation, idNames), [metrics]);
}

function labeledCells(
  names: unknown,
  columnCount: number,
  prefix: string,
): readonly (readonly [string, readonly unknown[]])[] {
  const isList = Array.isArray(names);
  if (typeof names !== "object" || names === null || Object.keys(names).length === 0)
    throw new AvocetError("invalid-argument", '`pivotWider` needs "names", the values that become columns', {
      hint: 'Pass names: ["a", "b"]; to find the values, run t.select("key").distinct().',
    });
  return (isList ? (names as unknown[]).map((cell) => ["", cell] as const) : Object.entries(names)).map(
    ([label, cell]) => {
      const cells: readonly unknown[] = Array.isArray(cell) ? cell : [cell];
      if (cells.length !== columnCount)
        throw new AvocetError(
          "invalid-argument",
          `Each entry of "names" needs ${columnCount} values, got ${JSON.stringify(cell)}`,
          { hint: "Pass one value for each column of namesFrom." },
        );
      return [isList ? prefix + cells.map(String).join("_") : label, cells];
    },
  );
}

function cellCondition(relation: Relation, nameColumns: readonly string[], cells: readonly unknown[]): Value {
  const conditions = nameColumns.map((name, i): Value => {
    const column = field(relation, name);
    const cell = cells[i];
    if (cell === null || cell === undefined) return op("IsNull", { arg: column });
    return op("Equals", { left: column, right: comparableNode(cell, column) });
  });
  return conditions.reduce((left, right) => op("And", { left, right }));
}

/**
 * The value of a cell: the result of the callback `agg`, whose aggregates are restricted to the rows that satisfy the
 * condition.
 */
function aggregateCell(relation: Relation, name: string, agg: PivotWiderInput["agg"], condition: Value): Value {
  const column = columnNamed(relation, name);
  const result: unknown = agg
    ? withCallbackScope([relation], () => agg(column as never)) // typed by the table's method
    : columnFrom(op("Arbitrary", { arg: column.node }));
  if (!isColumn(result)) throw new AvocetError("invalid-argument", '"agg" must return an aggregate of the column');
  let hasAggregate = false;
  const restricted = rewrite(result.node, (node) => {
    if (node.type !== "op" || specOf(node.op).role !== "aggregate") return node;
    hasAggregate = true;
    const where = node.args.where as Value | undefined; // every aggregate operation has this argument
    return makeOp(node.op, { ...node.args, where: where ? op("And", { left: where, right: condition }) : condition });
  });
  if (!hasAggregate)
    throw new AvocetError("invalid-argument", '"agg" returned an expression without an aggregate', {
      hint: "Aggregate the values of a cell, such as agg: (value) => value.sum().",
    });
  return restricted;
}
