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
import type { NameTransform } from "./pivot-types.js";
import { columnNamed, resolveEntries } from "./resolve.js";
import { rowsFromEach } from "./rows.js";
import { listOf, namesIn } from "./tidy.js";
import * as verbs from "./verbs.js";

interface Longer {
  readonly namesTo?: string | readonly string[];
  readonly valuesTo?: string;
  readonly namesPattern?: RegExp;
  readonly namesTransform?: object;
  readonly valuesTransform?: (value: never, name: string) => unknown;
  readonly dropNull?: boolean;
}

/** One row for each of some columns, with its name and its value. */
export function pivotLonger(relation: Relation, columns: unknown, options: Longer): Relation {
  const { namesTo = "name", valuesTo = "value" } = options;
  const names = namesIn(relation, listOf(columns), "pivotLonger");
  if (names.length === 0)
    throw new AvocetError("invalid-argument", "pivotLonger needs at least one column to turn into rows");
  const labels = listOf(namesTo);
  const transforms = transformsOf(labels, options.namesTransform ?? {});
  const gone = new Set(names);
  const kept = [...relation.schema.keys()].filter((name) => !gone.has(name));
  const outputs = [...kept, ...labels, valuesTo];
  const twice = outputs.find((name, i) => outputs.indexOf(name) !== i);
  if (twice !== undefined)
    throw new AvocetError("duplicate-column", `pivotLonger gives the column \`${twice}\` twice`, {
      hint: "Choose other names with namesTo and valuesTo.",
    });
  const parts = names.map((name) => partsOf(name, labels, options.namesPattern));
  const values = alike(names, transformed(relation, names, options.valuesTransform));
  const rows = parts.map((own, i) => {
    const cells = new Map<string, Value>(labels.map((label, j) => [label, nameNode(own[j] ?? "", transforms[j])]));
    const value = values[i];
    return value ? cells.set(valuesTo, value) : cells;
  });
  const long = rowsFromEach(relation, kept, rows);
  return options.dropNull ? r.filter(long, [op("NotNull", { arg: field(long, valuesTo) })]) : long;
}

function transformsOf(labels: readonly string[], given: object): readonly (NameTransform | undefined)[] {
  const transforms = new Map<string, NameTransform>(Object.entries(given));
  const stray = [...transforms.keys()].find((name) => !labels.includes(name));
  if (stray !== undefined)
    throw new AvocetError(
      "invalid-argument",
      `namesTransform has \`${stray}\`, which is none of the columns of names`,
      {
        hint: `These are ${labels.join(", ")}.`,
      },
    );
  return labels.map((label) => transforms.get(label));
}

function partsOf(name: string, labels: readonly string[], pattern: RegExp | undefined): readonly string[] {
  if (!pattern) {
    if (labels.length === 1) return [name];
    throw new AvocetError("invalid-argument", "several columns of names need a pattern that takes the names apart", {
      hint: `For example { namesPattern: /(.*)_(.*)/ }, with ${labels.length} groups.`,
    });
  }
  const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).exec(name);
  if (!match)
    throw new AvocetError("invalid-argument", `the pattern ${String(pattern)} does not match the column \`${name}\``, {
      hint: "Leave that column out, or widen the pattern.",
    });
  const groups = match.length === 1 ? [match[0]] : match.slice(1);
  if (groups.length !== labels.length)
    throw new AvocetError(
      "invalid-argument",
      `the pattern ${String(pattern)} has ${groups.length} groups for ${labels.length} columns of names`,
    );
  return groups.map((group) => group ?? "");
}

function nameNode(text: string, transform: NameTransform | undefined): Value {
  if (transform === undefined) return literal(text, notNull(string));
  const value = typeof transform === "function" ? transform(text) : parsed(text, transform);
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
      throw new AvocetError("invalid-argument", `namesTransform gives ${typeof value} for ${JSON.stringify(text)}`, {
        hint: "Give a number, a bigint, a bool or a string.",
      });
  }
}
function parsed(text: string, dtype: DType): unknown {
  if (!isNumeric(dtype)) return dtype.kind === "bool" ? text === "true" : text;
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number))
    throw new AvocetError("invalid-literal", `${JSON.stringify(text)} is not ${printDType(dtype)}`, {
      hint: "Take the number out of the name with namesPattern.",
    });
  return number;
}

function transformed(relation: Relation, names: readonly string[], transform: Longer["valuesTransform"]): Value[] {
  if (!transform) return names.map((name) => field(relation, name));
  return withCallbackScope([relation], () =>
    names.map((name) => {
      const value = transform(columnNamed(relation, name) as never, name); // typed by the table's method
      if (isColumn(value)) return value.node;
      throw new AvocetError("invalid-argument", "valuesTransform gives a column for each column");
    }),
  ).map((node) => bind(node, relation));
}

/** The values, cast where they are not of the dtype that holds them all. */
function alike(names: readonly string[], values: readonly Value[]): Value[] {
  let common = values[0]?.dtype;
  values.forEach((value, i) => {
    const next = common && commonDType(common, value.dtype);
    if (!next)
      throw new AvocetError(
        "schema-mismatch",
        `\`${names[0]}\` is ${printDType(values[0]?.dtype ?? value.dtype)}, but \`${names[i]}\` is ${printDType(value.dtype)}`,
        { hint: "Cast them to one dtype first, as valuesTransform: (value) => value.cast(string) does." },
      );
    common = next;
  });
  return values.map((value) =>
    common && !sameDType(value.dtype, common) ? op("Cast", { arg: value, to: withNull(common, true) }) : value,
  );
}

interface Wider {
  readonly namesFrom: unknown;
  readonly valuesFrom: unknown;
  readonly names: unknown;
  readonly idColumns?: unknown;
  readonly agg?: ((value: never) => unknown) | undefined;
  readonly fill?: unknown;
  readonly prefix?: string;
}

/** One row for each combination of the id columns, one column for each name. */
export function pivotWider(relation: Relation, options: Wider): Relation {
  const { fill, prefix = "" } = options;
  const from = namesIn(relation, listOf(options.namesFrom), "pivotWider");
  const values = namesIn(relation, listOf(options.valuesFrom), "pivotWider");
  if (from.length === 0 || values.length === 0)
    throw new AvocetError("invalid-argument", "pivotWider needs namesFrom and valuesFrom");
  const used = new Set([...from, ...values]);
  const ids = options.idColumns
    ? namesIn(relation, listOf(options.idColumns), "pivotWider")
    : [...relation.schema.keys()].filter((name) => !used.has(name));
  const cells = new Map<string, Value>();
  for (const [label, cell] of labelled(options.names, from.length, prefix)) {
    const condition = matches(relation, from, cell);
    for (const value of values) {
      const name = values.length === 1 ? label : `${value}_${label}`;
      if (cells.has(name) || ids.includes(name))
        throw new AvocetError("duplicate-column", `pivotWider gives the column \`${name}\` twice`, {
          hint: 'Set the new columns apart with a prefix, or name them: { names: { january: "1" } }.',
        });
      const reduced = reducedNode(relation, value, options.agg, condition);
      const filled =
        fill === undefined || fill === null
          ? reduced
          : op("Coalesce", { args: [reduced, comparableNode(fill, reduced)] });
      cells.set(name, filled);
    }
  }
  const metrics = Object.fromEntries([...cells].map(([name, node]) => [name, columnFrom(node)]));
  return verbs.aggregate(relation, resolveEntries(relation, ids), [metrics]);
}

function labelled(names: unknown, width: number, prefix: string): readonly (readonly [string, readonly unknown[]])[] {
  const list = Array.isArray(names);
  if (typeof names !== "object" || names === null || Object.keys(names).length === 0)
    throw new AvocetError("invalid-argument", "pivotWider needs the names that get a column", {
      hint: 'Give them as names: ["a", "b"]; a query for the different values finds them: t.select("key").distinct().',
    });
  return (list ? (names as unknown[]).map((cell) => ["", cell] as const) : Object.entries(names)).map(
    ([label, cell]) => {
      const cells: readonly unknown[] = Array.isArray(cell) ? cell : [cell];
      if (cells.length !== width)
        throw new AvocetError("invalid-argument", `each name is made of ${width} values, got ${JSON.stringify(cell)}`, {
          hint: "Give one value for each column of namesFrom.",
        });
      return [list ? prefix + cells.map(String).join("_") : label, cells];
    },
  );
}

function matches(relation: Relation, from: readonly string[], cells: readonly unknown[]): Value {
  const tests = from.map((name, i): Value => {
    const column = field(relation, name);
    const cell = cells[i];
    if (cell === null || cell === undefined) return op("IsNull", { arg: column });
    return op("Equals", { left: column, right: comparableNode(cell, column) });
  });
  return tests.reduce((left, right) => op("And", { left, right }));
}

/** The reduction of a column over the rows of one condition: what the callback gives, its reductions taken over these rows alone. */
function reducedNode(relation: Relation, name: string, agg: Wider["agg"], condition: Value): Value {
  const column = columnNamed(relation, name);
  const given: unknown = agg
    ? withCallbackScope([relation], () => agg(column as never)) // typed by the table's method
    : columnFrom(op("Arbitrary", { arg: column.node }));
  if (!isColumn(given)) throw new AvocetError("invalid-argument", "agg gives a reduction of the column");
  let reduces = false;
  const restricted = rewrite(given.node, (node) => {
    if (node.type !== "op" || specOf(node.op).role !== "reduction") return node;
    reduces = true;
    const where = node.args.where as Value | undefined; // by the catalogue, every reduction has it
    return makeOp(node.op, { ...node.args, where: where ? op("And", { left: where, right: condition }) : condition });
  });
  if (!reduces)
    throw new AvocetError("invalid-argument", "agg does not reduce the values that meet in one cell", {
      hint: "For example agg: (value) => value.sum().",
    });
  return restricted;
}
