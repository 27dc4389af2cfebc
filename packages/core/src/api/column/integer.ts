import type { DType, Int64, Integer, Or, Str } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import type { AggregateOptions } from "./base.js";
import type { Column } from "./column.js";
import { NumericColumn } from "./numeric.js";

/** An integer, or a column of integers. */
export type IntegerOperand = number | bigint | (AnyColumn & { readonly dtype: Integer }) | null;

/** A column of integers. */
export class IntegerColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends NumericColumn<D, N, O> {
  /**
   * Bitwise AND.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ bits: c.order_id.bitAnd(3) }))
   */
  bitAnd<const V extends IntegerOperand>(right: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("BitwiseAnd", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Bitwise OR.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ bits: c.order_id.bitOr(3) }))
   */
  bitOr<const V extends IntegerOperand>(right: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("BitwiseOr", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Bitwise exclusive OR.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ bits: c.order_id.bitXor(3) }))
   */
  bitXor<const V extends IntegerOperand>(right: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("BitwiseXor", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Shifts the bits to the left, which multiplies by a power of two.
   * Returns int64. NULL propagates. An overflow or a negative shift raises an error at execution.
   * @example orders.mutate((c) => ({ bits: c.order_id.shiftLeft(3) }))
   */
  shiftLeft<const V extends IntegerOperand>(bits: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ShiftLeft", { left: this.node, right: comparableNode(bits, this.node) });
  }
  /**
   * Shifts the bits to the right, keeping the sign.
   * Returns int64. NULL propagates. A negative shift raises an error at execution.
   * @example orders.mutate((c) => ({ bits: c.order_id.shiftRight(3) }))
   */
  shiftRight<const V extends IntegerOperand>(bits: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ShiftRight", { left: this.node, right: comparableNode(bits, this.node) });
  }
  /**
   * Bitwise NOT: inverts all bits.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ bits: c.order_id.bitNot() }))
   */
  bitNot(): Column<Int64<D["nullable"]>> {
    return this.op("BitwiseNot", { arg: this.node });
  }
  /**
   * Bitwise AND of all values.
   * Returns int64. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ bits: c.order_id.bitAndAll() }))
   */
  bitAndAll(options: AggregateOptions = {}): Column<Int64> {
    return this.op("BitAnd", { arg: this.node, where: options.where?.node });
  }
  /**
   * Bitwise OR of all values.
   * Returns int64. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ bits: c.order_id.bitOrAll() }))
   */
  bitOrAll(options: AggregateOptions = {}): Column<Int64> {
    return this.op("BitOr", { arg: this.node, where: options.where?.node });
  }
  /**
   * Bitwise exclusive OR of all values.
   * Returns int64. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ bits: c.order_id.bitXorAll() }))
   */
  bitXorAll(options: AggregateOptions = {}): Column<Int64> {
    return this.op("BitXor", { arg: this.node, where: options.where?.node });
  }
  /**
   * Digits of the number in a base from 2 to 36, in lower case.
   * Returns string. NULL propagates. Throws `invalid-argument` for another base.
   * @example orders.mutate((c) => ({ hex: c.order_id.toBase(16) }))
   */
  toBase(base: number): Column<Str<D["nullable"]>> {
    if (!Number.isInteger(base) || base < 2 || base > 36)
      throw new AvocetError("invalid-argument", `A base is an integer from 2 to 36, got ${base}`);
    return this.op("ConvertBase", { arg: this.node, base });
  }
}
