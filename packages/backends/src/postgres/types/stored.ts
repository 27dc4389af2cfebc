import type { DType, Kind } from "@avocet/core";
import * as a from "@avocet/core";

/** PostgreSQL has neither unsigned integers nor those of 8 bits. */
const INTEGERS: Readonly<Partial<Record<Kind, DType>>> = {
  int8: a.int16,
  uint8: a.int16,
  uint16: a.int32,
  uint32: a.int64,
  uint64: a.decimal(20, 0),
};

/** The dtype that the catalog shows for a column of a dtype: structs, maps and arrays inside of arrays are kept as jsonb. */
export function storedAs(dtype: DType): DType {
  if (a.isArray(dtype)) {
    const { element } = dtype;
    return a.withNull(a.array(a.isArray(element) ? a.json : storedAs(element)), dtype.nullable);
  }
  const stored = a.isStruct(dtype) || a.isMap(dtype) ? a.json : INTEGERS[dtype.kind];
  return stored ? a.withNull(stored, dtype.nullable) : dtype;
}
