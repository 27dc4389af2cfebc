import type { DType, LiteralValue } from "@avocet/core";
import { isArray, isMap, isStruct, literalValue } from "@avocet/core";

/** What makes a literal of a value that was read in the forms of `EXACT_MODES`. */
export function canonical(dtype: DType): (value: unknown) => LiteralValue {
  const make = whenNotNull(dtype);
  return (value) => (value === null || value === undefined ? null : make(value));
}
// Dtypes nest as deep as a person writes them.
function whenNotNull(dtype: DType): (value: unknown) => LiteralValue {
  if (dtype.kind === "json") return String; // its text is its literal
  if (isArray(dtype)) {
    const element = canonical(dtype.element);
    return (value) => (value as readonly unknown[]).map(element); // as results give arrays
  }
  if (isMap(dtype)) {
    const [key, item] = [canonical(dtype.key), canonical(dtype.value)];
    return (value) => [...(value as ReadonlyMap<unknown, unknown>)].map(([k, v]) => [key(k), item(v)]); // as results give maps
  }
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields).map(([name, field]) => [name, canonical(field)] as const);
    return (value) => fields.map(([name, field]) => field((value as Readonly<Record<string, unknown>>)[name])); // as results give structs
  }
  return (value) => literalValue(value, dtype);
}
