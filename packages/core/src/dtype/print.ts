import type { DType } from "./dtype.js";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "./kinds.js";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The canonical text of a dtype, which {@link parseDType} reads back. `!` marks a dtype without NULL.
 * @example printDType(notNull(int64)) // "!int64"
 */
export function printDType(dtype: DType): string {
  return (dtype.nullable || dtype.kind === "null" ? "" : "!") + body(dtype);
}

// Dtypes nest as deep as a person writes them, so recursion is safe here; the parser limits the depth of text.
function body(d: DType): string {
  if (isDecimal(d)) return `decimal(${d.precision}, ${d.scale})`;
  if (isTimestamp(d)) return `timestamp${timestampParts(d.zone, d.scale)}`;
  if (isArray(d)) return `array<${printDType(d.element)}>`;
  if (isMap(d)) return `map<${printDType(d.key)}, ${printDType(d.value)}>`;
  if (isStruct(d)) {
    const fields = Object.entries(d.fields).map(([name, field]) => `${fieldName(name)}: ${printDType(field)}`);
    return `struct<${fields.join(", ")}>`;
  }
  return d.kind;
}

function timestampParts(zone: string | null, scale: number): string {
  const parts = [...(zone === null ? [] : [quote(zone)]), ...(scale === 6 ? [] : [String(scale)])];
  return parts.length ? `(${parts.join(", ")})` : "";
}

const fieldName = (name: string): string => (IDENTIFIER.test(name) ? name : quote(name));
const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
