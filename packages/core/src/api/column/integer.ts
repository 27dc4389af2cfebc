import type { DType, Int64, Integer, Or, Str } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { AnyColumn, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import type { ReduceOptions } from "./base.js";
import type { Column } from "./column.js";
import { NumericColumn } from "./numeric.js";

/** A whole number, or a column of integers. */
export type IntegerOperand = number | bigint | (AnyColumn & { readonly dtype: Integer }) | null;

/** A column of integers. */
export class IntegerColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends NumericColumn<D, N, O> {
  /**
   * The bits set in both; NULL if either is NULL. → int64
   * @example orders.mutate((c) => ({ bits: c.order_id.bitAnd(3) }))
   */
  bitAnd<const V extends IntegerOperand>(other: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("BitwiseAnd", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * The bits set in either; NULL if either is NULL. → int64
   * @example orders.mutate((c) => ({ bits: c.order_id.bitOr(3) }))
   */
  bitOr<const V extends IntegerOperand>(other: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("BitwiseOr", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * The bits set in just one; NULL if either is NULL. → int64
   * @example orders.mutate((c) => ({ bits: c.order_id.bitXor(3) }))
   */
  bitXor<const V extends IntegerOperand>(other: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("BitwiseXor", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * The bits moved up by a number of places, an error where they do not fit; NULL if either is NULL. → int64
   * @example orders.mutate((c) => ({ bits: c.order_id.shiftLeft(3) }))
   */
  shiftLeft<const V extends IntegerOperand>(other: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ShiftLeft", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * The bits moved down by a number of places, the sign kept; NULL if either is NULL. → int64
   * @example orders.mutate((c) => ({ bits: c.order_id.shiftRight(3) }))
   */
  shiftRight<const V extends IntegerOperand>(other: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ShiftRight", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * All bits flipped; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ bits: c.order_id.bitNot() }))
   */
  bitNot(): Column<Int64<D["nullable"]>> {
    return this.op("BitwiseNot", { arg: this.node });
  }
  /**
   * The bits set in all values; NULL over no rows. → int64
   * @example orders.aggregate((c) => ({ bits: c.order_id.bitAndAll() }))
   */
  bitAndAll(options: ReduceOptions = {}): Column<Int64> {
    return this.op("BitAnd", { arg: this.node, where: options.where?.node });
  }
  /**
   * The bits set in some value; NULL over no rows. → int64
   * @example orders.aggregate((c) => ({ bits: c.order_id.bitOrAll() }))
   */
  bitOrAll(options: ReduceOptions = {}): Column<Int64> {
    return this.op("BitOr", { arg: this.node, where: options.where?.node });
  }
  /**
   * The bits set in an odd number of values; NULL over no rows. → int64
   * @example orders.aggregate((c) => ({ bits: c.order_id.bitXorAll() }))
   */
  bitXorAll(options: ReduceOptions = {}): Column<Int64> {
    return this.op("BitXor", { arg: this.node, where: options.where?.node });
  }
  /**
   * The digits in another base, 2 to 36, in lower case; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ hex: c.order_id.toBase(16) }))
   */
  toBase(base: number): Column<Str<D["nullable"]>> {
    if (!Number.isInteger(base) || base < 2 || base > 36)
      throw new AvocetError("invalid-argument", `a base is 2 to 36, got ${base}`);
    return this.op("ConvertBase", { arg: this.node, base });
  }
}
