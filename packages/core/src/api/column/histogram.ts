import { float64, int64, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { WHOLE_PARTITION } from "../../ir/bind.js";
import { op } from "../../ir/op.js";
import type { Value } from "../../ir/value.js";
import { literal, window } from "../../ir/value.js";

/**
 * Bins of equal width: a number of `bins` between the smallest and the largest value, or a `width`, with bins aligned
 * to `base` (0 by default).
 */
export type HistogramOptions =
  | { readonly bins: number; readonly width?: never; readonly base?: never }
  | { readonly width: number; readonly base?: number; readonly bins?: never };

const floatLiteral = (n: number): Value => literal(n, notNull(float64));
const integerLiteral = (n: number): Value => literal(n, notNull(int64));

/** Number of the bin that a value falls in. */
export function histogramNode(arg: Value, { bins, width, base = 0 }: HistogramOptions): Value {
  if (width !== undefined) {
    if (!(width > 0 && Number.isFinite(width) && Number.isFinite(base)))
      throw new AvocetError(
        "invalid-argument",
        `The width of a bin must be a positive number and its base a finite one, got ${width} and ${base}`,
      );
    return op("Floor", {
      arg: op("Divide", { left: op("Subtract", { left: arg, right: floatLiteral(base) }), right: floatLiteral(width) }),
    });
  }
  if (!Number.isSafeInteger(bins) || bins < 1)
    throw new AvocetError("invalid-argument", `The number of bins must be a positive integer, got ${bins}`, {
      hint: "Pass { bins } or { width }.",
    });
  const overPartition = (name: "Min" | "Max"): Value => window(op(name, { arg }), [], [], WHOLE_PARTITION);
  const [minimum, maximum] = [overPartition("Min"), overPartition("Max")];
  const fraction = op("Divide", {
    left: op("Subtract", { left: arg, right: minimum }),
    right: op("Subtract", { left: maximum, right: minimum }),
  });
  const bin = op("Floor", { arg: op("Multiply", { left: fraction, right: floatLiteral(bins) }) });
  const isNotNull = op("NotNull", { arg });
  // If all values are equal, the fraction divides by zero: they all go into bin 0.
  return op("Case", {
    conditions: [op("And", { left: isNotNull, right: op("Equals", { left: minimum, right: maximum }) }), isNotNull],
    results: [integerLiteral(0), op("Clip", { arg: bin, upper: integerLiteral(bins - 1) })],
  });
}
