import type * as d from "../../dtype/dtype.js";
import { float64, int64, notNull, withNull } from "../../dtype/dtype.js";
import { isDecimal, isInteger, isNumeric } from "../../dtype/kinds.js";
import { inferDType, narrowestDecimal } from "../../dtype/literal.js";
import { printDType } from "../../dtype/print.js";
import type { Promote } from "../../dtype/promote.js";
import { commonDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import type { Value } from "../../ir/value.js";
import { literal, nullLiteral } from "../../ir/value.js";
import { formatValue } from "../../text/format.js";

/** Any column, whatever its dtype. */
export interface AnyColumn {
  readonly node: Value;
  readonly dtype: d.DType;
  readonly name: string | null;
}
/** A column with a name. */
export interface NamedColumn extends AnyColumn {
  readonly name: string;
}
/** The JavaScript values whose dtype is inferred. */
export type LiteralInput = boolean | number | bigint | string | Date | Uint8Array | null;
/** The JavaScript values that are accepted as literals of each kind. */
export interface Literals {
  null: null;
  bool: boolean;
  int8: number | bigint;
  int16: number | bigint;
  int32: number | bigint;
  int64: number | bigint;
  uint8: number | bigint;
  uint16: number | bigint;
  uint32: number | bigint;
  uint64: number | bigint;
  float32: number;
  float64: number;
  decimal: number | bigint;
  string: string;
  binary: Uint8Array;
  date: string | Date;
  time: string;
  timestamp: string | Date;
  interval: never;
  array: readonly unknown[];
  map: ReadonlyMap<unknown, unknown>;
  struct: { readonly [name: string]: unknown };
  json: never;
  uuid: string;
  inet: string;
}
/** The dtypes that a column of each kind can be compared with. */
interface ComparableDTypes<D extends d.DType> {
  null: d.DType;
  bool: d.Bool<boolean>;
  int8: d.Numeric;
  int16: d.Numeric;
  int32: d.Numeric;
  int64: d.Numeric;
  uint8: d.Numeric;
  uint16: d.Numeric;
  uint32: d.Numeric;
  uint64: d.Numeric;
  float32: d.Numeric;
  float64: d.Numeric;
  decimal: d.Numeric;
  string: d.Str<boolean>;
  binary: d.Binary<boolean>;
  date: d.DateType<boolean> | d.Timestamp<boolean>;
  time: d.Time<boolean>;
  timestamp: d.DateType<boolean> | d.Timestamp<boolean>;
  interval: d.Interval<boolean>;
  array: D;
  map: D;
  struct: D;
  json: d.Json<boolean>;
  uuid: d.Uuid<boolean>;
  inet: d.Inet<boolean>;
}
export type ComparableDType<D extends d.DType> = ComparableDTypes<D>[D["kind"]];
/** A column or a JavaScript value that can be compared with a column of `D`. */
export type Operand<D extends d.DType> =
  | { readonly dtype: ComparableDType<D>; readonly node: Value }
  | Literals[D["kind"]]
  | null;

/**
 * The dtype of a number literal that is combined with a column: whole numbers are int64, other numbers decimal if the
 * column is, and float64 otherwise.
 */
type NumberLiteralDType<D extends d.Numeric, V> = V extends bigint
  ? d.Int64<false>
  : D["kind"] extends "decimal"
    ? d.Decimal<false>
    : `${V & number}` extends `${bigint}`
      ? d.Int64<false>
      : d.Float64<false>;
/** The dtype of an operand: of a column, or of a literal that is combined with `D`. */
export type OperandDType<D extends d.DType, V> = V extends { readonly dtype: infer O extends d.DType }
  ? O
  : V extends null
    ? d.Null
    : D extends d.Numeric
      ? NumberLiteralDType<D, V>
      : d.SetNull<D, false>;
/** Whether an operand may be NULL. */
export type OperandNull<V> = V extends { readonly dtype: { readonly nullable: infer N extends boolean } }
  ? N
  : V extends null
    ? true
    : false;
/** The dtype of arithmetic between `D` and an operand. */
export type Arith<D extends d.DType, V> = D extends d.Numeric
  ? OperandDType<D, V> extends infer O extends d.Numeric
    ? Promote<D, O>
    : never
  : never;
/** The dtype that holds both, for `coalesce`, cases and set operations. */
export type Common<A extends d.DType, B extends d.DType> = A["kind"] extends "null"
  ? d.SetNull<B, true>
  : B["kind"] extends "null"
    ? d.SetNull<A, true>
    : A["kind"] extends B["kind"]
      ? d.SetNull<A, d.Or<A["nullable"], B["nullable"]>>
      : A extends d.Numeric
        ? B extends d.Numeric
          ? Promote<A, B>
          : never
        : B extends d.Timestamp<boolean>
          ? d.SetNull<B, d.Or<A["nullable"], B["nullable"]>>
          : d.SetNull<A, d.Or<A["nullable"], B["nullable"]>>;
/** The inferred dtype of a literal. */
export type LiteralDType<V> = V extends boolean
  ? d.Bool<false>
  : V extends bigint
    ? d.Int64<false>
    : V extends number
      ? `${V}` extends `${bigint}`
        ? d.Int64<false>
        : d.Float64<false>
      : V extends string
        ? d.Str<false>
        : V extends Date
          ? d.Timestamp<false>
          : V extends Uint8Array
            ? d.Binary<false>
            : V extends null
              ? d.Null
              : d.DType;
/** The dtype of a column, or the inferred dtype of a literal. */
export type DTypeOf<V> = V extends { readonly dtype: infer D extends d.DType } ? D : LiteralDType<V>;

export const isColumn = (value: unknown): value is AnyColumn =>
  typeof value === "object" && value !== null && "node" in value && "dtype" in value;

const STRING_LITERAL_KINDS: ReadonlySet<string> = new Set(["date", "time", "timestamp", "uuid", "inet"]);

/**
 * The node of a column, or a literal of a JavaScript value with a dtype that fits that of the other operand, `peer`.
 */
export function operandNode(value: unknown, peer: d.DType): Value {
  if (isColumn(value)) return value.node;
  if (value === null || value === undefined) return nullLiteral();
  if (isNumeric(peer) && (typeof value === "number" || typeof value === "bigint")) return numberLiteral(value, peer);
  if ((typeof value === "string" || value instanceof Date) && STRING_LITERAL_KINDS.has(peer.kind))
    return literal(value, notNull(peer));
  if (typeof value === "object" && !(value instanceof Date) && ["array", "map", "struct"].includes(peer.kind))
    return literal(value, notNull(peer));
  return literal(value, inferDType(value));
}

function numberLiteral(value: number | bigint, peer: d.Numeric): Value {
  const isWhole = typeof value === "bigint" || Number.isSafeInteger(value);
  if (isWhole && isInteger(peer)) {
    try {
      return literal(value, withNull(peer, false));
    } catch {
      return literal(value, inferDType(value)); // too large for the dtype of the column
    }
  }
  if (isWhole) return literal(value, typeof value === "bigint" ? inferDType(value) : notNull(int64));
  if (isDecimal(peer) && Number.isFinite(value)) return literal(value, notNull(narrowestDecimal(Number(value))));
  if (!Number.isFinite(value)) inferDType(value); // throws with a hint
  return literal(value, notNull(float64));
}

/** The node of an operand that must be comparable with `value`. Refuses other operands. */
export function comparableNode(operand: unknown, value: Value): Value {
  const node = operandNode(operand, value.dtype);
  if (commonDType(node.dtype, value.dtype)) return node;
  throw new AvocetError(
    "invalid-argument",
    `${printDType(node.dtype)} cannot be compared or combined with ${printDType(value.dtype)}`,
    {
      hint: "Cast one of them with .cast(dtype) to the dtype of the other.",
      detail: `${formatValue(node)}\nand\n${formatValue(value)}`,
    },
  );
}
