import type { DType } from "@avocet/core";
import { isArray } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import { commaList, isNotNull, isNull, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { hasOrder, hasText, sortLead, textOf } from "../compare.js";
import { arrayOf, boxed, elementsOf, unboxed } from "../scope.js";

/** The dtype of the elements of an array. */
export const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
/** The element at a place counted from the start, NULL outside. */
export const elementAt = (array: Sql, place: Sql, element: DType): Sql =>
  unboxed(sql`${subject(array)}[SAFE_OFFSET(${place})]`, element);
const subject = (array: Sql): Sql => (array.kind === "text" ? sql`(${array})` : array);

/** Some of the elements of an array, in their order. */
export const elementsWhere = (
  array: Sql,
  dtype: DType,
  beside: readonly Sql[],
  test: (element: Sql, place: Sql) => Sql,
): Sql => {
  const rows = elementsOf(array, dtype, beside);
  const kept = boxed(rows.element, dtype);
  return arrayOf(
    rows.query(sql`SELECT ${kept} FROM ${rows.from} WHERE ${test(rows.element, rows.place)} ORDER BY ${rows.place}`),
  );
};
/** Each different element once, where it comes first. */
export function distinct(array: Sql, dtype: DType): Sql {
  const rows = elementsOf(array, dtype);
  if (!hasText(dtype))
    return arrayOf(
      rows.query(sql`SELECT ${rows.element} FROM ${rows.from} GROUP BY ${rows.element} ORDER BY MIN(${rows.place})`),
    );
  const first = sql`ARRAY_AGG(${boxed(rows.element, dtype)} ORDER BY ${rows.place} LIMIT 1)[OFFSET(0)]`;
  return arrayOf(
    rows.query(
      sql`SELECT ${first} FROM ${rows.from} GROUP BY ${textOf(rows.element, { ...dtype, nullable: true })} ORDER BY MIN(${rows.place})`,
    ),
  );
}
/** The elements from small to large, NULLs last. */
export function sorted(array: Sql, dtype: DType, context: Pick<RuleContext, "unsupported">): Sql {
  if (!hasOrder(dtype)) throw context.unsupported(`values of ${dtype.kind} have no order`, "sort a part of them");
  const rows = elementsOf(array, dtype);
  const lead = sortLead(rows.element, dtype);
  const keys = [...(dtype.nullable ? [isNull(rows.element)] : []), ...(lead ? [lead] : []), rows.element];
  return arrayOf(rows.query(sql`SELECT ${rows.element} FROM ${rows.only} ORDER BY ${commaList(keys)}`));
}

/** The most frequent element; of several the smallest. */
export function mode(array: Sql, dtype: DType): Sql {
  const rows = elementsOf(array, dtype);
  const lead = hasOrder(dtype) ? sortLead(rows.element, dtype) : undefined;
  const present = sql`FROM ${rows.only} WHERE ${isNotNull(rows.element)}`;
  if (hasText(dtype)) {
    const own = textOf(rows.element, { ...dtype, nullable: false });
    return unboxed(
      sql`(${rows.query(sql`SELECT ANY_VALUE(${boxed(rows.element, dtype)}) ${present} GROUP BY ${own} ORDER BY COUNT(*) DESC, MIN(${own}) LIMIT 1`)})`,
      dtype,
    );
  }
  const keys = [sql`COUNT(*) DESC`, ...(lead ? [lead] : []), rows.element];
  return sql`(${rows.query(sql`SELECT ${rows.element} ${present} GROUP BY ${rows.element} ORDER BY ${commaList(keys)} LIMIT 1`)})`;
}
