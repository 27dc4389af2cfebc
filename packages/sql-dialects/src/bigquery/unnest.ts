import type { DType } from "@avocet/core";
import { isArray } from "@avocet/core/dialect";
import { call } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import type { JoinItem } from "../sql/query.js";
import { unwrapNestedArray } from "./scope.js";

/** Joins each row with the elements of its array. */
export function unnest(
  array: Sql,
  { value, offset }: { readonly value: string; readonly offset: string | null },
  keepEmpty: boolean,
  dtype: DType,
): JoinItem {
  const source: Source = { name: value, bare: true };
  const offsetSource: Source | null = offset === null ? null : { name: offset, bare: true };
  const element: Sql = { kind: "column", source, name: value };
  const columns = new Map<string, Sql>([[value, isArray(dtype) ? unwrapNestedArray(element, dtype.element) : element]]);
  if (offsetSource && offset !== null) columns.set(offset, { kind: "column", source: offsetSource, name: offset });
  return {
    joinType: keepEmpty ? "LEFT JOIN" : "CROSS JOIN",
    from: {
      source,
      item: {
        kind: "function",
        sql: call("UNNEST", array),
        columns: null,
        ...(offsetSource ? { offset: offsetSource } : {}),
      },
    },
    on: null,
    columns,
  };
}
