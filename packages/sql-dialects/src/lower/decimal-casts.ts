import { isDecimal } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { Dialect } from "../dialect.js";
import type { Source, Sql } from "../sql/expr.js";
import type { Query } from "../sql/query.js";
import { selectAll } from "./select-draft.js";

/**
 * Casts the decimal columns of the result to their dtype, for engines where only table columns keep their precision. A
 * table or view created from the query then has the declared types.
 */
export function castDecimals(query: Query, { schema }: ir.Relation, cast: Dialect["cast"]): Query {
  const dtypes = [...schema.values()];
  if (!dtypes.some(isDecimal)) return query;
  const select = query.kind === "select" ? query : selectAll(query, schema.keys());
  const storedSources = new Set<Source>();
  for (const { source, item } of [...(select.from ? [select.from] : []), ...select.joins.map((join) => join.from)])
    if (item.kind === "table" || (item.kind === "subquery" && item.query.kind === "raw")) storedSources.add(source);
  const castByValue = new Map<Sql, Sql>();
  const items = select.items.map(([name, value], i): readonly [string, Sql] => {
    const dtype = dtypes[i];
    if (!dtype || !isDecimal(dtype) || (value.kind === "column" && storedSources.has(value.source)))
      return [name, value];
    const typed = cast(value, dtype);
    castByValue.set(value, typed);
    return [name, typed];
  });
  if (castByValue.size === 0) return query;
  const orderBy = select.orderBy.map((key) => ({ ...key, sql: castByValue.get(key.sql) ?? key.sql }));
  return { ...select, items, orderBy };
}
