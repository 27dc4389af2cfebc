import { AvocetError } from "../../errors.js";
import { makeOp } from "../../ir/op.js";
import type { OpName } from "../../ir/operations.js";
import type { Value } from "../../ir/value.js";
import type { AnyColumn } from "../operand/operand.js";
import type { SortInput } from "../operand/sort.js";
import { overWindow } from "../operand/window.js";
import type { Condition } from "./base.js";

/** The order in which values add up, and the rows that are taken together. */
export interface CumulativeOptions {
  readonly orderBy: SortInput | readonly SortInput[];
  readonly partitionBy?: AnyColumn | readonly AnyColumn[];
  /** Only rows where this is true take part. */
  readonly where?: Condition;
}

/** A reduction over the rows from the first in the order to the current one and its peers. */
export function cumulative(name: OpName, arg: Value, options: CumulativeOptions): Value {
  if (typeof options !== "object" || options === null || options.orderBy === undefined || emptyList(options.orderBy))
    throw new AvocetError("invalid-window", "what adds up from row to row needs an order", {
      hint: "For example c.amount.cumsum({ orderBy: c.payment_id }).",
    });
  const { where, ...window } = options;
  return overWindow(makeOp(name, { arg, where: where?.node }), window);
}
const emptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
