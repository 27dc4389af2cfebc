import * as d from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";

/** As much of an Arrow table as is read; the tables of the Arrow libraries for JavaScript all have it. */
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

/** The types of Arrow by the numbers that its format gives them (Schema.fbs); a dictionary is -1 in the libraries. */
const BY_ID: ReadonlyMap<number, (type: ArrowField["type"]) => d.DType> = new Map<
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
  const own = type.dictionary && !BY_ID.has(type.typeId) ? type.dictionary : type;
  const make = BY_ID.get(own.typeId);
  if (!make)
    throw new AvocetError("invalid-argument", `the column \`${name}\` has an Arrow type that memtable does not take`, {
      hint: "Cast it in Arrow to a number, string, bool, date, timestamp or binary, or give the columns as arrays with a schema.",
    });
  return d.withNull(make(own), nullable);
}

/** The columns and dtypes of an Arrow table. Dates and timestamps are milliseconds or Dates there, by the library's options. */
export function arrowColumns(table: ArrowTable): {
  readonly schema: d.Schema;
  readonly columns: Record<string, unknown[]>;
} {
  const schema: Record<string, d.DType> = {};
  const columns: Record<string, unknown[]> = {};
  for (const field of table.schema.fields) {
    const dtype = dtypeOf(field);
    const moment = dtype.kind === "date" || dtype.kind === "timestamp";
    schema[field.name] = dtype;
    columns[field.name] = Array.from(table.getChild(field.name) ?? [], (value) =>
      moment && (typeof value === "number" || typeof value === "bigint") ? new Date(Number(value)) : (value ?? null),
    );
  }
  return { schema, columns };
}
