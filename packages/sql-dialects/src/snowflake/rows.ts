import type { DType, ir } from "@avocet/core";
import { isArray, isInteger, isMap, isStruct } from "@avocet/core";
import type { Source, Sql } from "../sql/expr.js";
import type { FromItem, Values } from "../sql/query.js";
import { selectFrom } from "../sql/query.js";
import { bindText } from "./bind.js";
import { castTo, string } from "./build.js";
import { fromText } from "./from-text.js";

/** VALUES takes constants only: what is semi-structured, or bytes, stands there as text. */
const asText = (dtype: DType): boolean =>
  isArray(dtype) || isMap(dtype) || isStruct(dtype) || ["json", "interval", "binary"].includes(dtype.kind);
/** Digits and texts would be as wide as the widest of them. */
const isSized = (dtype: DType): boolean =>
  isInteger(dtype) || dtype.kind === "string" || dtype.kind === "uuid" || dtype.kind === "inet";

const converted = (value: Sql, dtype: DType): Sql => {
  const [before = "", after = ""] = fromText("\u0001", dtype).split("\u0001");
  return { kind: "text", parts: [before, { sql: value, least: 0 }, after], level: 10 };
};

/** Rows of literals. */
export function rowsOf(schema: ir.Fields, rows: readonly (readonly Sql[])[]): FromItem["item"] {
  const types = [...schema.values()];
  const names = [...schema.keys()];
  const cell = (value: Sql, dtype: DType, first: boolean): Sql => {
    if (value.kind !== "literal") return value;
    if (!asText(dtype)) return first && isSized(dtype) && value.value !== null ? castTo(value, dtype) : value;
    return { ...value, value: value.value === null ? null : bindText(value.value, dtype), dtype: string };
  };
  const values: Values = {
    kind: "values",
    names,
    rows: rows.map((row, i) => row.map((value, column) => cell(value, types[column] ?? string, i === 0))),
  };
  if (!types.some(asText)) return { kind: "subquery", query: values };
  const source: Source = { name: "rows" };
  const items = [...schema].map(([name, dtype]) => {
    const column: Sql = { kind: "column", source, name };
    return [name, asText(dtype) ? converted(column, dtype) : column] as const;
  });
  const from: FromItem = { source, item: { kind: "subquery", query: values } };
  return { kind: "subquery", query: selectFrom(from, items) };
}
