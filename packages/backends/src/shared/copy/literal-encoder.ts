import type { DType } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import { isArray, isMap, isStruct, literalValue } from "@avocet/core/backend";

/** Returns a function that encodes values read with `EXACT_ENCODING` as literals. */
export function literalEncoder(dtype: DType): (value: unknown) => LiteralValue {
  const encode = nonNullEncoder(dtype);
  return (value) => (value === null || value === undefined ? null : encode(value));
}
// The recursion is as deep as the dtype.
function nonNullEncoder(dtype: DType): (value: unknown) => LiteralValue {
  if (dtype.kind === "json") return String; // JSON is read as text, which is its literal form
  if (isArray(dtype)) {
    const element = literalEncoder(dtype.element);
    return (value) => (value as readonly unknown[]).map(element); // the form of arrays in results
  }
  if (isMap(dtype)) {
    const [key, item] = [literalEncoder(dtype.key), literalEncoder(dtype.value)];
    // Results contain maps as Maps.
    return (value) => [...(value as ReadonlyMap<unknown, unknown>)].map(([k, v]) => [key(k), item(v)]);
  }
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields).map(([name, field]) => [name, literalEncoder(field)] as const);
    // Results contain structs as objects.
    return (value) => fields.map(([name, field]) => field((value as Readonly<Record<string, unknown>>)[name]));
  }
  return (value) => literalValue(value, dtype);
}
