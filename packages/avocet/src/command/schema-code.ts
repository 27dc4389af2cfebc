import type { DType, Schema } from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core/backend";

/** The TypeScript code of a dtype; adds the names that it needs to `imports`. */
export function dtypeCode(dtype: DType, imports: Set<string>): string {
  const code = nullableCode(dtype, imports);
  if (dtype.nullable || dtype.kind === "null") return code;
  imports.add("notNull");
  return `notNull(${code})`;
}

// Recursion is safe: dtypes nest only as deep as a database declares them.
function nullableCode(dtype: DType, imports: Set<string>): string {
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

/** The TypeScript code of a schema: one line per column, indented, or a single line if `indent` is empty. */
export function schemaCode(fields: Readonly<Schema>, imports: Set<string>, indent: string): string {
  const entries = Object.entries(fields).map(([name, dtype]) => `${propertyName(name)}: ${dtypeCode(dtype, imports)}`);
  if (indent === "") return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
  return `{\n${entries.map((entry) => `${indent}  ${entry},\n`).join("")}${indent}}`;
}

/** A name as the key of an object literal. A plain `__proto__` key would set the prototype, so it is a computed key. */
export const propertyName = (name: string): string =>
  name === "__proto__" ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
