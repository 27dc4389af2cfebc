import * as d from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";

/** The part of an Arrow table that is read; the tables of Arrow libraries for JavaScript have it. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly ArrowField[] };
  getChild(name: string): Iterable<unknown> | null | undefined;
}
interface ArrowField {
  readonly name: string;
  readonly nullable?: boolean;
  readonly type: {
    readonly typeId: number;
    readonly bitWidth?: number;
    readonly isSigned?: boolean;
    readonly signed?: boolean;
    readonly precision?: number;
    readonly timezone?: string | null;
    readonly dictionary?: ArrowField["type"];
  };
}

export const isArrowTable = (value: unknown): value is ArrowTable =>
  typeof value === "object" && value !== null && "getChild" in value && "schema" in value && "numRows" in value;

/**
 * Dtypes by Arrow type id, the numbers of the union `Type` in Arrow's Schema.fbs. Libraries use -1 for dictionaries.
 */
const DTYPES_BY_TYPE_ID: ReadonlyMap<number, (type: ArrowField["type"]) => d.DType> = new Map<
  number,
  (type: ArrowField["type"]) => d.DType
>([
  [1, () => d.nullType],
  [2, (t) => integerOf(t)],
  [3, (t) => (t.precision === 2 ? d.float64 : d.float32)],
  [4, () => d.binary],
  [5, () => d.string],
  [6, () => d.bool],
  [8, () => d.date],
  [10, (t) => d.timestamp(t.timezone ?? null)],
  [19, () => d.binary],
  [20, () => d.string],
]);
const INTEGERS: Readonly<Record<string, d.DType>> = {
  i8: d.int8,
  i16: d.int16,
  i32: d.int32,
  i64: d.int64,
  u8: d.uint8,
  u16: d.uint16,
  u32: d.uint32,
  u64: d.uint64,
};
const integerOf = (type: ArrowField["type"]): d.DType =>
  INTEGERS[`${(type.isSigned ?? type.signed ?? true) ? "i" : "u"}${type.bitWidth ?? 64}`] ?? d.int64;

function dtypeOf({ name, type, nullable = true }: ArrowField): d.DType {
  const valueType = type.dictionary && !DTYPES_BY_TYPE_ID.has(type.typeId) ? type.dictionary : type;
  const createDType = DTYPES_BY_TYPE_ID.get(valueType.typeId);
  if (!createDType)
    throw new AvocetError(
      "invalid-argument",
      `\`memtable\` does not support the Arrow type of the column \`${name}\``,
      {
        hint: "Cast it to number, string, bool, date, timestamp or binary, or pass columns as arrays with a schema.",
      },
    );
  return d.withNull(createDType(valueType), nullable);
}

/**
 * Reads the columns and dtypes of an Arrow table. Depending on the library's options, its dates and timestamps are
 * milliseconds or Dates.
 */
export function arrowColumns(table: ArrowTable): {
  readonly schema: d.Schema;
  readonly columns: Record<string, unknown[]>;
} {
  const schema: Record<string, d.DType> = {};
  const columns: Record<string, unknown[]> = {};
  for (const field of table.schema.fields) {
    const dtype = dtypeOf(field);
    const isTemporal = dtype.kind === "date" || dtype.kind === "timestamp";
    schema[field.name] = dtype;
    columns[field.name] = Array.from(table.getChild(field.name) ?? [], (value) =>
      isTemporal && (typeof value === "number" || typeof value === "bigint")
        ? new Date(Number(value))
        : (value ?? null),
    );
  }
  return { schema, columns };
}
