import type { DType, Schema } from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core";

/** The TypeScript of a dtype, and the names that it imports. */
export function dtypeCode(dtype: DType, imports: Set<string>): string {
  const code = body(dtype, imports);
  if (dtype.nullable || dtype.kind === "null") return code;
  imports.add("notNull");
  return `notNull(${code})`;
}

// Dtypes nest as deep as a person writes them.
function body(dtype: DType, imports: Set<string>): string {
  const name = dtype.kind === "null" ? "nullType" : dtype.kind;
  imports.add(name);
  const of = (inner: DType): string => dtypeCode(inner, imports);
  if (isDecimal(dtype)) return `decimal(${dtype.precision}, ${dtype.scale})`;
  if (isTimestamp(dtype)) {
    const zone = dtype.zone === null ? "null" : JSON.stringify(dtype.zone);
    if (dtype.scale !== 6) return `timestamp(${zone}, ${dtype.scale})`;
    return dtype.zone === null ? "timestamp()" : `timestamp(${zone})`;
  }
  if (isArray(dtype)) return `array(${of(dtype.element)})`;
  if (isMap(dtype)) return `map(${of(dtype.key)}, ${of(dtype.value)})`;
  if (isStruct(dtype)) return `struct(${schemaCode(dtype.fields, imports, "")})`;
  return name;
}

/** The TypeScript of a schema, on lines that begin with `indent`; on one line without. */
export function schemaCode(fields: Readonly<Schema>, imports: Set<string>, indent: string): string {
  const entries = Object.entries(fields).map(([name, dtype]) => `${propertyName(name)}: ${dtypeCode(dtype, imports)}`);
  if (indent === "") return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
  return `{\n${entries.map((entry) => `${indent}  ${entry},\n`).join("")}${indent}}`;
}

/** A name as the key of an object literal; `__proto__` would set the prototype, so it is computed. */
export const propertyName = (name: string): string =>
  name === "__proto__" ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
