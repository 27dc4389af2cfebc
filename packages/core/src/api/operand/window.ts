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

/** A bound of a frame: how far from the current row, negative before it; null for no bound. */
export type RowBound = number | null;
/** A bound of a RANGE frame: a distance in the order's own unit, such as an interval, negative before the current row. */
export type RangeBound = number | AnyColumn | null;
/** The rows that a window function sees. Without `rows`, `range` or `groups` the frame is the whole partition, or, with an order, from its start to the current row and its peers. */
export interface WindowSpec {
  readonly partitionBy?: AnyColumn | readonly AnyColumn[];
  readonly orderBy?: SortInput | readonly SortInput[];
  /** Rows by position: `[-2, 0]` is the two rows before and the current one. */
  readonly rows?: readonly [RowBound, RowBound];
  /** Rows by the distance of their sort key. */
  readonly range?: readonly [RangeBound, RangeBound];
  /** Groups of rows with equal sort keys, by position. */
  readonly groups?: readonly [RowBound, RowBound];
}

const windowError = (message: string, hint?: string): AvocetError =>
  new AvocetError("invalid-window", message, hint ? { hint } : {});

/** Puts `node`, a reduction or analytic function (or an expression of them), over a window. */
export function overWindow(node: Value, spec: WindowSpec): Value {
  if (node.type === "window") throw windowError("this is over a window already", "Give all of the window in one .over().");
  if (node.type !== "op" || !["aggregate", "analytic"].includes(specOf(node.op).role))
    throw windowError(
      `only a reduction or a ranking function goes over a window, not ${formatValue(node)}`,
      "Put .over() right after it: c.x.sum().over(w).add(1).",
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
  if (extraUnit) throw windowError(`a window has one frame, not ${units.join(" and ")}`);
  const takesFrame = specOf(name).role === "aggregate" || name === "NthValue";
  if (!takesFrame) {
    if (unit)
      throw windowError(`${name} takes no frame: it looks at the whole partition in its order`, `Leave out ${unit}.`);
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
