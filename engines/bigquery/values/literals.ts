import type { GoogleSql } from "../googlesql/engine.js";
import type { Row, Type, Value } from "../googlesql/proto.js";
import { arrayOf, typeNamed, typeText } from "./types.js";

/** The type of a parameter, as the API has it. */
export interface ParameterType {
  readonly type: string;
  readonly arrayType?: ParameterType;
  readonly structTypes?: readonly { readonly name?: string; readonly type: ParameterType }[];
}
export interface ParameterValue {
  readonly value?: string | null;
  readonly arrayValues?: readonly ParameterValue[];
  readonly structValues?: Readonly<Record<string, ParameterValue>>;
}

export function typeOfParameter({ type, arrayType, structTypes }: ParameterType): Type {
  if (arrayType) return arrayOf(typeOfParameter(arrayType));
  if (!structTypes) return typeNamed(type);
  const field = structTypes.map(({ name = "", type: of }) => ({ fieldName: name, fieldType: typeOfParameter(of) }));
  return { typeKind: "TYPE_STRUCT", structType: { field } };
}

/** The value of a parameter as plain JSON. */
export function jsonOf(given: ParameterValue | undefined, type: Type): unknown {
  if (type.arrayType) {
    const { elementType } = type.arrayType;
    return given?.arrayValues?.map((item) => jsonOf(item, elementType)) ?? null;
  }
  if (type.typeKind === "TYPE_JSON" && typeof given?.value === "string") return JSON.parse(given.value);
  if (!type.structType) return given?.value ?? null;
  const values = given?.structValues;
  if (!values) return null;
  const fields = type.structType.field ?? [];
  return Object.fromEntries(
    fields.map(({ fieldName = "", fieldType }) => [fieldName, jsonOf(values[fieldName], fieldType)]),
  );
}

// The escapes of JSON strings are escapes of GoogleSQL's, too.
const text = (value: unknown): string => JSON.stringify(String(value));
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An expression whose value is that of JSON as a type. */
export function expression(value: unknown, type: Type): string {
  const name = typeText(type);
  if (value === null || value === undefined) return type.arrayType ? `${name}[]` : `CAST(NULL AS ${name})`;
  const element = type.arrayType?.elementType;
  if (element) {
    const items = Array.isArray(value) ? value : [value];
    return `${name}[${items.map((item) => expression(item, element)).join(", ")}]`;
  }
  if (type.structType) {
    const given = isRecord(value) ? value : {};
    const fields = (type.structType.field ?? []).map(({ fieldName = "", fieldType }) =>
      expression(given[fieldName], fieldType),
    );
    return `${name}(${fields.join(", ")})`;
  }
  switch (type.typeKind) {
    case "TYPE_STRING":
      return text(value);
    case "TYPE_BYTES":
      return `FROM_BASE64(${text(value)})`;
    case "TYPE_JSON":
      return `PARSE_JSON(${text(JSON.stringify(value))}, wide_number_mode => 'round')`;
    case "TYPE_TIMESTAMP":
      return typeof value === "number"
        ? `TIMESTAMP_MICROS(${Math.round(value * 1e6)})`
        : `CAST(${text(value)} AS TIMESTAMP)`;
    default:
      return `CAST(${text(value)} AS ${name})`;
  }
}

/** Values from JSON, made by the engine itself. */
export async function valuesOf(
  engine: GoogleSql,
  given: readonly { readonly json: unknown; readonly type: Type }[],
): Promise<readonly Value[]> {
  if (given.length === 0) return [];
  const sql = `SELECT ${given.map(({ json, type }) => expression(json, type)).join(", ")}`;
  const result = await engine.query({ sql, tables: [], parameters: [] });
  return result.content?.tableData?.row?.[0]?.cell ?? [];
}

const AT_ONCE = 500;

/** Rows of a table from JSON objects. */
export async function rowsOf(
  engine: GoogleSql,
  objects: readonly Readonly<Record<string, unknown>>[],
  columns: readonly { readonly name: string; readonly type: Type }[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < objects.length; at += AT_ONCE) {
    const selects = objects
      .slice(at, at + AT_ONCE)
      .map(
        (row, i) =>
          `SELECT ${[`${i} AS place`, ...columns.map((c) => expression(memberOf(row, c.name), c.type))].join(", ")}`,
      );
    const sql = `SELECT * FROM (${selects.join("\nUNION ALL ")})\nORDER BY 1`;
    const result = await engine.query({ sql, tables: [], parameters: [] });
    for (const { cell = [] } of result.content?.tableData?.row ?? []) rows.push({ cell: cell.slice(1) });
  }
  return rows;
}

/** The member of a name, whatever its case. */
function memberOf(row: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  const found = Object.keys(row).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : row[found];
}
