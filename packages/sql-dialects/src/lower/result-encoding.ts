import type * as ir from "@avocet/core/ir";
import type { Dialect } from "../dialect.js";
import type { Source, Sql } from "../sql/expr.js";
import type { Query } from "../sql/query.js";
import { draftFrom, toSelect } from "./select-draft.js";

/** Encodes the columns of the outermost SELECT for the driver. */
export function encodeResults(query: Query, relation: ir.Relation, dialect: Dialect): Query {
  const dtypes = [...relation.schema.values()];
  const names = [...relation.schema.keys()];
  const encodeItems = (items: readonly (readonly [string, Sql])[]): readonly (readonly [string, Sql])[] =>
    items.map(([name, value], position) => {
      const dtype = dtypes[position];
      return (dtype && dialect.encodeResult?.(value, dtype, names, position)) ?? items[position] ?? [name, value];
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
  const select = canEncodeInPlace ? query : selectAll(query, relation);
  const items = encodeItems(select.items);
  return hasSameItems(items, select.items) ? query : { ...select, items };
}

function selectAll(query: Query, relation: ir.Relation) {
  const source: Source = { name: "result" };
  return toSelect(draftFrom({ source, item: { kind: "subquery", query } }, relation.schema.keys()));
}
