import { AvocetError } from "../../errors.js";
import type { SortKey } from "../../ir/value.js";
import { sortKey } from "../../ir/value.js";
import type { AnyColumn } from "./operand.js";
import { isColumn } from "./operand.js";

/** Options of a sort key. */
export interface SortOptions {
  /** Where NULLs sort: last by default, ascending and descending. */
  readonly nulls?: "first" | "last";
}
/** A sort key for a column by name. */
export interface NamedSort<K extends string = string> {
  readonly column: K;
  readonly descending: boolean;
  readonly nulls: "first" | "last";
}
/** A sort key, or a column to sort by in ascending order. */
export type SortInput = AnyColumn | SortKey;

/**
 * Ascending sort key for a column by name. NULLs sort last by default.
 * @example orders.orderBy(asc("order_date"))
 */
export const asc = <const K extends string>(column: K, options: SortOptions = {}): NamedSort<K> => ({
  column,
  descending: false,
  nulls: options.nulls ?? "last",
});
/**
 * Descending sort key for a column by name. NULLs sort last by default.
 * @example orders.orderBy(desc("order_date"))
 */
export const desc = <const K extends string>(column: K, options: SortOptions = {}): NamedSort<K> => ({
  column,
  descending: true,
  nulls: options.nulls ?? "last",
});

export function sortNode(input: SortInput): SortKey {
  if (isColumn(input)) return sortKey(input.node);
  if (typeof input === "object" && input !== null && input.type === "sortKey") return input;
  throw new AvocetError("invalid-argument", `Expected a column or a sort key, got ${String(input)}`, {
    hint: "Sort by a column name, a column, or c.column.desc().",
  });
}
export const sortNodes = (inputs: SortInput | readonly SortInput[]): readonly SortKey[] =>
  (isList(inputs) ? inputs : [inputs]).map(sortNode);

const isList = (inputs: SortInput | readonly SortInput[]): inputs is readonly SortInput[] => Array.isArray(inputs);
