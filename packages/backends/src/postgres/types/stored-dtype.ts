import type { DType, Kind } from "@avocet/core";
import * as a from "@avocet/core";
import { isArray, isMap, isStruct, withNull } from "@avocet/core/backend";

/** PostgreSQL has neither unsigned nor 8-bit integers. */
const INTEGERS: Readonly<Partial<Record<Kind, DType>>> = {
  int8: a.int16,
  uint8: a.int16,
  uint16: a.int32,
  uint32: a.int64,
  uint64: a.decimal(20, 0),
};

/** The dtype that the catalog reports for a column: structs, maps and arrays nested in arrays are stored as jsonb. */
export function storedAs(dtype: DType): DType {
  if (isArray(dtype)) {
    const { element } = dtype;
    return withNull(a.array(isArray(element) ? a.json : storedAs(element)), dtype.nullable);
  }
  const stored = isStruct(dtype) || isMap(dtype) ? a.json : INTEGERS[dtype.kind];
  return stored ? withNull(stored, dtype.nullable) : dtype;
}
