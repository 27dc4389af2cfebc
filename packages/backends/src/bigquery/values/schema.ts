import type { DType } from "@avocet/core";
import * as a from "@avocet/core";
import { withNull } from "@avocet/core/backend";
import type { ResultColumn } from "../../shared/driver.js";

/** A field of a schema, as the API has it. */
export interface SchemaField {
  readonly name?: string;
  readonly type?: string;
  readonly mode?: string;
  readonly fields?: readonly SchemaField[];
  readonly precision?: string;
  readonly scale?: string;
}

const PLAIN: ReadonlyMap<string, DType> = new Map<string, DType>([
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
/** An array of arrays is kept as one of structs with this one field. */
const INNER = "list";
/** What a decimal without precision counts as: its values are read with all their digits. */
const ANY_DECIMAL = a.decimal(38, 9);
const MOST_DIGITS = 38;

/** The columns of a schema. */
export const columnsOf = (fields: readonly SchemaField[]): readonly ResultColumn[] =>
  fields.map((field) => ({ name: field.name ?? "", dtype: dtypeOf(field), type: typeText(field) }));

/** The dtype of a field; undefined where there is none, as for GEOGRAPHY and RANGE. Arrays are never NULL, nor are their elements. */
export function dtypeOf(field: SchemaField): DType | undefined {
  if (field.mode === "REPEATED") {
    const element = elementOf(field);
    return element && a.notNull(a.array(a.notNull(element)));
  }
  const dtype = singleOf(field);
  return dtype && field.mode === "REQUIRED" ? withNull(dtype, false) : dtype;
}

function elementOf(field: SchemaField): DType | undefined {
  const [only, another] = field.fields ?? [];
  if (only?.name === INNER && only.mode === "REPEATED" && another === undefined) return dtypeOf(only);
  return singleOf(field);
}

function singleOf({ type = "", fields = [], precision, scale }: SchemaField): DType | undefined {
  if (type === "RECORD" || type === "STRUCT") return structOf(fields);
  if (type !== "NUMERIC" && type !== "BIGNUMERIC") return PLAIN.get(type);
  if (precision === undefined || Number(precision) > MOST_DIGITS) return ANY_DECIMAL;
  return a.decimal(Number(precision), Number(scale ?? 0));
}

function structOf(fields: readonly SchemaField[]): DType | undefined {
  const parts: [string, DType][] = [];
  for (const field of fields) {
    const dtype = dtypeOf(field);
    if (!dtype || !field.name) return undefined;
    parts.push([field.name, dtype]);
  }
  const schema = Object.fromEntries(parts);
  return Object.keys(schema).length === parts.length ? a.struct(schema) : undefined;
}

/** The type as BigQuery writes it, for messages. */
function typeText(field: SchemaField): string {
  const { type = "", fields = [], mode } = field;
  const single =
    type === "RECORD"
      ? `STRUCT<${fields.map((f) => `${f.name} ${typeText(f)}`).join(", ")}>`
      : (WORDS.get(type) ?? type);
  return mode === "REPEATED" ? `ARRAY<${single}>` : single;
}
const WORDS: ReadonlyMap<string, string> = new Map([
  ["INTEGER", "INT64"],
  ["FLOAT", "FLOAT64"],
  ["BOOLEAN", "BOOL"],
]);
