import { invalidQuery } from "../api-error.js";
import type { GoogleSql } from "../googlesql/engine.js";
import type { Row, Type, Value } from "../googlesql/proto.js";
import { bigintFromBytes, bytesFromBigint, decimalText, roundDigits } from "../values/numbers.js";
import { type Column, typeText } from "../values/types.js";
import { rejectNullElements } from "./outcome.js";

/**
 * Converts rows to what a table stores: NULL arrays become empty, and decimals are rounded. Throws for values that
 * exceed the limits of a column.
 */
export function toTableRows(columns: readonly Column[], rows: readonly Row[]): readonly Row[] {
  rejectNullElements(columns, rows);
  return rows.map(({ cell = [] }) => ({ cell: columns.map((column, i) => toColumnValue(column, cell[i] ?? {})) }));
}

function toColumnValue(column: Column, value: Value): Value {
  if (!value.value) {
    if (column.type.arrayType) return { value: "arrayValue", arrayValue: {} };
    if (column.required) throw invalidQuery(`Required field ${column.name} cannot be null`);
    return value;
  }
  const { precision, scale = 0, length } = column.limits;
  if (length !== undefined && [...(value.stringValue ?? "")].length > length)
    throw invalidQuery(
      `STRING(${length}) has maximum length ${length} but got a value with length ${[...(value.stringValue ?? "")].length}`,
    );
  if (precision === undefined) return value;
  const [member, fractionDigits] = value.numericValue
    ? (["numericValue", 9] as const)
    : (["bignumericValue", 38] as const);
  const roundedValue = roundDigits(bigintFromBytes(value[member] ?? new Uint8Array()), fractionDigits - scale);
  if (
    decimalText(roundedValue, fractionDigits)
      .replace(/^-|\..*$/g, "")
      .replace(/^0$/, "").length >
    precision - scale
  )
    throw invalidQuery(
      `Value of type ${typeText(column.type)}(${precision},${scale}) has precision ${precision} and scale ${scale} but got a value that is not in range: ${decimalText(roundedValue, fractionDigits)}`,
    );
  return { value: member, [member]: bytesFromBigint(roundedValue) };
}

/** Casts rows to other types with the engine. */
export async function castRows(
  engine: GoogleSql,
  rows: readonly Row[],
  from: readonly Type[],
  to: readonly Type[],
): Promise<readonly Row[]> {
  if (from.every((type, i) => typeText(type) === typeText(to[i] ?? type))) return rows;
  const casts = to.map((type, i) =>
    typeText(type) === typeText(from[i] ?? type) ? `c${i}` : `CAST(c${i} AS ${typeText(type)})`,
  );
  const columns = from.map((type, i) => ({ name: `c${i}`, type }));
  const sourceColumns = [...columns, { name: "place", type: { typeKind: "TYPE_INT64" } }];
  const sourceRows = rows.map(
    ({ cell = [] }, i): Row => ({ cell: [...cell, { value: "int64Value", int64Value: String(i) }] }),
  );
  const result = await engine.query({
    sql: `SELECT ${casts.join(", ")} FROM given ORDER BY place`,
    tables: [{ name: "given", columns: sourceColumns, rows: sourceRows }],
    parameters: [],
  });
  return result.content?.tableData?.row ?? [];
}
