import type { DType } from "@avocet/core";
import { isArray } from "@avocet/core/dialect";
import { call, identifierSql, infix, intLiteral, sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import type { FromItem, JoinItem, Select } from "../sql/query.js";
import { selectFrom } from "../sql/query.js";
import { fromElement } from "./jsonb-values.js";

/** Joins each row with the elements of its array. WITH ORDINALITY counts from 1, offsets count from 0. */
export function unnest(
  array: Sql,
  { value, offset }: { readonly value: string; readonly offset: string | null },
  keepEmpty: boolean,
  dtype: DType,
): JoinItem {
  const source: Source = { name: value };
  const elements = call("UNNEST", array);
  const element: DType = isArray(dtype) ? dtype.element : dtype;
  const unnestsDirectly = offset === null && !isArray(element);
  const item: FromItem["item"] = unnestsDirectly
    ? { kind: "function", sql: elements, columns: [value] }
    : { kind: "subquery", query: numberedElements(elements, value, offset, element) };
  const lateral = unnestsDirectly ? "" : " LATERAL";
  return {
    joinType: `${keepEmpty ? "LEFT JOIN" : "CROSS JOIN"}${lateral}`,
    from: { source, item },
    on: keepEmpty ? [sql`TRUE`] : null,
  };
}

function numberedElements(elements: Sql, value: string, offset: string | null, element: DType): Select {
  const source: Source = { name: "elements" };
  const [item, position] = [identifierSql("item"), identifierSql("place")];
  const columns: [string, Sql][] = [[value, fromElement(item, element)]];
  if (offset !== null) columns.push([offset, infix(position, "-", intLiteral(1), Precedence.add)]);
  const ordered = sql`${elements} WITH ORDINALITY`;
  return selectFrom({ source, item: { kind: "function", sql: ordered, columns: ["item", "place"] } }, columns);
}
