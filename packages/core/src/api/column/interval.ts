import type { DType, Interval, Or } from "../../dtype/dtype.js";
import type { IntervalNull, IntervalOperand } from "../operand/interval-parts.js";
import { intervalNode } from "../operand/interval-parts.js";
import type { OperandNull } from "../operand/operand.js";
import { integerNode } from "../operand/text-operand.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";
import type { IntegerOperand } from "./integer.js";

/** A column of intervals: months, days and microseconds, stored separately. */
export class IntervalColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Adds an interval, separately in months, days and microseconds.
   * Returns interval. NULL propagates.
   * @example events.mutate((c) => ({ end: c.at.add(intervalFrom({ days: c.days }).add({ hours: 2 })) }))
   */
  add<const V extends IntervalOperand>(right: V): Column<Interval<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("IntervalAdd", { left: this.node, right: intervalNode(right) });
  }
  /**
   * Subtracts an interval, separately in months, days and microseconds.
   * Returns interval. NULL propagates.
   * @example events.mutate((c) => ({ end: c.at.add(intervalFrom({ days: c.days }).sub({ hours: 2 })) }))
   */
  sub<const V extends IntervalOperand>(right: V): Column<Interval<Or<D["nullable"], IntervalNull<V>>>> {
    return this.op("IntervalSubtract", { left: this.node, right: intervalNode(right) });
  }
  /**
   * Multiplies the months, days and microseconds by an integer.
   * Returns interval. NULL propagates.
   * @example events.mutate((c) => ({ end: c.at.add(intervalFrom({ hours: 8 }).mul(c.days)) }))
   */
  mul<const V extends IntegerOperand>(factor: V): Column<Interval<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("IntervalMultiply", { left: this.node, right: integerNode(factor, "factor") });
  }
  /**
   * Negates the interval.
   * Returns interval. NULL propagates.
   * @example events.mutate((c) => ({ start: c.at.add(intervalFrom({ days: c.days }).neg()) }))
   */
  neg(): Column<Interval<D["nullable"]>> {
    return this.op("IntervalNegate", { arg: this.node });
  }
}
