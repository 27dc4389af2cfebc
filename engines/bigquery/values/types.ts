import type { Type } from "../googlesql/proto.js";

/** A field of a table schema in the API's JSON. */
export interface SchemaField {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly SchemaField[];
  readonly precision?: string;
  readonly scale?: string;
  readonly maxLength?: string;
  readonly description?: string;
  readonly policyTags?: { readonly names: readonly string[] };
}
/** Type parameters: the precision and scale of a decimal, or the maximum length of a string. */
export interface Limits {
  readonly precision?: number;
  readonly scale?: number;
  readonly length?: number;
  /** The limits of the element of an array, or of the fields of a struct. */
  readonly nested?: readonly Limits[];
}
/** A column of a stored table. */
export interface Column {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly limits: Limits;
  readonly description?: string;
  readonly policyTags?: SchemaField["policyTags"];
}

export const scalarType = (name: string): Type => ({ typeKind: `TYPE_${name}` });
export const arrayTypeOf = (elementType: Type): Type => ({ typeKind: "TYPE_ARRAY", arrayType: { elementType } });

/** Type names in table schemas that differ from GoogleSQL's. */
const SCHEMA_NAMES: Readonly<Record<string, string>> = { INT64: "INTEGER", DOUBLE: "FLOAT", BOOL: "BOOLEAN" };
const GOOGLESQL_NAMES: Readonly<Record<string, string>> = {
  INTEGER: "INT64",
  INT: "INT64",
  SMALLINT: "INT64",
  BIGINT: "INT64",
  FLOAT: "DOUBLE",
  FLOAT64: "DOUBLE",
  BOOLEAN: "BOOL",
  DECIMAL: "NUMERIC",
  BIGDECIMAL: "BIGNUMERIC",
};

const kindName = (type: Type): string => type.typeKind.replace(/^TYPE_/, "");

/** Returns the type for a name of the API. */
export const typeFromName = (name: string): Type =>
  scalarType(GOOGLESQL_NAMES[name.toUpperCase()] ?? name.toUpperCase());

/** Formats a type as GoogleSQL. */
export function typeText(type: Type): string {
  if (type.arrayType) return `ARRAY<${typeText(type.arrayType.elementType)}>`;
  if (type.structType) {
    const fields = (type.structType.field ?? []).map(({ fieldName, fieldType }) =>
      fieldName ? `\`${fieldName}\` ${typeText(fieldType)}` : typeText(fieldType),
    );
    return `STRUCT<${fields.join(", ")}>`;
  }
  const name = kindName(type);
  return name === "DOUBLE" ? "FLOAT64" : name;
}

/** Converts a type to a field of a table schema. */
export function toSchemaField(
  name: string,
  type: Type,
  column?: Pick<Column, "limits"> & Partial<Column>,
): SchemaField {
  const element = type.arrayType?.elementType ?? type;
  const limits = (type.arrayType ? column?.limits.nested?.[0] : column?.limits) ?? {};
  const { precision, scale, length, nested = [] } = limits;
  return {
    name,
    ...(element.structType
      ? {
          type: "RECORD",
          fields: (element.structType.field ?? []).map((field, i) =>
            toSchemaField(field.fieldName || `_field_${i + 1}`, field.fieldType, { limits: nested[i] ?? {} }),
          ),
        }
      : { type: SCHEMA_NAMES[kindName(element)] ?? kindName(element) }),
    mode: type.arrayType ? "REPEATED" : column?.required ? "REQUIRED" : "NULLABLE",
    ...(precision === undefined ? {} : { precision: String(precision) }),
    ...(scale === undefined ? {} : { scale: String(scale) }),
    ...(length === undefined ? {} : { maxLength: String(length) }),
    ...(column?.description ? { description: column.description } : {}),
    ...(column?.policyTags ? { policyTags: column.policyTags } : {}),
  };
}
export const columnToSchemaField = (column: Column): SchemaField => toSchemaField(column.name, column.type, column);

/** Returns the type of a field of a table schema. */
function fieldType({ type, mode, fields = [] }: SchemaField): Type {
  const element: Type = /^(RECORD|STRUCT)$/i.test(type)
    ? {
        typeKind: "TYPE_STRUCT",
        structType: { field: fields.map((field) => ({ fieldName: field.name, fieldType: fieldType(field) })) },
      }
    : typeFromName(type);
  return mode === "REPEATED" ? arrayTypeOf(element) : element;
}

function fieldLimits({ mode, precision, scale, maxLength, fields }: SchemaField): Limits {
  const limits: Limits = {
    ...(precision ? { precision: Number(precision) } : {}),
    ...(scale ? { scale: Number(scale) } : {}),
    ...(maxLength ? { length: Number(maxLength) } : {}),
    ...(fields ? { nested: fields.map(fieldLimits) } : {}),
  };
  return mode === "REPEATED" ? { nested: [limits] } : limits;
}

/** Converts a field of a table schema to a column. */
export const fieldToColumn = (field: SchemaField): Column => ({
  name: field.name,
  type: fieldType(field),
  required: field.mode === "REQUIRED",
  limits: fieldLimits(field),
  ...(field.description ? { description: field.description } : {}),
  ...(field.policyTags ? { policyTags: field.policyTags } : {}),
});
