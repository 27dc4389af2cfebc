import type { ir } from "@avocet/core";
import type { Dialect } from "../dialect.js";
import type { Source, Sql } from "../sql/expr.js";
import type { Query } from "../sql/query.js";
import { draftFrom, toSelect } from "./select-draft.js";

/** The query of a result whose columns are as a driver reads them. */
export function wired(query: Query, relation: ir.Relation, dialect: Dialect): Query {
  const dtypes = [...relation.schema.values()];
  const names = [...relation.schema.keys()];
  const changed = (items: readonly (readonly [string, Sql])[]): readonly (readonly [string, Sql])[] =>
    items.map(([name, value], place) => {
      const dtype = dtypes[place];
      return (dtype && dialect.encodeResult?.(value, dtype, names, place)) ?? items[place] ?? [name, value];
    });
  const same = (a: readonly (readonly [string, Sql])[], b: readonly (readonly [string, Sql])[]): boolean =>
    a.every((item, i) => item === b[i]);
  // A key of groups stays as it is.
  const keys =
    query.kind === "select" && query.groupBy !== null ? query.groupBy.filter((key) => key.kind === "text") : [];
  const plain =
    query.kind === "select" &&
    changed(query.items).every(([, value], i) => {
      const own = query.items[i]?.[1];
      return own === value || own === undefined || !keys.some((key) => key === own);
    });
  const select = plain ? query : over(query, relation);
  const items = changed(select.items);
  return same(items, select.items) ? query : { ...select, items };
}

function over(query: Query, relation: ir.Relation) {
  const source: Source = { name: "result" };
  return toSelect(draftFrom({ source, item: { kind: "subquery", query } }, relation.schema.keys()));
}
