import type { DType } from "./dtype.js";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "./kinds.js";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Prints a dtype as its canonical text, which {@link parseDType} reads. `!` marks a dtype that is not nullable.
 * @example printDType(notNull(int64)) // "!int64"
 */
export function printDType(dtype: DType): string {
  return (dtype.nullable || dtype.kind === "null" ? "" : "!") + printBody(dtype);
}

// Recursion is safe: the parser and checkSize limit the nesting depth of dtypes.
function printBody(d: DType): string {
  if (isDecimal(d)) return `decimal(${d.precision}, ${d.scale})`;
  if (isTimestamp(d)) return `timestamp${timestampArguments(d.zone, d.scale)}`;
  if (isArray(d)) return `array<${printDType(d.element)}>`;
  if (isMap(d)) return `map<${printDType(d.key)}, ${printDType(d.value)}>`;
  if (isStruct(d)) {
    const fields = Object.entries(d.fields).map(([name, field]) => `${fieldName(name)}: ${printDType(field)}`);
    return `struct<${fields.join(", ")}>`;
  }
  return d.kind;
}

function timestampArguments(zone: string | null, scale: number): string {
  const args = [...(zone === null ? [] : [quote(zone)]), ...(scale === 6 ? [] : [String(scale)])];
  return args.length ? `(${args.join(", ")})` : "";
}

const fieldName = (name: string): string => (IDENTIFIER.test(name) ? name : quote(name));
const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
