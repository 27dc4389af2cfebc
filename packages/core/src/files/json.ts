import type { Batch, JsonFormat } from "../backend/contract.js";
import type { DType } from "../dtype/dtype.js";
import { isArray, isMap, isStruct } from "../dtype/kinds.js";
import type { Fields } from "../ir/relation.js";

// Decimals and non-finite numbers are strings: JSON has no non-finite numbers, and readers parse numbers as doubles.

/** Writes one value as JSON. */
type ValueWriter = (value: unknown) => string;

function writerOf(dtype: DType): ValueWriter {
  const writeNotNull = notNullWriter(dtype);
  return (value) => (value === null || value === undefined ? "null" : writeNotNull(value));
}

function notNullWriter(dtype: DType): ValueWriter {
  if (isArray(dtype)) {
    const element = writerOf(dtype.element);
    return (value) => `[${(Array.isArray(value) ? value : []).map(element).join(",")}]`;
  }
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields).map(
      ([name, field]) => [name, `${JSON.stringify(name)}:`, writerOf(field)] as const,
    );
    return (value) => {
      const values = new Map<string, unknown>(Object.entries(value as object)); // the value of a struct
      return `{${fields.map(([name, key, write]) => key + write(values.get(name))).join(",")}}`;
    };
  }
  if (isMap(dtype)) {
    const writeValue = writerOf(dtype.value);
    const writeKey = writerOf(dtype.key);
    const writeMemberName = (value: unknown): string =>
      typeof value === "string" ? JSON.stringify(value) : quotedKey(writeKey(value));
    const writeMember = ([key, member]: readonly [unknown, unknown]): string =>
      `${writeMemberName(key)}:${writeValue(member)}`;
    const members = (value: unknown): readonly string[] =>
      [...(value as ReadonlyMap<unknown, unknown>)].map(writeMember);
    return (value) => `{${members(value).join(",")}}`;
  }
  switch (dtype.kind) {
    case "float32":
    case "float64":
      return (value) => (Number.isFinite(value) ? String(value) : `"${String(value)}"`);
    case "json":
      return String;
    case "binary":
      return (value) => `"${hex(value)}"`;
    case "interval":
      return (value) => JSON.stringify(value);
    case "bool":
      return String;
    default:
      return (value) => (typeof value === "string" ? JSON.stringify(value) : String(value));
  }
}
const quotedKey = (text: string): string => (text.startsWith('"') ? text : JSON.stringify(text));

/** Bytes as hexadecimal digits. */
export const hex = (value: unknown): string =>
  value instanceof Uint8Array ? Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("") : "";

/** Writes values of a dtype in their exact form as JSON. */
export const jsonWriter = (dtype: DType): ValueWriter => writerOf(dtype);

/**
 * Writes batches in `EXACT_ENCODING` as the text of a JSON file, in chunks: one object for each row. Decimals and
 * non-finite numbers are strings, bytes hexadecimal digits.
 * @example jsonText(new Map([["n", int64]]), (async function* () {})())
 */
export async function* jsonText(
  schema: Fields,
  batches: AsyncIterable<Batch>,
  { form = "lines" }: JsonFormat = {},
): AsyncGenerator<string> {
  const fields = [...schema].map(([name, dtype]) => [`${JSON.stringify(name)}:`, writerOf(dtype)] as const);
  const array = form === "array";
  let first = true;
  if (array) yield "[";
  for await (const { rowCount, columns } of batches) {
    let text = "";
    for (let row = 0; row < rowCount; row++) {
      const members = fields.map(([key, write], i) => key + write(columns[i]?.[row]));
      text += `${array ? (first ? "\n" : ",\n") : ""}{${members.join(",")}}${array ? "" : "\n"}`;
      first = false;
    }
    if (text !== "") yield text;
  }
  if (array) yield first ? "]\n" : "\n]\n";
}
