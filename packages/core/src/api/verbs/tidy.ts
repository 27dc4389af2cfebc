import type { DType } from "../../dtype/dtype.js";
import { isNumeric } from "../../dtype/kinds.js";
import { AvocetError } from "../../errors.js";
import { bind, WHOLE_PARTITION } from "../../ir/bind.js";
import { op } from "../../ir/op.js";
import type { Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { SortKey, Value } from "../../ir/value.js";
import { field, sortKey, window } from "../../ir/value.js";
import { isSelector } from "../../selectors.js";
import { ColumnBase } from "../column/base.js";
import { combineConditions } from "../functions/across.js";
import { operandNode } from "../operand/operand.js";
import { columnNamed, resolveSort, unknownColumn } from "./resolve.js";
import type { DropNullOptions, FillValue, RelocatePosition, SampleOptions } from "./tidy-types.js";

/** Resolves column names and selectors to names, each once, in order. Throws `unknown-column` for an unknown name. */
export function resolveNames(relation: Relation, inputs: readonly unknown[], verb: string): string[] {
  const names = new Set<string>();
  for (const input of inputs)
    if (typeof input === "string") names.add(columnNamed(relation, input).name ?? input);
    else if (isSelector(input)) for (const name of input.pick(relation.schema)) names.add(name);
    else
      throw new AvocetError("invalid-argument", `\`${verb}\` takes column names and selectors, got ${String(input)}`);
  return [...names];
}
/** Wraps a single input in a list; returns a list unchanged. */
export const toList = <T>(input: T | readonly T[]): readonly T[] =>
  // T is not an array here.
  Array.isArray(input) ? input : [input as T];

const isRelocatePosition = (value: unknown): value is RelocatePosition<unknown> =>
  typeof value === "object" && value !== null && !isSelector(value) && ("before" in value || "after" in value);

/** Reorders the columns: moves some of them to the front, or before or after others. */
export function relocate(relation: Relation, inputs: readonly unknown[]): Relation {
  const lastInput = inputs.at(-1);
  const position = isRelocatePosition(lastInput) ? lastInput : undefined;
  const moved = resolveNames(relation, position ? inputs.slice(0, -1) : inputs, "relocate");
  if (moved.length === 0) return relation;
  const movedSet = new Set(moved);
  const rest = [...relation.schema.keys()].filter((name) => !movedSet.has(name));
  const index = position ? relocateIndex(relation, position, rest, movedSet) : 0;
  const order = [...rest.slice(0, index), ...moved, ...rest.slice(index)];
  return r.selection(relation, new Map(order.map((name) => [name, field(relation, name)])));
}

function relocateIndex(
  relation: Relation,
  position: RelocatePosition<unknown>,
  rest: readonly string[],
  moved: ReadonlySet<string>,
): number {
  if (position.before !== undefined && position.after !== undefined)
    throw new AvocetError("invalid-argument", "`relocate` takes before or after, not both");
  const anchors = resolveNames(relation, [position.before ?? position.after], "relocate");
  const movedAnchor = anchors.find((name) => moved.has(name));
  if (movedAnchor !== undefined)
    throw new AvocetError("invalid-argument", `Cannot move \`${movedAnchor}\` next to itself`, {
      hint: "Name a column that is not moved.",
    });
  const anchorIndexes = anchors.map((name) => rest.indexOf(name));
  if (anchorIndexes.length === 0)
    throw new AvocetError("invalid-argument", "The selector in before or after of relocate matches no columns");
  return position.before !== undefined ? Math.min(...anchorIndexes) : Math.max(...anchorIndexes) + 1;
}

/** Replaces columns in their positions. */
function replaceColumns(relation: Relation, changes: ReadonlyMap<string, Value>): Relation {
  if (changes.size === 0) return relation;
  const values = new Map<string, Value>();
  for (const name of relation.schema.keys()) values.set(name, changes.get(name) ?? field(relation, name));
  return r.selection(relation, values);
}
const columnBase = (relation: Relation, name: string): ColumnBase =>
  new ColumnBase(columnNamed(relation, name).node, name);

/** Casts columns to other dtypes. */
export function castColumns(relation: Relation, dtypes: object, method: "cast" | "tryCast"): Relation {
  const changes = new Map<string, Value>();
  for (const [name, dtype] of Object.entries(dtypes) as [string, DType | undefined][]) {
    if (!relation.schema.has(name)) throw unknownColumn(relation, name);
    if (!dtype || typeof dtype !== "object" || !("kind" in dtype))
      throw new AvocetError(
        "invalid-dtype",
        `\`${method}\` needs a dtype for \`${name}\`, got ${JSON.stringify(dtype)}`,
        {
          hint: `Pass a dtype, such as t.${method}({ ${JSON.stringify(name)}: int64 }).`,
        },
      );
    changes.set(name, bind(columnBase(relation, name)[method](dtype).node, relation));
  }
  return replaceColumns(relation, changes);
}

/** Drops rows where any or all of some columns are NULL. */
export function dropNull(
  relation: Relation,
  columns: readonly unknown[] | undefined,
  options: DropNullOptions,
): Relation {
  const names = columns ? resolveNames(relation, columns, "dropNull") : [...relation.schema.keys()];
  const mode = options.how ?? "any";
  if (mode !== "any" && mode !== "all")
    throw new AvocetError("invalid-argument", `"how" of dropNull must be "any" or "all", got ${JSON.stringify(mode)}`);
  const notNullConditions = names
    .filter((name) => mode === "all" || relation.schema.get(name)?.nullable)
    .map((name) => op("NotNull", { arg: field(relation, name) }));
  if (mode === "any") return notNullConditions.length === 0 ? relation : r.filter(relation, notNullConditions);
  const anyNotNull = combineConditions("Or", notNullConditions);
  return anyNotNull ? r.filter(relation, [anyNotNull]) : relation;
}

const isFillValue = (value: unknown): value is FillValue =>
  typeof value !== "object" || value === null || value instanceof Date || value instanceof Uint8Array;
const FILLABLE_BY_TYPE: Readonly<Record<string, (dtype: DType) => boolean>> = {
  number: isNumeric,
  bigint: isNumeric,
  string: (dtype) => dtype.kind === "string",
  boolean: (dtype) => dtype.kind === "bool",
  date: (dtype) => dtype.kind === "timestamp",
  bytes: (dtype) => dtype.kind === "binary",
};

/** Replaces NULLs with one value in every column of its kind, or with a value for each column. */
export function fillNull(relation: Relation, replacements: unknown): Relation {
  const changes = new Map<string, Value>();
  for (const [name, value] of isFillValue(replacements)
    ? fillsByKind(relation, replacements)
    : Object.entries(replacements as object)) {
    const column = columnBase(relation, name);
    if (value === null || value === undefined)
      throw new AvocetError("invalid-argument", `No replacement value for \`${name}\` in fillNull`);
    if (!column.dtype.nullable) continue;
    const node = operandNode(value, column.dtype);
    // ColumnBase.fillNull checks the dtype.
    changes.set(name, bind(column.fillNull({ node, dtype: node.dtype } as never).node, relation));
  }
  return replaceColumns(relation, changes);
}

function fillsByKind(relation: Relation, value: FillValue): [string, FillValue][] {
  const kind = value instanceof Date ? "date" : value instanceof Uint8Array ? "bytes" : typeof value;
  const isFillable = FILLABLE_BY_TYPE[kind];
  const names = isFillable ? [...relation.schema].filter(([, dtype]) => isFillable(dtype)).map(([name]) => name) : [];
  if (names.length === 0)
    throw new AvocetError("invalid-argument", `No column can be filled with ${value === null ? "NULL" : `a ${kind}`}`, {
      hint: "Pass a value for each column: t.fillNull({ name: value }).",
    });
  return names.map((name) => [name, value]);
}

/** Samples rows at random. */
export function sample(relation: Relation, fraction: number, options: SampleOptions): Relation {
  const { method = "row", seed = null } = options;
  if (!(fraction >= 0 && fraction <= 1))
    throw new AvocetError("invalid-argument", `"fraction" of a sample must be from 0 to 1, got ${fraction}`, {
      hint: "Use limit for a number of rows.",
    });
  if (method !== "row" && method !== "block")
    throw new AvocetError(
      "invalid-argument",
      `"method" of a sample must be "row" or "block", got ${JSON.stringify(method)}`,
    );
  if (seed !== null && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31))
    throw new AvocetError("invalid-argument", `"seed" must be an integer from 0 to ${2 ** 31 - 1}, got ${seed}`);
  if (fraction === 0) return r.limit(relation, 0);
  return fraction === 1 ? relation : r.sample(relation, fraction, method, seed);
}

interface DistinctOn {
  readonly on: unknown;
  readonly keep?: unknown;
  readonly orderBy?: unknown;
}
/** Keeps one row, or with `keep: false` none of several, for each combination of some columns' values. */
export function distinctOn(relation: Relation, options: DistinctOn): Relation {
  const { keep = "first" } = options;
  const keys = resolveNames(relation, toList(options.on), "distinct").map((name) => field(relation, name));
  const order = resolveSort(relation, options.orderBy === undefined ? [] : toList(options.orderBy)).map((key) =>
    bind(key, relation),
  );
  if (keys.length === 0) throw new AvocetError("invalid-argument", "`distinct` needs at least one column to compare");
  if (keep !== "first" && keep !== "last" && keep !== false)
    throw new AvocetError(
      "invalid-argument",
      `"keep" of distinct must be "first", "last" or false, got ${JSON.stringify(keep)}`,
    );
  if (keep === "last" && order.length === 0)
    throw new AvocetError("invalid-argument", "Keeping the last row needs an order", {
      hint: "Add orderBy to the options of distinct.",
    });
  const countOrRank =
    keep === false
      ? window(op("CountStar", { table: relation }), keys, [], WHOLE_PARTITION)
      : window(op("RowNumber", {}), keys, keep === "last" ? order.map(reverseSortKey) : order, null);
  return r.filter(relation, [op("Equals", { left: countOrRank, right: operandNode(1, countOrRank.dtype) })]);
}

const reverseSortKey = (key: SortKey): SortKey =>
  sortKey(key.value, !key.descending, key.nulls === "last" ? "first" : "last");
