import { int64, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { Value } from "../../ir/value.js";
import { literal } from "../../ir/value.js";
import { operandNode } from "../operand/operand.js";

/** Options of `bucket`: which edges belong to a range, and ranges for values outside of the edges. */
export interface BucketOptions {
  /** Which of its edges a range includes; `left` by default. */
  readonly closed?: "left" | "right";
  /**
   * Whether the last range includes its upper edge too (the first its lower edge, if closed on the right); true by
   * default.
   */
  readonly closeExtreme?: boolean;
  /** Adds a range for values below the first edge, which then has the number 0. */
  readonly includeUnder?: boolean;
  /** Adds a range for values above the last edge. */
  readonly includeOver?: boolean;
}

/** CASE expression that returns the number of the range a value falls in. */
export function bucketNode(arg: Value, edges: readonly number[], options: BucketOptions): Value {
  const { closed = "left", closeExtreme = true, includeUnder = false, includeOver = false } = options;
  if (edges.length < 2 || edges.some((edge, i) => i > 0 && !(edge > (edges[i - 1] ?? edge))))
    throw new AvocetError(
      "invalid-argument",
      `Bucket edges must be two or more increasing numbers, got [${edges.join(", ")}]`,
    );
  const compare = (name: "Less" | "LessEqual" | "Greater" | "GreaterEqual", edge: number): Value =>
    op(name, { left: arg, right: operandNode(edge, arg.dtype) });
  const conditions: Value[] = [];
  const [firstEdge = 0] = edges;
  const lastEdge = edges.at(-1) ?? 0;
  const closedLeft = closed === "left";
  const [includesFirstEdge, includesLastEdge] = [closedLeft || closeExtreme, !closedLeft || closeExtreme];
  if (includeUnder) conditions.push(compare(includesFirstEdge ? "Less" : "LessEqual", firstEdge));
  for (let i = 0; i + 1 < edges.length; i++) {
    const lower = edges[i] ?? 0;
    const upper = edges[i + 1] ?? 0;
    const closedBelow = i === 0 ? includesFirstEdge : closedLeft;
    const closedAbove = i + 2 === edges.length ? includesLastEdge : !closedLeft;
    conditions.push(
      op("And", {
        left: compare(closedBelow ? "GreaterEqual" : "Greater", lower),
        right: compare(closedAbove ? "LessEqual" : "Less", upper),
      }),
    );
  }
  if (includeOver) conditions.push(compare(includesLastEdge ? "Greater" : "GreaterEqual", lastEdge));
  return op("Case", { conditions, results: conditions.map((_, i) => literal(i, notNull(int64))) });
}
