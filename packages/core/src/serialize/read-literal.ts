import type { DType } from "../dtype/dtype.js";
import { isArray, isFloat, isInteger, isMap, isStruct } from "../dtype/kinds.js";
import type { LiteralValue } from "../dtype/literal.js";
import { literalValue } from "../dtype/literal.js";
import { invalidJson, list, rethrowAsInvalidJson } from "./json-checks.js";

/** Reads a literal value. It must be in the canonical form of its dtype, because dialects write that form into SQL. */
export function readLiteral(json: unknown, dtype: DType, path: string): LiteralValue {
  if (json === null) {
    if (!dtype.nullable) throw invalidJson(path, "the literal is NULL but its dtype is not nullable");
    return null;
  }
  // Recursion is safe because the nesting depth of dtypes is limited.
  if (isArray(dtype)) return Object.freeze(list(json, path).map((item) => readLiteral(item, dtype.element, path)));
  if (isMap(dtype)) {
    const entries = list(json, path).map((entry) => {
      const keyAndValue = list(entry, path);
      if (keyAndValue.length !== 2) throw invalidJson(path, "expected a map entry of a key and a value");
      return Object.freeze([
        readLiteral(keyAndValue[0], dtype.key, path),
        readLiteral(keyAndValue[1], dtype.value, path),
      ]);
    });
    return Object.freeze(entries);
  }
  if (isStruct(dtype)) {
    const fields = Object.values(dtype.fields);
    const values = list(json, path);
    if (values.length !== fields.length) throw invalidJson(path, `expected the ${fields.length} fields of the struct`);
    return Object.freeze(fields.map((field, i) => readLiteral(values[i], field, path)));
  }
  if (typeof json === "string" && json.length > MAX_SCALAR_LENGTH && !UNBOUNDED_KINDS.has(dtype.kind))
    throw invalidJson(path, `the string is too long for a ${dtype.kind}`);
  return rethrowAsInvalidJson(path, () => {
    const value = literalValue(parseCanonicalScalar(json, dtype), dtype);
    const [actual, canonical] = [JSON.stringify(json), JSON.stringify(value)];
    if (actual === canonical) return typeof value === "object" ? Object.freeze(value) : value;
    throw invalidJson(path, `${actual.slice(0, 80)} is not the canonical form of a ${dtype.kind}`);
  });
}

const MAX_SCALAR_LENGTH = 64;
const UNBOUNDED_KINDS: ReadonlySet<string> = new Set(["string", "json", "binary"]);

/**
 * Converts a scalar in canonical form to a JavaScript value; other values are returned unchanged and rejected later.
 */
function parseCanonicalScalar(json: unknown, dtype: DType): unknown {
  if (typeof json !== "string") return dtype.kind === "interval" && Array.isArray(json) ? parseInterval(json) : json;
  if (isInteger(dtype)) return /^-?\d{1,20}$/.test(json) ? BigInt(json) : json;
  if (isFloat(dtype)) return ["NaN", "Infinity", "-Infinity", "-0"].includes(json) ? Number(json) : json;
  if (dtype.kind === "binary")
    return /^([0-9a-f]{2})*$/.test(json)
      ? Uint8Array.from(json.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
      : json;
  if (dtype.kind === "json") return JSON.parse(json);
  return json;
}

function parseInterval(components: readonly unknown[]): unknown {
  const [months, days, micros] = components;
  return { months, days, micros };
}
