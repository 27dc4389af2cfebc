import type { AnyColumn, DType } from "@avocet/core";
import {
  AvocetError,
  commonDType,
  isDecimal,
  isFloat,
  isInteger,
  isTimestamp,
  printDType,
  suggestion,
  Table,
} from "@avocet/core";
import type { Driver } from "./driver.js";

/** The columns of a table, by name. */
export type Live = ReadonlyMap<string, DType>;

/** The column of a table that a name stands for; engines differ in whether case matters, so what differs in case alone is taken. */
export function columnOf(live: Live, column: string, name: string): string {
  if (live.has(column)) return column;
  const [only, another] = [...live.keys()].filter((c) => c.toLowerCase() === column.toLowerCase());
  if (only !== undefined && another === undefined) return only;
  throw new AvocetError("schema-mismatch", `the table ${name} has no column \`${column}\``, {
    hint: suggestion(column, [...live.keys()]),
  });
}

/**
 * The rows as the columns of a table take them, under the names that they have there. Numbers of one kind are cast, and one that does
 * not fit is an error when it runs; a dtype of another kind, or one that would lose digits, is refused. The column `beside` is left as it is.
 */
export function assigned(rows: Table, live: Live, name: string, storedAs: Driver["storedAs"], beside?: string): Table {
  const casts: Record<string, DType> = {};
  for (const [column, dtype] of rows.relation.schema) {
    if (column === beside) continue;
    const own = columnOf(live, column, name);
    const target = live.get(own) ?? dtype;
    if (same(dtype, target) || dtype.kind === "null") continue;
    if (storedAs && same(storedAs(dtype), target)) continue;
    if (!assignable(dtype, target))
      throw new AvocetError(
        "schema-mismatch",
        `the column \`${own}\` of ${name} is ${printDType(target)}, and cannot take ${printDType(dtype)}`,
        { hint: `Say how with cast: .cast({ ${column}: ${target.kind} })` },
      );
    casts[column] = target;
  }
  const cast: Readonly<Record<string, AnyColumn>> = rows.cast(casts).c;
  const named = Object.entries(cast).map(([column, value]) => [
    column === beside ? column : columnOf(live, column, name),
    value,
  ]);
  return new Table(rows.cast(casts).select(Object.fromEntries(named)).relation);
}

const text = (dtype: DType): string => printDType(dtype).replaceAll("!", "");
const same = (a: DType, b: DType): boolean =>
  text(a) === text(b) || (isTimestamp(a) && isTimestamp(b) && !a.zone === !b.zone);
function assignable(from: DType, to: DType): boolean {
  if (isInteger(from) && isInteger(to)) return true;
  if (isFloat(from) && isFloat(to)) return true;
  if (isInteger(from) && isDecimal(to)) return true;
  if (isDecimal(from) && isDecimal(to)) return from.scale <= to.scale;
  const common = commonDType(from, to);
  return common !== undefined && text(common) === text(to);
}
