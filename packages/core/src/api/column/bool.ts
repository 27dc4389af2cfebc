import type { Bool, DType, Int64, Or } from "../../dtype/dtype.js";
import { bool, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import { literal } from "../../ir/value.js";
import type { AnyColumn, Common, DTypeOf, LiteralInput, OperandNull } from "../operand/operand.js";
import { comparableNode, isColumn, operandNode } from "../operand/operand.js";
import type { Condition, ReduceOptions } from "./base.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";
import type { CumulativeOptions } from "./cumulative.js";
import { cumulative } from "./cumulative.js";

/** A bool, or a column of bools. */
export type BoolOperand = boolean | Condition;

function truthNode(value: BoolOperand) {
  if (typeof value === "boolean") return literal(value, notNull(bool));
  if (isColumn(value)) return value.node;
  throw new AvocetError("invalid-argument", `not a condition: ${String(value)}`);
}

/** A column of bools: a condition. */
export class BoolColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Both; false if either is false, else NULL if either is NULL. → bool
   * @example orders.filter((c) => c.order_id.gt(10).and(c.status.eq("placed")))
   */
  and<const V extends BoolOperand>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("And", { left: this.node, right: truthNode(other) });
  }
  /**
   * Either; true if either is true, else NULL if either is NULL. → bool
   * @example orders.filter((c) => c.status.eq("placed").or(c.status.eq("shipped")))
   */
  or<const V extends BoolOperand>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Or", { left: this.node, right: truthNode(other) });
  }
  /**
   * One and not the other; NULL if either is NULL. → bool
   * @example orders.filter((c) => c.order_id.gt(10).xor(c.status.eq("placed")))
   */
  xor<const V extends BoolOperand>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Xor", { left: this.node, right: truthNode(other) });
  }
  /**
   * The opposite; NULL stays NULL. → bool
   * @example orders.filter((c) => c.status.eq("returned").not())
   */
  not(): Column<Bool<D["nullable"]>> {
    return this.op("Not", { arg: this.node });
  }
  /**
   * One value where it is true, another where it is false or NULL. → the dtype that holds both
   * @example orders.mutate((c) => ({ open: c.status.eq("placed").ifelse("yes", "no") }))
   */
  ifelse<const A extends AnyColumn | LiteralInput, const B extends AnyColumn | LiteralInput>(
    then: A,
    otherwise: B,
  ): Column<Common<DTypeOf<A>, DTypeOf<B>>> {
    const yes = isColumn(then)
      ? then.node
      : operandNode(then, isColumn(otherwise) ? otherwise.dtype : operandNode(otherwise, bool).dtype);
    return columnFrom(op("IfElse", { condition: this.node, yes, no: comparableNode(otherwise, yes) }));
  }
  /**
   * Whether some value is true; NULL over no rows. → bool
   * @example orders.aggregate((c) => ({ someReturned: c.status.eq("returned").any() }))
   */
  any(options: ReduceOptions = {}): Column<Bool> {
    return this.op("Any", { arg: this.node, where: options.where?.node });
  }
  /**
   * Whether every value is true, NULLs passed over; NULL over no rows. → bool
   * @example orders.aggregate((c) => ({ allReturned: c.status.eq("returned").all() }))
   */
  all(options: ReduceOptions = {}): Column<Bool> {
    return this.op("All", { arg: this.node, where: options.where?.node });
  }
  /**
   * How many values are true; NULL over no rows. → int64
   * @example orders.aggregate((c) => ({ returned: c.status.eq("returned").sum() }))
   */
  sum(options: ReduceOptions = {}): Column<Int64> {
    return this.op("Sum", { arg: this.node, where: options.where?.node });
  }
  /**
   * The share of the values that are true; NULL over no rows. → float64
   * @example orders.aggregate((c) => ({ share: c.status.eq("returned").mean() }))
   */
  mean(options: ReduceOptions = {}): Column<{ readonly kind: "float64"; readonly nullable: true }> {
    return this.op("Mean", { arg: this.node, where: options.where?.node });
  }
  /**
   * Whether some value so far is true, from the first row in the order to the current one and its peers. → bool
   * @example orders.mutate((c) => ({ before: c.status.eq("returned").cumany({ orderBy: c.order_id }) }))
   */
  cumany(options: CumulativeOptions): Column<Bool> {
    return columnFrom(cumulative("Any", this.node, options));
  }
  /**
   * Whether every value so far is true, from the first row in the order to the current one and its peers. → bool
   * @example orders.mutate((c) => ({ still: c.status.eq("placed").cumall({ orderBy: c.order_id }) }))
   */
  cumall(options: CumulativeOptions): Column<Bool> {
    return columnFrom(cumulative("All", this.node, options));
  }
}
