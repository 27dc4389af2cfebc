import { isInteger, isNumeric, isTemporal } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import { AvocetError } from "../errors.js";
import { WHOLE } from "../ir/bind.js";
import { specOf } from "../ir/op.js";
import type { Frame, FrameBound, SortKey, Value } from "../ir/value.js";
import { window } from "../ir/value.js";
import { formatValue } from "../text/format.js";
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

const refuse = (why: string, hint?: string): AvocetError =>
  new AvocetError("invalid-window", why, hint ? { hint } : {});

/** Puts `node`, a reduction or analytic function (or an expression of them), over a window. */
export function overWindow(node: Value, spec: WindowSpec): Value {
  if (node.type === "window") throw refuse("this is over a window already", "Give all of the window in one .over().");
  if (node.type !== "op" || !["reduction", "analytic"].includes(specOf(node.op).role))
    throw refuse(
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
  const given = (["rows", "range", "groups"] as const).filter((unit) => spec[unit] !== undefined);
  const [unit, second] = given;
  if (second) throw refuse(`a window has one frame, not ${given.join(" and ")}`);
  const framed = specOf(name).role === "reduction" || name === "NthValue";
  if (!framed) {
    if (unit)
      throw refuse(`${name} takes no frame: it looks at the whole partition in its order`, `Leave out ${unit}.`);
    if (name !== "RowNumber" && orderBy.length === 0)
      throw refuse(`${name} needs an order`, "Add orderBy to the window.");
    return null;
  }
  if (!unit) return orderBy.length === 0 ? WHOLE : { unit: "range", start: "unbounded", end: 0 };
  const [start, end] = spec[unit] ?? [null, null];
  if (unit !== "rows" && orderBy.length === 0)
    throw refuse(`a frame of ${unit} needs an order`, "Add orderBy to the window.");
  const [from, to] = [bound(start, unit), bound(end, unit)];
  if (typeof from === "number" && typeof to === "number" && from > to)
    throw refuse(`the frame starts at ${from}, after its end at ${to}`);
  if (unit === "range") checkRange(from, to, orderBy);
  return { unit, start: from, end: to };
}

function bound(value: RangeBound, unit: Frame["unit"]): FrameBound {
  if (value === null || value === undefined) return "unbounded";
  if (typeof value === "object") return value.node;
  const fits = unit === "range" ? Number.isFinite(value) : Number.isSafeInteger(value);
  if (!fits)
    throw refuse(
      `a bound of a frame of ${unit} is ${unit === "range" ? "a distance" : "a whole number"}, got ${value}`,
    );
  return value;
}

function checkRange(from: FrameBound, to: FrameBound, orderBy: readonly SortKey[]): void {
  const distances = [from, to].filter((b) => b !== "unbounded" && b !== 0);
  if (distances.length === 0) return;
  const [key, second] = orderBy;
  if (!key || second) throw refuse("a frame with distances needs just one sort key");
  const { dtype } = key.value;
  for (const distance of distances) {
    const span = typeof distance === "object" && distance.dtype.kind === "interval";
    const count = typeof distance === "number" || (typeof distance === "object" && isInteger(distance.dtype));
    if (!(span && isTemporal(dtype)) && !(count && isNumeric(dtype)))
      throw refuse(
        `a frame over ${printDType(dtype)} has distances of its own kind`,
        "Numbers go with numbers, intervals with dates and times.",
      );
  }
}
