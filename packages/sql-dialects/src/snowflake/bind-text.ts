import type { DType } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/dialect";
import { isArray, isFloat, isMap, isStruct, isTimestamp } from "@avocet/core/dialect";

/**
 * Returns the text that is bound for a value in canonical form; NULL is bound as null. Every value is bound as text,
 * because the driver binds only strings, floats and booleans, and the statement casts it (see `valueFromText`). Arrays,
 * structs, maps, intervals and JSON are bound as JSON text.
 */
export function bindText(value: LiteralValue, dtype: DType, nesting: "top-level" | "nested" = "top-level"): string {
  if (isFloat(dtype)) return floatText(value, dtype);
  if (isTimestamp(dtype)) {
    const text = String(value);
    if (nesting === "nested") return padMicroseconds(text.replace("Z", "")) + (dtype.zone === null ? "" : "Z");
    return text.replace("T", " ").replace("Z", " +00:00");
  }
  if (dtype.kind === "time" && nesting === "nested") return padMicroseconds(String(value));
  if (isArray(dtype) || isStruct(dtype) || isMap(dtype)) return jsonText(value, dtype);
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** Pads the fraction of a second to six digits, so that equal times are equal text. */
const padMicroseconds = (text: string): string => {
  const [seconds = "", fraction = ""] = text.split(".");
  return `${seconds}.${fraction.padEnd(6, "0")}`;
};

function floatText(value: LiteralValue, dtype: DType): string {
  if (value === "Infinity") return "inf";
  if (value === "-Infinity") return "-inf";
  return String(typeof value === "number" && dtype.kind === "float32" ? Math.fround(value) : value);
}

/** A value as JSON, in the form it has inside arrays and objects. A number with an exponent is a FLOAT there. */
function jsonText(value: LiteralValue, dtype: DType): string {
  if (value === null) return "null";
  const items: readonly LiteralValue[] = Array.isArray(value) ? value : [];
  if (isArray(dtype)) return `[${items.map((item) => jsonText(item, dtype.element)).join(",")}]`;
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields).map(
      ([name, field], i) => `${JSON.stringify(name)}:${jsonText(items[i] ?? null, field)}`,
    );
    return `{${fields.join(",")}}`;
  }
  if (isMap(dtype)) {
    const entries = items.map((entry) => {
      const [key = null, item = null]: readonly LiteralValue[] = Array.isArray(entry) ? entry : [];
      return `${JSON.stringify(bindText(key, dtype.key, "nested"))}:${jsonText(item, dtype.value)}`;
    });
    return `{${entries.join(",")}}`;
  }
  if (typeof value === "number" && isFloat(dtype))
    return (dtype.kind === "float32" ? Math.fround(value) : value).toExponential();
  if (dtype.kind === "bool" || dtype.kind === "json" || dtype.kind === "interval" || UNQUOTED_KINDS.has(dtype.kind))
    return bindText(value, dtype);
  const text = bindText(value, dtype, "nested");
  if (isFloat(dtype)) return { inf: "Infinity", "-inf": "-Infinity", "-0": "-0e0" }[text] ?? text;
  return JSON.stringify(text);
}
const UNQUOTED_KINDS: ReadonlySet<DType["kind"]> = new Set([
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "decimal",
]);
