import type { DType, Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { Fields } from "../../ir/relation.js";

/** @internal A schema as a map that keeps the order of its columns. */
export function fieldsOf(schema: Schema): Fields {
  const fields = new Map<string, DType>();
  for (const [name, dtype] of Object.entries(schema)) {
    if (name === "") throw new AvocetError("invalid-argument", "a column has an empty name");
    fields.set(name, dtype);
  }
  if (fields.size === 0) throw new AvocetError("invalid-argument", "a table needs at least one column");
  return fields;
}
