import { isInteger, isNumeric, isTemporal } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import { AvocetError } from "../errors.js";
import type { Frame, FrameBound, SortKey } from "./value.js";

const refuse = (why: string, hint?: string): AvocetError =>
  new AvocetError("invalid-window", why, hint ? { hint } : {});

/** Refuses a frame that makes no sense, or not in this order. */
export function checkFrame(frame: Frame, orderBy: readonly SortKey[]): void {
  const { unit, start, end } = frame;
  if (unit !== "rows" && orderBy.length === 0)
    throw refuse(`a frame of ${unit} needs an order`, "Add orderBy to the window.");
  for (const bound of [start, end]) checkBound(bound, unit);
  if (typeof start === "number" && typeof end === "number" && start > end)
    throw refuse(`the frame starts at ${start}, after its end at ${end}`);
  if (unit === "range") checkRange(start, end, orderBy);
}

function checkBound(bound: FrameBound, unit: Frame["unit"]): void {
  if (bound === "unbounded") return;
  const wanted = unit === "range" ? "a distance" : "a whole number";
  if (typeof bound === "object") {
    if (unit !== "range") throw refuse(`a bound of a frame of ${unit} is ${wanted}, got a column`);
  } else if (!(unit === "range" ? Number.isFinite(bound) : Number.isSafeInteger(bound)))
    throw refuse(`a bound of a frame of ${unit} is ${wanted}, got ${bound}`);
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
