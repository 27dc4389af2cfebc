import type { ir } from "@avocet/core";
import { isDecimal } from "@avocet/core";
import type { Dialect } from "../dialect.js";
import type { Source, Sql } from "../sql/expr.js";
import type { Query, Select } from "../sql/query.js";
import { draftFrom, toSelect } from "./select-draft.js";

/**
 * The query of a result whose decimals have the digits of their dtype, for an engine that keeps those of a table's columns only: a table
 * or view that is made of it has the dtypes that were said.
 */
export function withDigits(query: Query, { schema }: ir.Relation, dialect: Dialect): Query {
  const dtypes = [...schema.values()];
  if (!dtypes.some(isDecimal)) return query;
  const select = query.kind === "select" ? query : over(query, [...schema.keys()]);
  const stored = new Set<Source>();
  for (const { source, item } of [...(select.from ? [select.from] : []), ...select.joins.map((join) => join.from)])
    if (item.kind === "table" || (item.kind === "subquery" && item.query.kind === "raw")) stored.add(source);
  const cast = new Map<Sql, Sql>();
  const items = select.items.map(([name, value], i): readonly [string, Sql] => {
    const dtype = dtypes[i];
    if (!dtype || !isDecimal(dtype) || (value.kind === "column" && stored.has(value.source))) return [name, value];
    const typed = dialect.cast(value, dtype);
    cast.set(value, typed);
    return [name, typed];
  });
  if (cast.size === 0) return query;
  const orderBy = select.orderBy.map((key) => ({ ...key, sql: cast.get(key.sql) ?? key.sql }));
  return { ...select, items, orderBy };
}

function over(query: Query, names: readonly string[]): Select {
  const source: Source = { name: "result" };
  return toSelect(draftFrom({ source, item: { kind: "subquery", query } }, names));
}
