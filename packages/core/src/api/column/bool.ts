import type { Bool, DType, Int64, Or } from "../../dtype/dtype.js";
import { bool, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import { literal } from "../../ir/value.js";
import type { AnyColumn, Common, DTypeOf, LiteralInput, OperandNull } from "../operand/operand.js";
import { comparableNode, isColumn, operandNode } from "../operand/operand.js";
import type { AggregateOptions, Condition } from "./base.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";
import type { CumulativeOptions } from "./cumulative.js";
import { cumulativeNode } from "./cumulative.js";

/** A bool, or a column of bools. */
export type BoolOperand = boolean | Condition;

function conditionNode(value: BoolOperand) {
  if (typeof value === "boolean") return literal(value, notNull(bool));
  if (isColumn(value)) return value.node;
  throw new AvocetError("invalid-argument", `Expected a condition, got ${String(value)}`);
}

/** A column of bools. */
export class BoolColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Logical AND.
   * Returns bool: false if either is false, otherwise NULL if either is NULL.
   * @example orders.filter((c) => c.order_id.gt(10).and(c.status.eq("placed")))
   */
  and<const V extends BoolOperand>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("And", { left: this.node, right: conditionNode(right) });
  }
  /**
   * Logical OR.
   * Returns bool: true if either is true, otherwise NULL if either is NULL.
   * @example orders.filter((c) => c.status.eq("placed").or(c.status.eq("shipped")))
   */
  or<const V extends BoolOperand>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Or", { left: this.node, right: conditionNode(right) });
  }
  /**
   * Logical exclusive OR.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.order_id.gt(10).xor(c.status.eq("placed")))
   */
  xor<const V extends BoolOperand>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Xor", { left: this.node, right: conditionNode(right) });
  }
  /**
   * Logical NOT.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.status.eq("returned").not())
   */
  not(): Column<Bool<D["nullable"]>> {
    return this.op("Not", { arg: this.node });
  }
  /**
   * Returns `then` where the condition is true, and `otherwise` where it is false or NULL.
   * Returns the common dtype of both.
   * @example orders.mutate((c) => ({ open: c.status.eq("placed").ifelse("yes", "no") }))
   */
  ifelse<const A extends AnyColumn | LiteralInput, const B extends AnyColumn | LiteralInput>(
    then: A,
    otherwise: B,
  ): Column<Common<DTypeOf<A>, DTypeOf<B>>> {
    const thenNode = isColumn(then)
      ? then.node
      : operandNode(then, isColumn(otherwise) ? otherwise.dtype : operandNode(otherwise, bool).dtype);
    return columnFrom(op("IfElse", { condition: this.node, yes: thenNode, no: comparableNode(otherwise, thenNode) }));
  }
  /**
   * Tests whether any value is true.
   * Returns bool. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ anyReturned: c.status.eq("returned").any() }))
   */
  any(options: AggregateOptions = {}): Column<Bool> {
    return this.op("Any", { arg: this.node, where: options.where?.node });
  }
  /**
   * Tests whether all values are true.
   * Returns bool. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ allReturned: c.status.eq("returned").all() }))
   */
  all(options: AggregateOptions = {}): Column<Bool> {
    return this.op("All", { arg: this.node, where: options.where?.node });
  }
  /**
   * Number of true values.
   * Returns int64. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ returned: c.status.eq("returned").sum() }))
   */
  sum(options: AggregateOptions = {}): Column<Int64> {
    return this.op("Sum", { arg: this.node, where: options.where?.node });
  }
  /**
   * Fraction of the values that are true, from 0 to 1.
   * Returns float64. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ share: c.status.eq("returned").mean() }))
   */
  mean(options: AggregateOptions = {}): Column<{ readonly kind: "float64"; readonly nullable: true }> {
    return this.op("Mean", { arg: this.node, where: options.where?.node });
  }
  /**
   * Tests whether any value is true, from the first row in the order to the current row and its peers.
   * Returns bool. NULLs are skipped; NULL if there are no values.
   * @example orders.mutate((c) => ({ returned: c.status.eq("returned").cumany({ orderBy: c.order_id }) }))
   */
  cumany(options: CumulativeOptions): Column<Bool> {
    return columnFrom(cumulativeNode("Any", this.node, options));
  }
  /**
   * Tests whether all values are true, from the first row in the order to the current row and its peers.
   * Returns bool. NULLs are skipped; NULL if there are no values.
   * @example orders.mutate((c) => ({ onlyPlaced: c.status.eq("placed").cumall({ orderBy: c.order_id }) }))
   */
  cumall(options: CumulativeOptions): Column<Bool> {
    return columnFrom(cumulativeNode("All", this.node, options));
  }
}
