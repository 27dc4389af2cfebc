import type { DType, ValueEncoding } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { ArrowMaker, Vector } from "@avocet/core/backend";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core/backend";
import type { Batch, DataType, ExtractionOptions, Field, Table } from "@uwdata/flechette";

declare module "@avocet/core" {
  interface ArrowLibrary {
    readonly table: Table;
  }
}
type Flechette = typeof import("@uwdata/flechette");

/** Builds Arrow tables with Flechette, which loads on first use. The arrays of the vectors are used without copying. */
export const makeArrow: ArrowMaker = async (schema, batches, encoding) => {
  const f = await import("@uwdata/flechette");
  const fields = [...schema].map(([name, dtype]) => fieldOf(f, name, dtype));
  const columns = [...schema].map(([name, dtype], i) => {
    const type = fields[i]?.type ?? f.nullType();
    const vectors = batches.flatMap(({ columns }) => columns[i] ?? []);
    return new f.Column(
      vectors.map((vector) => batchOf(f, vector, dtype, type, extractionOptions(encoding), name)),
      type,
    );
  });
  const { V5 } = f.Version;
  return new f.Table({ version: V5, endianness: f.Endianness.Little, fields, metadata: null }, columns);
};

/** How Flechette converts the values of its tables to JavaScript. */
const extractionOptions = ({ int64, timestamp }: ValueEncoding): ExtractionOptions => ({
  useBigInt: int64 === "bigint",
  useBigIntTimestamp: timestamp === "micros",
  useDate: timestamp !== "micros",
  useMap: true,
});

const fieldOf = (f: Flechette, name: string, dtype: DType): Field =>
  f.field(name, typeOf(f, dtype), dtype.nullable, null);

/** The Arrow type of a dtype. */
function typeOf(f: Flechette, dtype: DType): DataType {
  if (isDecimal(dtype)) return f.decimal128(dtype.precision, dtype.scale);
  if (isTimestamp(dtype))
    return f.timestamp(dtype.scale > 6 ? f.TimeUnit.NANOSECOND : f.TimeUnit.MICROSECOND, dtype.zone);
  if (isArray(dtype)) return f.list(fieldOf(f, "item", dtype.element));
  if (isStruct(dtype)) return f.struct(Object.entries(dtype.fields).map(([name, field]) => fieldOf(f, name, field)));
  if (isMap(dtype))
    return f.map(
      f.field("key", typeOf(f, dtype.key), false, null),
      f.field("value", typeOf(f, dtype.value), true, null),
    );
  const { kind } = dtype;
  switch (kind) {
    case "int8":
    case "int16":
    case "int32":
    case "int64":
    case "uint8":
    case "uint16":
    case "uint32":
    case "uint64":
    case "float32":
    case "float64":
    case "bool":
    case "binary":
      return f[kind]();
    case "null":
      return f.nullType();
    case "date":
      return f.dateDay();
    case "time":
      return f.timeMicrosecond();
    case "interval":
      return f.interval(f.IntervalUnit.MONTH_DAY_NANO);
    default:
      return f.utf8();
  }
}

/** Converts a vector and its children to a Flechette batch. */
function batchOf(
  f: Flechette,
  vector: Vector,
  dtype: DType,
  type: DataType,
  options: ExtractionOptions,
  column: string,
): Batch<unknown> {
  const { length, validity, offsets } = vector;
  const childFields = "children" in type ? type.children : [];
  const childBatch = (i: number, childDType: DType): Batch<unknown>[] => {
    const [child, childType] = [vector.children[i], childFields[i]?.type];
    return child && childType ? [batchOf(f, child, childDType, childType, options, column)] : [];
  };
  const children = isArray(dtype)
    ? childBatch(0, dtype.element)
    : isStruct(dtype)
      ? Object.values(dtype.fields).flatMap((field, i) => childBatch(i, field))
      : isMap(dtype)
        ? entriesOf(f, vector, dtype, childFields[0]?.type, options, column)
        : [];
  const Class = f.batchType(type, options) as typeof Batch<unknown>; // Flechette declares it as any
  return new Class({
    length,
    nullCount: dtype.kind === "null" ? length : countNulls(validity, length),
    type,
    values: valuesOf(vector, dtype, column),
    children,
    validity: validity ?? NO_BITS,
    ...(offsets ? { offsets } : {}),
  });
}

/** The entries of maps as structs of key and value, as Arrow stores them. */
function entriesOf(
  f: Flechette,
  { children: [keys, values] }: Vector,
  dtype: DType,
  type: DataType | undefined,
  options: ExtractionOptions,
  column: string,
): Batch<unknown>[] {
  if (!isMap(dtype) || !type || !keys || !values) return [];
  const fields = { key: dtype.key, value: dtype.value };
  const entries: Vector = {
    ...keys,
    validity: null,
    values: new Uint8Array(0),
    offsets: null,
    children: [keys, values],
  };
  return [batchOf(f, entries, { kind: "struct", nullable: false, fields } as DType, type, options, column)]; // a struct
}

/** Flechette writes the bytes of each buffer, so an absent validity bitmap is empty. */
const NO_BITS = new Uint8Array(0);

function countNulls(validity: Uint8Array | null, length: number): number {
  if (!validity) return 0;
  let nulls = length;
  for (let byte = 0; byte << 3 < length; byte++) {
    let bits = (validity[byte] ?? 0) & (length - (byte << 3) < 8 ? (1 << (length & 7)) - 1 : 0xff);
    for (; bits !== 0; bits &= bits - 1) nulls--;
  }
  return nulls;
}

/** Converts values to Arrow's layout: decimals to 128 bits, times to microseconds, intervals to nanoseconds. */
function valuesOf({ length, values, validity }: Vector, dtype: DType, column: string): Vector["values"] {
  if (isDecimal(dtype) && values instanceof BigInt64Array) {
    const wide = new BigInt64Array(length * 2);
    const high = new Int32Array(values.buffer, values.byteOffset, length * 2);
    const halves = new Int32Array(wide.buffer);
    for (let i = 0; i < length; i++) {
      const sign = (high[i * 2 + 1] ?? 0) >> 31;
      halves[i * 4] = high[i * 2] ?? 0;
      halves[i * 4 + 1] = high[i * 2 + 1] ?? 0;
      halves[i * 4 + 2] = sign;
      halves[i * 4 + 3] = sign;
    }
    return new BigUint64Array(wide.buffer);
  }
  // Time vectors have 64-bit values in nanoseconds.
  if (dtype.kind === "time") return BigInt64Array.from(values as BigInt64Array, (nanos) => nanos / 1000n);
  if (dtype.kind !== "interval") return values;
  const fields = new Int32Array(values.buffer, values.byteOffset, length * 4).slice();
  const view = new BigInt64Array(fields.buffer);
  for (let i = 0; i < length; i++) {
    const nanos = (view[i * 2 + 1] ?? 0n) * 1000n;
    const valid = !validity || (((validity[i >>> 3] ?? 0) >>> (i & 7)) & 1) === 1;
    if (valid && BigInt.asIntN(64, nanos) !== nanos)
      throw new AvocetError(
        "value-out-of-range",
        `Column \`${column}\` contains an interval that exceeds the range of Arrow intervals.`,
        {
          hint: "Cast the column to string, or filter out such values.",
        },
      );
    view[i * 2 + 1] = nanos;
  }
  return new Uint8Array(fields.buffer);
}
