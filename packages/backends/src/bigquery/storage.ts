import type { DType } from "@avocet/core";
import * as a from "@avocet/core";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp, withNull } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { bigquery } from "@avocet/sql-dialects/bigquery";
import type { Statement } from "../shared/statement.js";

/** The digits of a uint64. */
const UINT64 = a.decimal(20, 0);
const INNER = "list";
const isListed = (dtype: DType): boolean => isArray(dtype) || isMap(dtype);

/** The type of a column that keeps values of a dtype, with the digits of decimals. */
export function columnType(dtype: DType): string {
  if (dtype.kind === "uint64") return columnType(UINT64);
  if (dtype.kind === "null") return "STRING";
  if (isDecimal(dtype)) return `${bigquery.typeName(dtype)}(${dtype.precision}, ${dtype.scale})`;
  if (isArray(dtype)) {
    const element = columnType(dtype.element);
    return `ARRAY<${isListed(dtype.element) ? `STRUCT<${INNER} ${element}>` : element}>`;
  }
  if (isMap(dtype)) return `ARRAY<STRUCT<key ${columnType(dtype.key)}, value ${columnType(dtype.value)}>>`;
  if (!isStruct(dtype)) return bigquery.typeName(dtype);
  const fields = Object.entries(dtype.fields).map(([name, field]) => `${bigquery.quote(name)} ${columnType(field)}`);
  return `STRUCT<${fields.join(", ")}>`;
}

/** The columns of a table for rows of a schema, as CREATE TABLE takes them. */
export const columnList = (schema: ir.Fields): string =>
  `(${[...schema].map(([name, dtype]) => `${bigquery.quote(name)} ${columnType(dtype)}`).join(", ")})`;

/** The dtype that a column shows which was made for another one. */
export function storedAs(dtype: DType): DType {
  return withNull(plainStored(dtype), dtype.nullable);
}
function plainStored(dtype: DType): DType {
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
 * Rows for a table, which would keep a NULL array as an empty one without a word: so such an array is an error. That an array holds no
 * NULL BigQuery sees to.
 */
export function guarded(query: Statement): Statement {
  const guards = [...(query.schema ?? [])].flatMap(([name, dtype]) => {
    const column = bigquery.quote(name);
    const lost = lostIn(column, dtype, 0);
    const message = `the column ${name} has an array that is NULL, which tables of BigQuery do not keep`;
    return lost ? [`IF(${lost}, ERROR(${text(message)}), ${column}) AS ${column}`] : [];
  });
  if (guards.length === 0) return query;
  return { ...query, sql: `SELECT * REPLACE (${guards.join(", ")})\nFROM (\n${query.sql}\n)` };
}
const text = (value: string): string => bigquery.literal(value, a.notNull(a.string));

/** Whether a value has NULL arrays in it, as SQL; null where it cannot. */
function lostIn(value: string, dtype: DType, depth: number): string | null {
  if (isListed(dtype)) {
    const inside = lostInElements(value, dtype, depth);
    const own = dtype.nullable ? `${value} IS NULL` : null;
    return joined([own, inside]);
  }
  if (!isStruct(dtype)) return null;
  const fields = Object.entries(dtype.fields).map(([name, field]) =>
    lostIn(`${value}.${bigquery.quote(name)}`, field, depth),
  );
  const any = joined(fields);
  return any && dtype.nullable ? `(${value} IS NOT NULL AND (${any}))` : any;
}
function lostInElements(value: string, dtype: DType, depth: number): string | null {
  const element = bigquery.quote(`element ${depth}`);
  const parts: readonly (string | null)[] = isArray(dtype)
    ? [lostIn(isListed(dtype.element) ? `${element}.${INNER}` : element, dtype.element, depth + 1)]
    : isMap(dtype)
      ? [lostIn(`${element}.value`, dtype.value, depth + 1)]
      : [];
  const any = joined(parts);
  return any && `EXISTS (SELECT 1 FROM UNNEST(${value}) AS ${element} WHERE ${any})`;
}
const joined = (parts: readonly (string | null)[]): string | null => {
  const some = parts.filter((part) => part !== null);
  return some.length > 0 ? some.join(" OR ") : null;
};
