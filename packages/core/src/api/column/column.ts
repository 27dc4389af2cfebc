import type * as d from "../../dtype/dtype.js";
import type { ArrayColumn } from "./array.js";
import type { ColumnBase } from "./base.js";
import type { BinaryColumn } from "./binary.js";
import type { BoolColumn } from "./bool.js";
import type { DateColumn } from "./date.js";
import type { IntegerColumn } from "./integer.js";
import type { IntervalColumn } from "./interval.js";
import type { JsonColumn } from "./json.js";
import type { MapColumn } from "./map.js";
import type { NumericColumn } from "./numeric.js";
import type { StringColumn } from "./string.js";
import type { StructColumn } from "./struct.js";
import type { TimeColumn } from "./time.js";
import type { TimestampColumn } from "./timestamp.js";

type Int<D extends d.DType, N extends string | null, O extends string | null> = IntegerColumn<D, N, O>;
type Float<D extends d.DType, N extends string | null, O extends string | null> = NumericColumn<D, N, O>;

/** The column class of each kind. A lookup by kind lets generic code over a schema resolve the methods. */
interface ColumnMap<D extends d.DType, N extends string | null, O extends string | null> {
  null: ColumnBase<D, N, O>;
  bool: BoolColumn<D, N, O>;
  int8: Int<D, N, O>;
  int16: Int<D, N, O>;
  int32: Int<D, N, O>;
  int64: Int<D, N, O>;
  uint8: Int<D, N, O>;
  uint16: Int<D, N, O>;
  uint32: Int<D, N, O>;
  uint64: Int<D, N, O>;
  float32: Float<D, N, O>;
  float64: Float<D, N, O>;
  decimal: Float<D, N, O>;
  string: StringColumn<D, N, O>;
  binary: BinaryColumn<D, N, O>;
  date: DateColumn<D, N, O>;
  time: TimeColumn<D, N, O>;
  timestamp: TimestampColumn<D, N, O>;
  interval: IntervalColumn<D, N, O>;
  array: ArrayColumn<D, N, O>;
  map: MapColumn<D, N, O>;
  struct: StructColumn<D, N, O>;
  json: JsonColumn<D, N, O>;
  uuid: ColumnBase<D, N, O>;
  inet: ColumnBase<D, N, O>;
}
/**
 * A column of dtype `D` with the name `N`, which is null for an unnamed column; `O` is the name of a plain column in
 * its table.
 */
export type Column<
  D extends d.DType = d.DType,
  N extends string | null = null,
  O extends string | null = null,
> = ColumnMap<D, N, O>[D["kind"]];
/** The columns of a table by name. */
export type Columns<S extends d.Schema> = { readonly [K in keyof S]: Column<S[K], K & string, K & string> };
