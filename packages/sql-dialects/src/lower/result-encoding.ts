import type { DType } from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import type { Sql } from "../sql/expr.js";
import type { Query } from "../sql/query.js";
import { selectAll } from "./select-draft.js";

/** Encodes the result column at a 0-based position for the driver: its name and value; undefined if unchanged. */
export type ColumnEncoder = (
  value: Sql,
  dtype: DType,
  names: readonly string[],
  position: number,
) => readonly [name: string, value: Sql] | undefined;

/** Encodes the columns of the outermost SELECT for the driver. */
export function encodeColumns(query: Query, relation: ir.Relation, encodeColumn: ColumnEncoder): Query {
  const dtypes = [...relation.schema.values()];
  const names = [...relation.schema.keys()];
  const encodeItems = (items: readonly (readonly [string, Sql])[]): readonly (readonly [string, Sql])[] =>
    items.map(([name, value], position) => {
      const dtype = dtypes[position];
      return (dtype && encodeColumn(value, dtype, names, position)) ?? items[position] ?? [name, value];
    });
  const hasSameItems = (a: readonly (readonly [string, Sql])[], b: readonly (readonly [string, Sql])[]): boolean =>
    a.every((item, i) => item === b[i]);
  // A grouping key must stay equal to its GROUP BY expression, so it is encoded in an outer SELECT.
  const groupingKeys =
    query.kind === "select" && query.groupBy !== null ? query.groupBy.filter((key) => key.kind === "text") : [];
  const canEncodeInPlace =
    query.kind === "select" &&
    encodeItems(query.items).every(([, value], i) => {
      const original = query.items[i]?.[1];
      return original === value || original === undefined || !groupingKeys.some((key) => key === original);
    });
  const select = canEncodeInPlace ? query : selectAll(query, relation.schema.keys());
  const items = encodeItems(select.items);
  return hasSameItems(items, select.items) ? query : { ...select, items };
}
