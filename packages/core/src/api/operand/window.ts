import { AvocetError } from "../../errors.js";
import { WHOLE_PARTITION } from "../../ir/bind.js";
import { checkFrame } from "../../ir/frame.js";
import { specOf } from "../../ir/op.js";
import type { Frame, FrameBound, SortKey, Value } from "../../ir/value.js";
import { window } from "../../ir/value.js";
import { formatValue } from "../../text/format.js";
import type { AnyColumn } from "./operand.js";
import { isColumn } from "./operand.js";
import type { SortInput } from "./sort.js";
import { sortNodes } from "./sort.js";

/** A bound of a frame: the distance from the current row, negative before it; null for unbounded. */
export type RowBound = number | null;
/** A bound of a RANGE frame: a distance in the unit of the sort key, such as an interval; null for unbounded. */
export type RangeBound = number | AnyColumn | null;
/**
 * The window of a window function. Without `rows`, `range` or `groups` the frame is the entire partition or, with an
 * order, from its start to the current row and its peers.
 */
export interface WindowSpec {
  readonly partitionBy?: AnyColumn | readonly AnyColumn[];
  readonly orderBy?: SortInput | readonly SortInput[];
  /** ROWS frame, by position: `[-2, 0]` is the two preceding rows and the current one. */
  readonly rows?: readonly [RowBound, RowBound];
  /** RANGE frame, by the distance of the sort key. */
  readonly range?: readonly [RangeBound, RangeBound];
  /** GROUPS frame: groups of rows with equal sort keys, by position. */
  readonly groups?: readonly [RowBound, RowBound];
}

const windowError = (message: string, hint?: string): AvocetError =>
  new AvocetError("invalid-window", message, hint ? { hint } : {});

/** Computes `node`, an aggregate or ranking function, over a window. */
export function overWindow(node: Value, spec: WindowSpec): Value {
  if (node.type === "window")
    throw windowError("The expression has a window already", "Pass the entire window to one .over().");
  if (node.type !== "op" || !["aggregate", "analytic"].includes(specOf(node.op).role))
    throw windowError(
      `Only aggregates and ranking functions take a window, not ${formatValue(node)}`,
      "Call .over() right after the function: c.x.sum().over(w).add(1).",
    );
  const partitionBy = (spec.partitionBy === undefined ? [] : asList(spec.partitionBy)).map((c) => c.node);
  const orderBy = spec.orderBy === undefined ? [] : sortNodes(spec.orderBy);
  return window(node, partitionBy, orderBy, frameOf(node.op, spec, orderBy));
}

const asList = (columns: AnyColumn | readonly AnyColumn[]): readonly AnyColumn[] =>
  isColumn(columns) ? [columns] : columns;

function frameOf(name: string, spec: WindowSpec, orderBy: readonly SortKey[]): Frame | null {
  const units = (["rows", "range", "groups"] as const).filter((unit) => spec[unit] !== undefined);
  const [unit, extraUnit] = units;
  if (extraUnit) throw windowError(`A window has one frame, not ${units.join(" and ")}`);
  const takesFrame = specOf(name).role === "aggregate" || name === "NthValue";
  if (!takesFrame) {
    if (unit) throw windowError(`${name} does not take a frame: it uses the entire partition`, `Remove ${unit}.`);
    if (name !== "RowNumber" && orderBy.length === 0)
      throw windowError(`${name} needs an order`, "Add orderBy to the window.");
    return null;
  }
  if (!unit) return orderBy.length === 0 ? WHOLE_PARTITION : { unit: "range", start: "unbounded", end: 0 };
  const [start, end] = spec[unit] ?? [null, null];
  const frame: Frame = { unit, start: boundNode(start), end: boundNode(end) };
  checkFrame(frame, orderBy);
  return frame;
}

const boundNode = (value: RangeBound): FrameBound =>
  value === null || value === undefined ? "unbounded" : typeof value === "object" ? value.node : value;
