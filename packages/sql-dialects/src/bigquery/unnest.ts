import type { DType } from "@avocet/core";
import { call, sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import type { JoinItem } from "../sql/query.js";
import { arrayOf, elementsOf, label } from "./scope.js";

/** The rows of the elements of an array, joined to the row that has it: as structs, so that each part has its name. */
export function unnest(
  array: Sql,
  { value, offset }: { readonly value: string; readonly offset: string | null },
  keepEmpty: boolean,
  dtype: DType,
): JoinItem {
  const source: Source = { name: value };
  const rows = elementsOf(array, "element" in dtype ? (dtype.element as DType) : dtype); // an array's own
  const place = offset === null ? sql`` : sql`, ${rows.place} AS ${label(offset)}`;
  const records = arrayOf(
    rows.query(
      sql`SELECT AS STRUCT ${rows.element} AS ${label(value)}${place} FROM ${rows.from} ORDER BY ${rows.place}`,
    ),
  );
  return {
    how: keepEmpty ? "LEFT JOIN" : "CROSS JOIN",
    from: { source, item: { kind: "function", sql: call("UNNEST", records), columns: null } },
    on: null,
  };
}
