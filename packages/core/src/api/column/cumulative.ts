import { AvocetError } from "../../errors.js";
import { makeOp } from "../../ir/op.js";
import type { OpName } from "../../ir/operations.js";
import type { Value } from "../../ir/value.js";
import type { AnyColumn } from "../operand/operand.js";
import type { SortInput } from "../operand/sort.js";
import { overWindow } from "../operand/window.js";
import type { Condition } from "./base.js";

/** ORDER BY and PARTITION BY of a cumulative aggregate. */
export interface CumulativeOptions {
  readonly orderBy: SortInput | readonly SortInput[];
  readonly partitionBy?: AnyColumn | readonly AnyColumn[];
  /** Aggregate only the rows for which this is true. */
  readonly where?: Condition;
}

/** Aggregate over the window from the first row in the order to the current row and its peers. */
export function cumulativeNode(name: OpName, arg: Value, options: CumulativeOptions): Value {
  if (typeof options !== "object" || options === null || options.orderBy === undefined || isEmptyList(options.orderBy))
    throw new AvocetError("invalid-window", "A cumulative aggregate needs an order", {
      hint: "Pass orderBy, such as c.amount.cumsum({ orderBy: c.payment_id }).",
    });
  const { where, ...window } = options;
  return overWindow(makeOp(name, { arg, where: where?.node }), window);
}
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
