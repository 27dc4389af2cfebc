import type { DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import { isArray, isFloat, isInteger, isMap, isStruct } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { encodeText } from "./parameter.js";

/** Encodes columns of values as newline-delimited JSON for a load job. NULLs are omitted. */
export function toJsonLines(schema: ir.Fields, columns: readonly (readonly LiteralValue[])[]): string {
  const fields = [...schema].map(([name, dtype]) => [JSON.stringify(name), dtype, name] as const);
  const lines: string[] = [];
  for (let row = 0; row < (columns[0]?.length ?? 0); row++) {
    const members: string[] = [];
    for (const [i, [key, dtype, name]] of fields.entries()) {
      const value = columns[i]?.[row] ?? null;
      if (value === null && isArrayOrMap(dtype)) throw nullArrayError(name);
      if (value !== null) members.push(`${key}:${encodeJson(value, dtype, name)}`);
    }
    lines.push(`{${members.join(",")}}\n`);
  }
  return lines.join("");
}
const isArrayOrMap = (dtype: DType): boolean => isArray(dtype) || isMap(dtype);

const nullArrayError = (column: string): AvocetError =>
  new AvocetError("value-out-of-range", `Column \`${column}\` contains a NULL array, or an array with a NULL element`, {
    hint: "BigQuery tables cannot store them: replace NULL with coalesce, or remove NULL elements with filter.",
  });

/** Encodes a non-NULL value as JSON. */
function encodeJson(value: LiteralValue, dtype: DType, column: string): string {
  if (dtype.kind === "json") return String(value);
  if (dtype.kind === "bool") return String(value);
  if ((isInteger(dtype) || isFloat(dtype)) && typeof value === "number") return String(value);
  const list: readonly LiteralValue[] = Array.isArray(value) ? value : [];
  if (isArray(dtype)) {
    const isNested = isArrayOrMap(dtype.element);
    const elements = list.map((element) => {
      if (element === null) throw nullArrayError(column);
      const json = encodeJson(element, dtype.element, column);
      return isNested ? `{"list":${json}}` : json;
    });
    return `[${elements.join(",")}]`;
  }
  if (isMap(dtype)) {
    const entries = list.map((entry) => {
      const [key = null, item = null]: readonly LiteralValue[] = Array.isArray(entry) ? entry : [];
      return `{"key":${encodeNullable(key, dtype.key, column)},"value":${encodeNullable(item, dtype.value, column)}}`;
    });
    return `[${entries.join(",")}]`;
  }
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields).map(
      ([name, field], i) => `${JSON.stringify(name)}:${encodeNullable(list[i] ?? null, field, `${column}.${name}`)}`,
    );
    return `{${fields.join(",")}}`;
  }
  return JSON.stringify(encodeText(value, dtype));
}
function encodeNullable(value: LiteralValue, dtype: DType, column: string): string {
  if (value !== null) return encodeJson(value, dtype, column);
  if (isArrayOrMap(dtype)) throw nullArrayError(column);
  return "null";
}
