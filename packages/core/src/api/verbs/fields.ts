import type { DType, Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { Fields } from "../../ir/relation.js";

/** @internal Converts a schema to a map, which keeps the order of names that look like integers. */
export function fieldsOf(schema: Schema): Fields {
  const fields = new Map<string, DType>();
  for (const [name, dtype] of Object.entries(schema)) {
    if (name === "") throw new AvocetError("invalid-argument", "Column names must not be empty");
    fields.set(name, dtype);
  }
  if (fields.size === 0) throw new AvocetError("invalid-argument", "A table needs at least one column");
  return fields;
}
