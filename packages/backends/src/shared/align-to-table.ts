import type { AnyColumn, DType } from "@avocet/core";
import { AvocetError, printDType, Table } from "@avocet/core";
import { commonDType, isDecimal, isFloat, isInteger, isTimestamp, suggestion } from "@avocet/core/backend";
import type { Driver } from "./driver.js";

/** The columns of a table and their dtypes. */
export type TableFields = ReadonlyMap<string, DType>;

/** Resolves a column name. Ignores case if that is unambiguous, because engines differ in whether case matters. */
export function resolveColumnName(tableFields: TableFields, column: string, table: string): string {
  if (tableFields.has(column)) return column;
  const [match, secondMatch] = [...tableFields.keys()].filter((c) => c.toLowerCase() === column.toLowerCase());
  if (match !== undefined && secondMatch === undefined) return match;
  throw new AvocetError("schema-mismatch", `The table ${table} has no column \`${column}\``, {
    hint: suggestion(column, [...tableFields.keys()]),
  });
}

/**
 * Casts and renames the columns of rows to those of a table. Numbers are cast to other sizes; a value out of range is
 * an error at execution. Throws for a column of another kind of dtype, and for one that would lose digits.
 * `excludedColumn` is unchanged.
 */
export function alignToTable(
  rows: Table,
  tableFields: TableFields,
  table: string,
  storedAs: Driver["storedAs"],
  excludedColumn?: string,
): Table {
  const casts: Record<string, DType> = {};
  for (const [column, dtype] of rows.relation.schema) {
    if (column === excludedColumn) continue;
    const targetName = resolveColumnName(tableFields, column, table);
    const target = tableFields.get(targetName) ?? dtype;
    if (isSameDType(dtype, target) || dtype.kind === "null") continue;
    if (storedAs && isSameDType(storedAs(dtype), target)) continue;
    if (!isAssignable(dtype, target))
      throw new AvocetError(
        "schema-mismatch",
        `The column \`${targetName}\` of ${table} is ${printDType(target)}, and cannot hold ${printDType(dtype)}`,
        { hint: `Cast the new values: .cast({ ${column}: ${target.kind} }).` },
      );
    casts[column] = target;
  }
  const castColumns: Readonly<Record<string, AnyColumn>> = rows.cast(casts).c;
  const renamedColumns = Object.entries(castColumns).map(([column, value]) => [
    column === excludedColumn ? column : resolveColumnName(tableFields, column, table),
    value,
  ]);
  return new Table(rows.cast(casts).select(Object.fromEntries(renamedColumns)).relation);
}

const dtypeText = (dtype: DType): string => printDType(dtype).replaceAll("!", "");
const isSameDType = (a: DType, b: DType): boolean =>
  dtypeText(a) === dtypeText(b) || (isTimestamp(a) && isTimestamp(b) && !a.zone === !b.zone);
function isAssignable(from: DType, to: DType): boolean {
  if (isInteger(from) && isInteger(to)) return true;
  if (isFloat(from) && isFloat(to)) return true;
  if (isInteger(from) && isDecimal(to)) return true;
  if (isDecimal(from) && isDecimal(to)) return from.scale <= to.scale;
  const common = commonDType(from, to);
  return common !== undefined && dtypeText(common) === dtypeText(to);
}
