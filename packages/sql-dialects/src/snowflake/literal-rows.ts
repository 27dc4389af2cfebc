import type { DType } from "@avocet/core";
import { isArray, isInteger, isMap, isStruct } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { Source, Sql } from "../sql/expr.js";
import type { FromItem, Values } from "../sql/query.js";
import { selectFrom } from "../sql/query.js";
import { bindText } from "./bind-text.js";
import { castTo, string } from "./build.js";
import { valueFromText } from "./from-text.js";

/** VALUES allows only constants, so semi-structured values and bytes are written as text and converted outside. */
const isWrittenAsText = (dtype: DType): boolean =>
  isArray(dtype) || isMap(dtype) || isStruct(dtype) || ["json", "interval", "binary"].includes(dtype.kind);
/** Numbers and strings, whose columns would be only as wide as their widest literal. */
const hasInferredWidth = (dtype: DType): boolean =>
  isInteger(dtype) || dtype.kind === "string" || dtype.kind === "uuid" || dtype.kind === "inet";

const convertFromText = (value: Sql, dtype: DType): Sql => {
  const [prefix = "", suffix = ""] = valueFromText("\u0001", dtype).split("\u0001");
  return { kind: "text", segments: [prefix, { sql: value, minPrecedence: 0 }, suffix], precedence: 10 };
};

/** A FROM item with rows of literals. */
export function literalRows(schema: ir.Fields, rows: readonly (readonly Sql[])[]): FromItem["item"] {
  const dtypes = [...schema.values()];
  const names = [...schema.keys()];
  const cell = (value: Sql, dtype: DType, isFirstRow: boolean): Sql => {
    if (value.kind !== "literal") return value;
    if (!isWrittenAsText(dtype))
      return isFirstRow && hasInferredWidth(dtype) && value.value !== null ? castTo(value, dtype) : value;
    return { ...value, value: value.value === null ? null : bindText(value.value, dtype), dtype: string };
  };
  const values: Values = {
    kind: "values",
    names,
    rows: rows.map((row, i) => row.map((value, column) => cell(value, dtypes[column] ?? string, i === 0))),
  };
  if (!dtypes.some(isWrittenAsText)) return { kind: "subquery", query: values };
  const source: Source = { name: "rows" };
  const items = [...schema].map(([name, dtype]) => {
    const column: Sql = { kind: "column", source, name };
    return [name, isWrittenAsText(dtype) ? convertFromText(column, dtype) : column] as const;
  });
  const from: FromItem = { source, item: { kind: "subquery", query: values } };
  return { kind: "subquery", query: selectFrom(from, items) };
}
