import { isInteger, isNumeric, isTemporal } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import { AvocetError } from "../errors.js";
import type { Frame, FrameBound, SortKey } from "./value.js";

const frameError = (message: string, hint?: string): AvocetError =>
  new AvocetError("invalid-window", message, hint ? { hint } : {});

/** Throws `invalid-window` if a frame is malformed or does not fit the ordering. */
export function checkFrame(frame: Frame, orderBy: readonly SortKey[]): void {
  const { unit, start, end } = frame;
  if (unit !== "rows" && orderBy.length === 0)
    throw frameError(`A ${unit} frame requires an ordering`, "Add orderBy to the window.");
  for (const bound of [start, end]) checkBound(bound, unit);
  if (typeof start === "number" && typeof end === "number" && start > end)
    throw frameError(`The frame starts at ${start}, after its end at ${end}`);
  if (unit === "range") checkRangeFrame(start, end, orderBy);
}

function checkBound(bound: FrameBound, unit: Frame["unit"]): void {
  if (bound === "unbounded") return;
  const expected = unit === "range" ? "a finite number" : "an integer";
  if (typeof bound === "object") {
    if (unit !== "range") throw frameError(`A bound of a ${unit} frame must be ${expected}, not a column`);
  } else if (!(unit === "range" ? Number.isFinite(bound) : Number.isSafeInteger(bound)))
    throw frameError(`A bound of a ${unit} frame must be ${expected}, got ${bound}`);
}

function checkRangeFrame(start: FrameBound, end: FrameBound, orderBy: readonly SortKey[]): void {
  const distances = [start, end].filter((b) => b !== "unbounded" && b !== 0);
  if (distances.length === 0) return;
  const [key, second] = orderBy;
  if (!key || second) throw frameError("A range frame with offsets requires exactly one sort key");
  const { dtype } = key.value;
  for (const distance of distances) {
    const isInterval = typeof distance === "object" && distance.dtype.kind === "interval";
    const isNumber = typeof distance === "number" || (typeof distance === "object" && isInteger(distance.dtype));
    if (!(isInterval && isTemporal(dtype)) && !(isNumber && isNumeric(dtype)))
      throw frameError(
        `The offsets of a range frame do not fit a sort key of ${printDType(dtype)}`,
        "Use numbers for a numeric sort key, and intervals for dates, times and timestamps.",
      );
  }
}
