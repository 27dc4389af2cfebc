import type { DType } from "@avocet/core";
import * as a from "@avocet/core";
import { withNull } from "@avocet/core/backend";
import type { ResultColumn } from "../../shared/driver.js";

/** A field of a table schema in the API's JSON. */
export interface SchemaField {
  readonly name?: string;
  readonly type?: string;
  readonly mode?: string;
  readonly fields?: readonly SchemaField[];
  readonly precision?: string;
  readonly scale?: string;
}

const SIMPLE_TYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ["INTEGER", a.int64],
  ["INT64", a.int64],
  ["FLOAT", a.float64],
  ["FLOAT64", a.float64],
  ["BOOLEAN", a.bool],
  ["BOOL", a.bool],
  ["STRING", a.string],
  ["BYTES", a.binary],
  ["DATE", a.date],
  ["TIME", a.time],
  ["DATETIME", a.timestamp()],
  ["TIMESTAMP", a.timestamp("UTC")],
  ["INTERVAL", a.interval],
  ["JSON", a.json],
]);
/** A nested array is stored as an array of structs with this single field. */
const NESTED_ARRAY_FIELD = "list";
/** The dtype of a decimal without precision, whose values are read with all their digits. */
const ANY_DECIMAL = a.decimal(38, 9);
const MAX_PRECISION = 38;

/** Converts the fields of a schema to columns. */
export const columnsOf = (fields: readonly SchemaField[]): readonly ResultColumn[] =>
  fields.map((field) => ({ name: field.name ?? "", dtype: dtypeOf(field), type: typeText(field) }));

/**
 * Returns the dtype of a field; undefined if there is none, as for GEOGRAPHY and RANGE. Arrays and their elements are
 * never NULL.
 */
export function dtypeOf(field: SchemaField): DType | undefined {
  if (field.mode === "REPEATED") {
    const element = elementDType(field);
    return element && a.notNull(a.array(a.notNull(element)));
  }
  const dtype = nonRepeatedDType(field);
  return dtype && field.mode === "REQUIRED" ? withNull(dtype, false) : dtype;
}

function elementDType(field: SchemaField): DType | undefined {
  const [firstField, secondField] = field.fields ?? [];
  if (firstField?.name === NESTED_ARRAY_FIELD && firstField.mode === "REPEATED" && secondField === undefined)
    return dtypeOf(firstField);
  return nonRepeatedDType(field);
}

function nonRepeatedDType({ type = "", fields = [], precision, scale }: SchemaField): DType | undefined {
  if (type === "RECORD" || type === "STRUCT") return structDType(fields);
  if (type !== "NUMERIC" && type !== "BIGNUMERIC") return SIMPLE_TYPES.get(type);
  if (precision === undefined || Number(precision) > MAX_PRECISION) return ANY_DECIMAL;
  return a.decimal(Number(precision), Number(scale ?? 0));
}

function structDType(fields: readonly SchemaField[]): DType | undefined {
  const entries: [string, DType][] = [];
  for (const field of fields) {
    const dtype = dtypeOf(field);
    if (!dtype || !field.name) return undefined;
    entries.push([field.name, dtype]);
  }
  const schema = Object.fromEntries(entries);
  return Object.keys(schema).length === entries.length ? a.struct(schema) : undefined;
}

/** The type as BigQuery's SQL writes it, for messages. */
function typeText(field: SchemaField): string {
  const { type = "", fields = [], mode } = field;
  const typeName =
    type === "RECORD"
      ? `STRUCT<${fields.map((f) => `${f.name} ${typeText(f)}`).join(", ")}>`
      : (SQL_TYPE_NAMES.get(type) ?? type);
  return mode === "REPEATED" ? `ARRAY<${typeName}>` : typeName;
}
const SQL_TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ["INTEGER", "INT64"],
  ["FLOAT", "FLOAT64"],
  ["BOOLEAN", "BOOL"],
]);
