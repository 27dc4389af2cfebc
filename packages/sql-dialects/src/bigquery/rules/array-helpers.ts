import type { DType } from "@avocet/core";
import { isArray } from "@avocet/core/dialect";
import type { RuleContext } from "../../dialect.js";
import { commaList, isNotNull, isNull, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { comparableText, comparesAsText, isOrderable, leadingSortKey } from "../compare.js";
import { arrayOf, elementRows, unwrapNestedArray, wrapNestedArray } from "../scope.js";

/** The dtype of the elements of an array. */
export const elementType = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
/** The element at an offset from the start. NULL if it is out of bounds. */
export const elementAt = (array: Sql, offset: Sql, element: DType): Sql =>
  unwrapNestedArray(sql`${parenthesizedText(array)}[SAFE_OFFSET(${offset})]`, element);
const parenthesizedText = (array: Sql): Sql => (array.kind === "text" ? sql`(${array})` : array);

/** The elements of an array that pass a test, in their order. */
export const filterElements = (
  array: Sql,
  dtype: DType,
  usedExprs: readonly Sql[],
  test: (element: Sql, offset: Sql) => Sql,
): Sql => {
  const rows = elementRows(array, dtype, usedExprs);
  const element = wrapNestedArray(rows.element, dtype);
  return arrayOf(
    rows.query(
      sql`SELECT ${element} FROM ${rows.from} WHERE ${test(rows.element, rows.offset)} ORDER BY ${rows.offset}`,
    ),
  );
};
/** The distinct elements, in the order of their first occurrence. */
export function distinctElements(array: Sql, dtype: DType): Sql {
  const rows = elementRows(array, dtype);
  if (!comparesAsText(dtype))
    return arrayOf(
      rows.query(sql`SELECT ${rows.element} FROM ${rows.from} GROUP BY ${rows.element} ORDER BY MIN(${rows.offset})`),
    );
  const first = sql`ARRAY_AGG(${wrapNestedArray(rows.element, dtype)} ORDER BY ${rows.offset} LIMIT 1)[OFFSET(0)]`;
  return arrayOf(
    rows.query(
      sql`SELECT ${first} FROM ${rows.from} GROUP BY ${comparableText(rows.element, { ...dtype, nullable: true })} ORDER BY MIN(${rows.offset})`,
    ),
  );
}
/** The elements in ascending order, NULLs last. */
export function sortElements(array: Sql, dtype: DType, context: Pick<RuleContext, "unsupported">): Sql {
  if (!isOrderable(dtype))
    throw context.unsupported(`values of ${dtype.kind} cannot be ordered`, "sort by an orderable part");
  const rows = elementRows(array, dtype);
  const lead = leadingSortKey(rows.element, dtype);
  const keys = [...(dtype.nullable ? [isNull(rows.element)] : []), ...(lead ? [lead] : []), rows.element];
  return arrayOf(rows.query(sql`SELECT ${rows.element} FROM ${rows.fromWithoutOffset} ORDER BY ${commaList(keys)}`));
}

/** The most frequent element; the smallest if there are several. */
export function modeOfElements(array: Sql, dtype: DType): Sql {
  const rows = elementRows(array, dtype);
  const lead = isOrderable(dtype) ? leadingSortKey(rows.element, dtype) : undefined;
  const fromNonNull = sql`FROM ${rows.fromWithoutOffset} WHERE ${isNotNull(rows.element)}`;
  if (comparesAsText(dtype)) {
    const text = comparableText(rows.element, { ...dtype, nullable: false });
    return unwrapNestedArray(
      sql`(${rows.query(sql`SELECT ANY_VALUE(${wrapNestedArray(rows.element, dtype)}) ${fromNonNull} GROUP BY ${text} ORDER BY COUNT(*) DESC, MIN(${text}) LIMIT 1`)})`,
      dtype,
    );
  }
  const keys = [sql`COUNT(*) DESC`, ...(lead ? [lead] : []), rows.element];
  return sql`(${rows.query(sql`SELECT ${rows.element} ${fromNonNull} GROUP BY ${rows.element} ORDER BY ${commaList(keys)} LIMIT 1`)})`;
}
