import type { DType } from "@avocet/core";
import { isArray } from "@avocet/core";
import { call } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import type { JoinItem } from "../sql/query.js";
import { unboxed } from "./scope.js";

/** The rows of the elements of an array, joined to the row that has it. */
export function unnest(
  array: Sql,
  { value, offset }: { readonly value: string; readonly offset: string | null },
  keepEmpty: boolean,
  dtype: DType,
): JoinItem {
  const source: Source = { name: value, bare: true };
  const place: Source | null = offset === null ? null : { name: offset, bare: true };
  const element: Sql = { kind: "column", source, name: value };
  const columns = new Map<string, Sql>([[value, isArray(dtype) ? unboxed(element, dtype.element) : element]]);
  if (place && offset !== null) columns.set(offset, { kind: "column", source: place, name: offset });
  return {
    how: keepEmpty ? "LEFT JOIN" : "CROSS JOIN",
    from: {
      source,
      item: { kind: "function", sql: call("UNNEST", array), columns: null, ...(place ? { offset: place } : {}) },
    },
    on: null,
    columns,
  };
}
