import { AvocetError } from "../../errors.js";
import type { SortKey } from "../../ir/value.js";
import { sortKey } from "../../ir/value.js";
import type { AnyColumn } from "./operand.js";
import { isColumn } from "./operand.js";

/** Where NULLs go. */
export interface SortOptions {
  /** Where NULLs go; last unless told, whatever the direction. */
  readonly nulls?: "first" | "last";
}
/** A sort key over a column that is known by name. */
export interface NamedSort<K extends string = string> {
  readonly column: K;
  readonly descending: boolean;
  readonly nulls: "first" | "last";
}
/** A column, ascending, or a sort key. */
export type SortInput = AnyColumn | SortKey;

/**
 * A column by name, from small to large; NULLs last unless told.
 * @example orders.orderBy(asc("order_date"))
 */
export const asc = <const K extends string>(column: K, options: SortOptions = {}): NamedSort<K> => ({
  column,
  descending: false,
  nulls: options.nulls ?? "last",
});
/**
 * A column by name, from large to small; NULLs last unless told.
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
  throw new AvocetError("invalid-argument", `not a column or a sort key: ${String(input)}`, {
    hint: "Sort by a column name, a column, or c.column.desc().",
  });
}
export const sortNodes = (inputs: SortInput | readonly SortInput[]): readonly SortKey[] =>
  (isList(inputs) ? inputs : [inputs]).map(sortNode);

const isList = (inputs: SortInput | readonly SortInput[]): inputs is readonly SortInput[] => Array.isArray(inputs);
