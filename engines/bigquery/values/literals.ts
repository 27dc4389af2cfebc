import type { GoogleSql } from "../googlesql/engine.js";
import type { Row, Type, Value } from "../googlesql/proto.js";
import { arrayTypeOf, typeFromName, typeText } from "./types.js";

/** The type of a query parameter in the API's JSON. */
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

export function parameterTypeToType({ type, arrayType, structTypes }: ParameterType): Type {
  if (arrayType) return arrayTypeOf(parameterTypeToType(arrayType));
  if (!structTypes) return typeFromName(type);
  const field = structTypes.map(({ name = "", type: fieldType }) => ({
    fieldName: name,
    fieldType: parameterTypeToType(fieldType),
  }));
  return { typeKind: "TYPE_STRUCT", structType: { field } };
}

/** Converts the value of a parameter to plain JSON. */
export function parameterToJson(parameter: ParameterValue | undefined, type: Type): unknown {
  if (type.arrayType) {
    const { elementType } = type.arrayType;
    return parameter?.arrayValues?.map((item) => parameterToJson(item, elementType)) ?? null;
  }
  if (type.typeKind === "TYPE_JSON" && typeof parameter?.value === "string") return JSON.parse(parameter.value);
  if (!type.structType) return parameter?.value ?? null;
  const values = parameter?.structValues;
  if (!values) return null;
  const fields = type.structType.field ?? [];
  return Object.fromEntries(
    fields.map(({ fieldName = "", fieldType }) => [fieldName, parameterToJson(values[fieldName], fieldType)]),
  );
}

// All escape sequences of JSON strings are valid in GoogleSQL.
const stringLiteral = (value: unknown): string => JSON.stringify(String(value));
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns a SQL expression that evaluates to a JSON value as a type. */
export function literalSql(value: unknown, type: Type): string {
  const typeName = typeText(type);
  if (value === null || value === undefined) return type.arrayType ? `${typeName}[]` : `CAST(NULL AS ${typeName})`;
  const element = type.arrayType?.elementType;
  if (element) {
    const items = Array.isArray(value) ? value : [value];
    return `${typeName}[${items.map((item) => literalSql(item, element)).join(", ")}]`;
  }
  if (type.structType) {
    const members = isRecord(value) ? value : {};
    const fields = (type.structType.field ?? []).map(({ fieldName = "", fieldType }) =>
      literalSql(members[fieldName], fieldType),
    );
    return `${typeName}(${fields.join(", ")})`;
  }
  switch (type.typeKind) {
    case "TYPE_STRING":
      return stringLiteral(value);
    case "TYPE_BYTES":
      return `FROM_BASE64(${stringLiteral(value)})`;
    case "TYPE_JSON":
      return `PARSE_JSON(${stringLiteral(JSON.stringify(value))}, wide_number_mode => 'round')`;
    case "TYPE_TIMESTAMP":
      return typeof value === "number"
        ? `TIMESTAMP_MICROS(${Math.round(value * 1e6)})`
        : `CAST(${stringLiteral(value)} AS TIMESTAMP)`;
    default:
      return `CAST(${stringLiteral(value)} AS ${typeName})`;
  }
}

/** Converts JSON to values of the engine by evaluating SQL expressions. */
export async function evaluateJson(
  engine: GoogleSql,
  inputs: readonly { readonly json: unknown; readonly type: Type }[],
): Promise<readonly Value[]> {
  if (inputs.length === 0) return [];
  const sql = `SELECT ${inputs.map(({ json, type }) => literalSql(json, type)).join(", ")}`;
  const result = await engine.query({ sql, tables: [], parameters: [] });
  return result.content?.tableData?.row?.[0]?.cell ?? [];
}

const ROWS_PER_QUERY = 500;

/** Converts JSON objects to rows. */
export async function jsonToRows(
  engine: GoogleSql,
  objects: readonly Readonly<Record<string, unknown>>[],
  columns: readonly { readonly name: string; readonly type: Type }[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let offset = 0; offset < objects.length; offset += ROWS_PER_QUERY) {
    const selects = objects
      .slice(offset, offset + ROWS_PER_QUERY)
      .map(
        (row, i) =>
          `SELECT ${[`${i} AS place`, ...columns.map((c) => literalSql(memberIgnoringCase(row, c.name), c.type))].join(", ")}`,
      );
    const sql = `SELECT * FROM (${selects.join("\nUNION ALL ")})\nORDER BY 1`;
    const result = await engine.query({ sql, tables: [], parameters: [] });
    for (const { cell = [] } of result.content?.tableData?.row ?? []) rows.push({ cell: cell.slice(1) });
  }
  return rows;
}

/** Returns the member of a name, ignoring case; null if there is none. */
function memberIgnoringCase(row: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  const matchingKey = Object.keys(row).find((key) => key.toLowerCase() === name.toLowerCase());
  return matchingKey === undefined ? null : row[matchingKey];
}
