import type { DType } from "@avocet/core";
import * as a from "@avocet/core";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp, withNull } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { bigquery } from "@avocet/sql-dialects/bigquery";
import type { Statement } from "../shared/statement.js";

/** uint64 has up to 20 digits and no corresponding type. */
const UINT64 = a.decimal(20, 0);
const NESTED_ARRAY_FIELD = "list";
const isArrayOrMap = (dtype: DType): boolean => isArray(dtype) || isMap(dtype);

/** The SQL type of a table column for a dtype, with the precision and scale of decimals. */
export function columnType(dtype: DType): string {
  if (dtype.kind === "uint64") return columnType(UINT64);
  if (dtype.kind === "null") return "STRING";
  if (isDecimal(dtype)) return `${bigquery.typeName(dtype)}(${dtype.precision}, ${dtype.scale})`;
  if (isArray(dtype)) {
    const element = columnType(dtype.element);
    return `ARRAY<${isArrayOrMap(dtype.element) ? `STRUCT<${NESTED_ARRAY_FIELD} ${element}>` : element}>`;
  }
  if (isMap(dtype)) return `ARRAY<STRUCT<key ${columnType(dtype.key)}, value ${columnType(dtype.value)}>>`;
  if (!isStruct(dtype)) return bigquery.typeName(dtype);
  const fields = Object.entries(dtype.fields).map(([name, field]) => `${bigquery.quote(name)} ${columnType(field)}`);
  return `STRUCT<${fields.join(", ")}>`;
}

/** The column list of CREATE TABLE for a schema. Arrays are never NULL and have no NOT NULL constraint. */
export const columnList = (schema: ir.Fields): string =>
  `(${[...schema]
    .map(([name, dtype]) => {
      const constraint = dtype.nullable || isArrayOrMap(dtype) ? "" : " NOT NULL";
      return `${bigquery.quote(name)} ${columnType(dtype)}${constraint}`;
    })
    .join(", ")})`;

/** The dtype that the catalog reports for a column created with `dtype`. */
export function storedAs(dtype: DType): DType {
  return withNull(nonNullStoredAs(dtype), dtype.nullable);
}
function nonNullStoredAs(dtype: DType): DType {
  if (dtype.kind === "uint64") return UINT64;
  if (isInteger(dtype)) return a.int64;
  if (isFloat(dtype)) return a.float64;
  if (isTimestamp(dtype)) return a.timestamp(dtype.zone === null ? null : "UTC");
  if (isArray(dtype)) return a.array(storedAs(dtype.element));
  if (isMap(dtype)) return a.array(a.struct({ key: storedAs(dtype.key), value: storedAs(dtype.value) }));
  if (isStruct(dtype))
    return a.struct(Object.fromEntries(Object.entries(dtype.fields).map(([name, field]) => [name, storedAs(field)])));
  return dtype.kind === "uuid" || dtype.kind === "inet" || dtype.kind === "null" ? a.string : dtype;
}

/**
 * Wraps a query so that a NULL array raises an error, because tables would silently store it as an empty one. A NULL
 * in an array is an error of BigQuery itself.
 */
export function rejectNullArrays(query: Statement): Statement {
  const guards = [...(query.schema ?? [])].flatMap(([name, dtype]) => {
    const column = bigquery.quote(name);
    const nullArrayTest = containsNullArray(column, dtype, 0);
    const message = `Column "${name}" contains a NULL array, which BigQuery tables cannot store`;
    return nullArrayTest ? [`IF(${nullArrayTest}, ERROR(${stringLiteral(message)}), ${column}) AS ${column}`] : [];
  });
  if (guards.length === 0) return query;
  return { ...query, sql: `SELECT * REPLACE (${guards.join(", ")})\nFROM (\n${query.sql}\n)` };
}
const stringLiteral = (value: string): string => bigquery.literal(value, a.notNull(a.string));

/** SQL that tests whether a value contains a NULL array; null if its dtype rules that out. */
function containsNullArray(value: string, dtype: DType, depth: number): string | null {
  if (isArrayOrMap(dtype)) {
    const elementTest = elementsContainNullArray(value, dtype, depth);
    const nullTest = dtype.nullable ? `${value} IS NULL` : null;
    return anyOf([nullTest, elementTest]);
  }
  if (!isStruct(dtype)) return null;
  const fields = Object.entries(dtype.fields).map(([name, field]) =>
    containsNullArray(`${value}.${bigquery.quote(name)}`, field, depth),
  );
  const fieldTest = anyOf(fields);
  return fieldTest && dtype.nullable ? `(${value} IS NOT NULL AND (${fieldTest}))` : fieldTest;
}
function elementsContainNullArray(value: string, dtype: DType, depth: number): string | null {
  const element = bigquery.quote(`element ${depth}`);
  const conditions: readonly (string | null)[] = isArray(dtype)
    ? [
        containsNullArray(
          isArrayOrMap(dtype.element) ? `${element}.${NESTED_ARRAY_FIELD}` : element,
          dtype.element,
          depth + 1,
        ),
      ]
    : isMap(dtype)
      ? [containsNullArray(`${element}.value`, dtype.value, depth + 1)]
      : [];
  const condition = anyOf(conditions);
  return condition && `EXISTS (SELECT 1 FROM UNNEST(${value}) AS ${element} WHERE ${condition})`;
}
const anyOf = (conditions: readonly (string | null)[]): string | null => {
  const present = conditions.filter((condition) => condition !== null);
  return present.length > 0 ? present.join(" OR ") : null;
};
