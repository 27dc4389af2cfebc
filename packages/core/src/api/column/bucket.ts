import { int64, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { Value } from "../../ir/value.js";
import { literal } from "../../ir/value.js";
import { operandNode } from "../operand/operand.js";

/** Which edges belong to which range, and what lies outside. */
export interface BucketOptions {
  /** Which edge belongs to a range; left unless told. */
  readonly closed?: "left" | "right";
  /** The last edge (the first, if closed on the right) belongs to its range too; true unless told. */
  readonly closeExtreme?: boolean;
  /** A range of its own for what lies below the first edge, which then is 0. */
  readonly includeUnder?: boolean;
  /** A range of its own for what lies above the last edge. */
  readonly includeOver?: boolean;
}

/** Which of the ranges between rising edges a number falls in, as one case of comparisons. */
export function bucketNode(arg: Value, edges: readonly number[], options: BucketOptions): Value {
  const { closed = "left", closeExtreme = true, includeUnder = false, includeOver = false } = options;
  if (edges.length < 2 || edges.some((edge, i) => i > 0 && !(edge > (edges[i - 1] ?? edge))))
    throw new AvocetError(
      "invalid-argument",
      `the edges of buckets are two or more rising numbers, got [${edges.join(", ")}]`,
    );
  const compare = (name: "Less" | "LessEqual" | "Greater" | "GreaterEqual", edge: number): Value =>
    op(name, { left: arg, right: operandNode(edge, arg.dtype) });
  const conditions: Value[] = [];
  const [first = 0] = edges;
  const last = edges.at(-1) ?? 0;
  const left = closed === "left";
  const [lowest, highest] = [left || closeExtreme, !left || closeExtreme];
  if (includeUnder) conditions.push(compare(lowest ? "Less" : "LessEqual", first));
  for (let i = 0; i + 1 < edges.length; i++) {
    const from = edges[i] ?? 0;
    const to = edges[i + 1] ?? 0;
    const closedBelow = i === 0 ? lowest : left;
    const closedAbove = i + 2 === edges.length ? highest : !left;
    conditions.push(
      op("And", {
        left: compare(closedBelow ? "GreaterEqual" : "Greater", from),
        right: compare(closedAbove ? "LessEqual" : "Less", to),
      }),
    );
  }
  if (includeOver) conditions.push(compare(highest ? "Greater" : "GreaterEqual", last));
  return op("Case", { conditions, results: conditions.map((_, i) => literal(i, notNull(int64))) });
}
