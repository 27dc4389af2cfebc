import { call, infix, intLiteral, sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";
import type { FromItem, JoinItem, Select } from "../sql/query.js";
import { selectFrom } from "../sql/query.js";

/** The rows of the elements of an array, joined to the row that has it. DuckDB numbers them from 1. */
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
      : { kind: "subquery", query: numbered(elements, value, offset) };
  return { how: keepEmpty ? "LEFT JOIN" : "CROSS JOIN", from: { source, item }, on: keepEmpty ? [sql`TRUE`] : null };
}

function numbered(elements: Sql, value: string, offset: string): Select {
  const source: Source = { name: "elements" };
  const place: Sql = { kind: "column", source, name: offset };
  const item: FromItem["item"] = { kind: "function", sql: sql`${elements} WITH ORDINALITY`, columns: [value, offset] };
  return selectFrom({ source, item }, [
    [value, { kind: "column", source, name: value }],
    [offset, infix(place, "-", intLiteral(1), Precedence.add)],
  ]);
}
