import type { DType } from "../dtype/dtype.js";
import { isArray, isFloat, isInteger, isMap, isStruct } from "../dtype/kinds.js";
import type { LiteralValue } from "../dtype/literal.js";
import { literalValue } from "../dtype/literal.js";
import { built, invalid, list } from "./shape.js";

/** A literal value from JSON. It must be in the canonical form of its dtype, since dialects write that form into SQL as it is. */
export function readLiteral(json: unknown, dtype: DType, where: string): LiteralValue {
  if (json === null) {
    if (!dtype.nullable) throw invalid(where, "NULL where the dtype has none");
    return null;
  }
  // Dtypes nest to a fixed depth, so recursion is safe here.
  if (isArray(dtype)) return Object.freeze(list(json, where).map((item) => readLiteral(item, dtype.element, where)));
  if (isMap(dtype)) {
    const entries = list(json, where).map((entry) => {
      const pair = list(entry, where);
      if (pair.length !== 2) throw invalid(where, "an entry of a map is a key and a value");
      return Object.freeze([readLiteral(pair[0], dtype.key, where), readLiteral(pair[1], dtype.value, where)]);
    });
    return Object.freeze(entries);
  }
  if (isStruct(dtype)) {
    const fields = Object.values(dtype.fields);
    const values = list(json, where);
    if (values.length !== fields.length) throw invalid(where, `the struct has ${fields.length} fields`);
    return Object.freeze(fields.map((field, i) => readLiteral(values[i], field, where)));
  }
  if (typeof json === "string" && json.length > LONGEST && !OF_ANY_LENGTH.has(dtype.kind))
    throw invalid(where, `the text is too long for a ${dtype.kind}`);
  return built(where, () => {
    const value = literalValue(fromCanonical(json, dtype), dtype);
    const [given, canonical] = [JSON.stringify(json), JSON.stringify(value)];
    if (given === canonical) return typeof value === "object" ? Object.freeze(value) : value;
    throw invalid(where, `${given.slice(0, 80)} is not how a ${dtype.kind} is written`);
  });
}

const LONGEST = 64;
const OF_ANY_LENGTH: ReadonlySet<string> = new Set(["string", "json", "binary"]);

/** The JavaScript value of a scalar in canonical form; anything that is not in that form stays as it is, to be refused. */
function fromCanonical(json: unknown, dtype: DType): unknown {
  if (typeof json !== "string") return dtype.kind === "interval" && Array.isArray(json) ? interval(json) : json;
  if (isInteger(dtype)) return /^-?\d{1,20}$/.test(json) ? BigInt(json) : json;
  if (isFloat(dtype)) return ["NaN", "Infinity", "-Infinity", "-0"].includes(json) ? Number(json) : json;
  if (dtype.kind === "binary")
    return /^([0-9a-f]{2})*$/.test(json)
      ? Uint8Array.from(json.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
      : json;
  if (dtype.kind === "json") return JSON.parse(json);
  return json;
}

function interval(parts: readonly unknown[]): unknown {
  const [months, days, micros] = parts;
  return { months, days, micros };
}
