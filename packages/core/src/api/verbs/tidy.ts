import type { DType } from "../../dtype/dtype.js";
import { isNumeric } from "../../dtype/kinds.js";
import { AvocetError } from "../../errors.js";
import { bind, WHOLE } from "../../ir/bind.js";
import { op } from "../../ir/op.js";
import type { Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { SortKey, Value } from "../../ir/value.js";
import { field, sortKey, window } from "../../ir/value.js";
import { isSelector } from "../../selectors.js";
import { ColumnBase } from "../column/base.js";
import { joinedBy } from "../functions/across.js";
import { operandNode } from "../operand/operand.js";
import { columnNamed, resolveSort, unknownColumn } from "./resolve.js";
import type { DropNullOptions, FillValue, SampleOptions } from "./tidy-types.js";

/** The names that names and selectors give, in the order given, each once; refuses one that is not there. */
export function namesIn(relation: Relation, inputs: readonly unknown[], verb: string): string[] {
  const found = new Set<string>();
  for (const input of inputs)
    if (typeof input === "string") found.add(columnNamed(relation, input).name ?? input);
    else if (isSelector(input)) for (const name of input.pick(relation.schema)) found.add(name);
    else
      throw new AvocetError("invalid-argument", `${verb} takes names of columns and selectors, not ${String(input)}`);
  return [...found];
}
/** One thing or a list of them, as a list. */
export const listOf = <T>(input: T | readonly T[]): readonly T[] => (Array.isArray(input) ? input : [input as T]); // told apart above

const isBeside = (value: unknown): value is { readonly before?: unknown; readonly after?: unknown } =>
  typeof value === "object" && value !== null && !isSelector(value) && ("before" in value || "after" in value);

/** The columns in another order: some of them moved to the front, or beside others. */
export function relocate(relation: Relation, inputs: readonly unknown[]): Relation {
  const last = inputs.at(-1);
  const place = isBeside(last) ? last : undefined;
  const moved = namesIn(relation, place ? inputs.slice(0, -1) : inputs, "relocate");
  if (moved.length === 0) return relation;
  const gone = new Set(moved);
  const rest = [...relation.schema.keys()].filter((name) => !gone.has(name));
  const at = place ? placeOf(relation, place, rest, gone) : 0;
  const order = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
  return r.selection(relation, new Map(order.map((name) => [name, field(relation, name)])));
}

function placeOf(
  relation: Relation,
  place: { readonly before?: unknown; readonly after?: unknown },
  rest: readonly string[],
  gone: ReadonlySet<string>,
): number {
  if (place.before !== undefined && place.after !== undefined)
    throw new AvocetError("invalid-argument", "relocate takes before or after, not both");
  const anchors = namesIn(relation, [place.before ?? place.after], "relocate");
  const own = anchors.find((name) => gone.has(name));
  if (own !== undefined)
    throw new AvocetError("invalid-argument", `\`${own}\` cannot be moved beside itself`, {
      hint: "Name a column that stays where it is.",
    });
  const places = anchors.map((name) => rest.indexOf(name));
  if (places.length === 0)
    throw new AvocetError(
      "invalid-argument",
      "relocate has no column to put the others beside: the selector picks none",
    );
  return place.before !== undefined ? Math.min(...places) : Math.max(...places) + 1;
}

/** All columns in their places, some replaced. */
function replaced(relation: Relation, changes: ReadonlyMap<string, Value>): Relation {
  if (changes.size === 0) return relation;
  const values = new Map<string, Value>();
  for (const name of relation.schema.keys()) values.set(name, changes.get(name) ?? field(relation, name));
  return r.selection(relation, values);
}
const columnAt = (relation: Relation, name: string): ColumnBase =>
  new ColumnBase(columnNamed(relation, name).node, name);

/** Columns as other dtypes. */
export function castColumns(relation: Relation, dtypes: object, how: "cast" | "tryCast"): Relation {
  const changes = new Map<string, Value>();
  for (const [name, dtype] of Object.entries(dtypes) as [string, DType | undefined][]) {
    if (!relation.schema.has(name)) throw unknownColumn(relation, name);
    if (!dtype || typeof dtype !== "object" || !("kind" in dtype))
      throw new AvocetError("invalid-dtype", `${how} takes a dtype for \`${name}\`, got ${JSON.stringify(dtype)}`, {
        hint: `For example t.${how}({ ${JSON.stringify(name)}: int64 }).`,
      });
    changes.set(name, bind(columnAt(relation, name)[how](dtype).node, relation));
  }
  return replaced(relation, changes);
}

/** Without the rows where columns are NULL. */
export function dropNull(
  relation: Relation,
  columns: readonly unknown[] | undefined,
  options: DropNullOptions,
): Relation {
  const names = columns ? namesIn(relation, columns, "dropNull") : [...relation.schema.keys()];
  const { how = "any" } = options;
  if (how !== "any" && how !== "all")
    throw new AvocetError("invalid-argument", `dropNull takes how: "any" or "all", got ${JSON.stringify(how)}`);
  const present = names
    .filter((name) => how === "all" || relation.schema.get(name)?.nullable)
    .map((name) => op("NotNull", { arg: field(relation, name) }));
  if (how === "any") return present.length === 0 ? relation : r.filter(relation, present);
  const some = joinedBy("Or", present);
  return some ? r.filter(relation, [some]) : relation;
}

const isFillValue = (value: unknown): value is FillValue =>
  typeof value !== "object" || value === null || value instanceof Date || value instanceof Uint8Array;
const FITS: Readonly<Record<string, (dtype: DType) => boolean>> = {
  number: isNumeric,
  bigint: isNumeric,
  string: (dtype) => dtype.kind === "string",
  boolean: (dtype) => dtype.kind === "bool",
  date: (dtype) => dtype.kind === "timestamp",
  bytes: (dtype) => dtype.kind === "binary",
};

/** NULLs replaced, by one value wherever it fits or by a value for each column. */
export function fillNull(relation: Relation, given: unknown): Relation {
  const changes = new Map<string, Value>();
  for (const [name, value] of isFillValue(given) ? fillsOf(relation, given) : Object.entries(given as object)) {
    const column = columnAt(relation, name);
    if (value === null || value === undefined)
      throw new AvocetError("invalid-argument", `fillNull has no value for \`${name}\``);
    if (!column.dtype.nullable) continue;
    const node = operandNode(value, column.dtype);
    changes.set(name, bind(column.fillNull({ node, dtype: node.dtype } as never).node, relation)); // whether it fits is tested there
  }
  return replaced(relation, changes);
}

function fillsOf(relation: Relation, value: FillValue): [string, FillValue][] {
  const kind = value instanceof Date ? "date" : value instanceof Uint8Array ? "bytes" : typeof value;
  const fits = FITS[kind];
  const names = fits ? [...relation.schema].filter(([, dtype]) => fits(dtype)).map(([name]) => name) : [];
  if (names.length === 0)
    throw new AvocetError(
      "invalid-argument",
      `no column takes ${value === null ? "NULL" : `a ${kind}`} in place of NULL`,
      {
        hint: "Give each column its own replacement: t.fillNull({ name: value }).",
      },
    );
  return names.map((name) => [name, value]);
}

/** Some of the rows, drawn at random. */
export function sample(relation: Relation, fraction: number, options: SampleOptions): Relation {
  const { method = "row", seed = null } = options;
  if (!(fraction >= 0 && fraction <= 1))
    throw new AvocetError("invalid-argument", `a sample is a fraction from 0 to 1, got ${fraction}`, {
      hint: "For a number of rows, use limit.",
    });
  if (method !== "row" && method !== "block")
    throw new AvocetError("invalid-argument", `a sample is by "row" or by "block", got ${JSON.stringify(method)}`);
  if (seed !== null && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31))
    throw new AvocetError("invalid-argument", `a seed is a whole number from 0 to ${2 ** 31 - 1}, got ${seed}`);
  if (fraction === 0) return r.limit(relation, 0);
  return fraction === 1 ? relation : r.sample(relation, fraction, method, seed);
}

interface DistinctOn {
  readonly on: unknown;
  readonly keep?: unknown;
  readonly orderBy?: unknown;
}
/** One row, or none, for each combination of some columns' values. */
export function distinctOn(relation: Relation, options: DistinctOn): Relation {
  const { keep = "first" } = options;
  const keys = namesIn(relation, listOf(options.on), "distinct").map((name) => field(relation, name));
  const order = resolveSort(relation, options.orderBy === undefined ? [] : listOf(options.orderBy)).map((key) =>
    bind(key, relation),
  );
  if (keys.length === 0) throw new AvocetError("invalid-argument", "distinct needs at least one column to compare");
  if (keep !== "first" && keep !== "last" && keep !== false)
    throw new AvocetError("invalid-argument", `distinct keeps "first", "last" or false, got ${JSON.stringify(keep)}`);
  if (keep === "last" && order.length === 0)
    throw new AvocetError("invalid-argument", "which row is last is known only in an order", {
      hint: "Add orderBy to the options of distinct.",
    });
  const counted =
    keep === false
      ? window(op("CountStar", { table: relation }), keys, [], WHOLE)
      : window(op("RowNumber", {}), keys, keep === "last" ? order.map(reversed) : order, null);
  return r.filter(relation, [op("Equals", { left: counted, right: operandNode(1, counted.dtype) })]);
}

const reversed = (key: SortKey): SortKey =>
  sortKey(key.value, !key.descending, key.nulls === "last" ? "first" : "last");
