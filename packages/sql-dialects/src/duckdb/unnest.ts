import { call, infix, intLiteral, sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import type { FromItem, JoinItem, Select } from "../sql/query.js";
import { selectFrom } from "../sql/query.js";

/** Joins the elements of an array to the row that holds it. DuckDB's ordinality is 1-based. */
export function unnest(
  array: Sql,
  { value, offset }: { readonly value: string; readonly offset: string | null },
  keepEmpty: boolean,
): JoinItem {
  const source: Source = { name: value };
  const elements = call("UNNEST", array);
  const item: FromItem["item"] =
    offset === null
      ? { kind: "function", sql: elements, columns: [value] }
      : { kind: "subquery", query: numberedElements(elements, value, offset) };
  return {
    joinType: keepEmpty ? "LEFT JOIN" : "CROSS JOIN",
    from: { source, item },
    on: keepEmpty ? [sql`TRUE`] : null,
  };
}

function numberedElements(elements: Sql, value: string, offset: string): Select {
  const source: Source = { name: "elements" };
  const ordinal: Sql = { kind: "column", source, name: offset };
  const item: FromItem["item"] = { kind: "function", sql: sql`${elements} WITH ORDINALITY`, columns: [value, offset] };
  return selectFrom({ source, item }, [
    [value, { kind: "column", source, name: value }],
    [offset, infix(ordinal, "-", intLiteral(1), Precedence.add)],
  ]);
}
