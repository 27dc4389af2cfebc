import { float64, int64, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { WHOLE } from "../../ir/bind.js";
import { op } from "../../ir/op.js";
import type { Value } from "../../ir/value.js";
import { literal, window } from "../../ir/value.js";

/** Bins of equal width: how many between the smallest and the largest of all values, or how wide, counted from `base` (0 unless told). */
export type HistogramOptions =
  | { readonly bins: number; readonly width?: never; readonly base?: never }
  | { readonly width: number; readonly base?: number; readonly bins?: never };

const number = (n: number): Value => literal(n, notNull(float64));
const whole = (n: number): Value => literal(n, notNull(int64));

/** Which bin a number falls in. */
export function histogramNode(arg: Value, { bins, width, base = 0 }: HistogramOptions): Value {
  if (width !== undefined) {
    if (!(width > 0 && Number.isFinite(width) && Number.isFinite(base)))
      throw new AvocetError("invalid-argument", `the width of a bin is a number above 0, got ${width} from ${base} on`);
    return op("Floor", {
      arg: op("Divide", { left: op("Subtract", { left: arg, right: number(base) }), right: number(width) }),
    });
  }
  if (!Number.isSafeInteger(bins) || bins < 1)
    throw new AvocetError("invalid-argument", `a histogram has a whole number of bins, from 1, got ${bins}`, {
      hint: "Give { bins } or { width }.",
    });
  const over = (name: "Min" | "Max"): Value => window(op(name, { arg }), [], [], WHOLE);
  const [low, high] = [over("Min"), over("Max")];
  const share = op("Divide", {
    left: op("Subtract", { left: arg, right: low }),
    right: op("Subtract", { left: high, right: low }),
  });
  const place = op("Floor", { arg: op("Multiply", { left: share, right: number(bins) }) });
  const known = op("NotNull", { arg });
  // Where all values are equal the share has a divisor of zero.
  return op("Case", {
    conditions: [op("And", { left: known, right: op("Equals", { left: low, right: high }) }), known],
    results: [whole(0), op("Clip", { arg: place, upper: whole(bins - 1) })],
  });
}
