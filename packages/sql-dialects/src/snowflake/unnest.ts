import type { DType } from "@avocet/core";
import { sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import type { JoinItem } from "../sql/query.js";
import { elementType } from "./rules/lambda.js";
import { decodeElement } from "./variant.js";

/** Joins each row to the elements of its array. FLATTEN counts them from 0 and has fixed column names. */
export function unnest(
  array: Sql,
  { value, offset }: { readonly value: string; readonly offset: string | null },
  keepEmpty: boolean,
  dtype: DType,
): JoinItem {
  const source: Source = { name: `${value}_flattened` };
  const outerOption = keepEmpty ? sql`, OUTER => TRUE` : sql``;
  const column = (name: string): Sql => ({ kind: "column", source, name });
  const columns = new Map<string, Sql>([[value, decodeElement(column("VALUE"), elementType(dtype))]]);
  if (offset !== null) columns.set(offset, column("INDEX"));
  return {
    joinType: "CROSS JOIN",
    from: {
      source,
      item: { kind: "function", sql: sql`LATERAL FLATTEN(INPUT => ${array}${outerOption})`, columns: null },
    },
    on: null,
    columns,
  };
}
