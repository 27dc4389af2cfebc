import { AvocetError } from "../../errors.js";
import type { TimestampUnit } from "../../ir/units.js";
import { UNIT_SIZES } from "../../ir/units.js";
import type { Value } from "../../ir/value.js";
import { postorder } from "../../ir/walk.js";
import { intervalNode } from "./interval-parts.js";

type IntervalField = "months" | "days" | "micros";
const INTERVAL_FIELDS: readonly IntervalField[] = ["months", "days", "micros"];

/** The parts of an interval that are known not to be zero: those of its literals and of the units it is made with. */
function nonZeroFields(node: Value): ReadonlySet<IntervalField> {
  const fields = new Set<IntervalField>();
  for (const descendant of postorder([node])) {
    if (descendant.type === "literal" && descendant.dtype.kind === "interval" && Array.isArray(descendant.value))
      for (const [i, name] of INTERVAL_FIELDS.entries()) if (descendant.value[i] !== 0) fields.add(name);
    if (descendant.type === "op" && descendant.op === "IntervalFromInteger")
      fields.add(UNIT_SIZES[descendant.args.unit as TimestampUnit][0]); // the option of this operation
  }
  return fields;
}

/** An interval for dates; refuses one that is known to have hours or less. */
export function dateIntervalNode(operand: unknown): Value {
  const node = intervalNode(operand);
  if (nonZeroFields(node).has("micros"))
    throw new AvocetError("invalid-argument", "a date is moved by whole days or longer, not by hours or less", {
      hint: "Cast it first: .cast(timestamp()).",
    });
  return node;
}

/** An interval for times of day; refuses one that is known to have days or more. */
export function timeIntervalNode(operand: unknown): Value {
  const node = intervalNode(operand);
  const fields = nonZeroFields(node);
  if (fields.has("months") || fields.has("days"))
    throw new AvocetError("invalid-argument", "a time of day is moved by hours or less, not by days or longer", {
      hint: "A day later, the time of day is the same.",
    });
  return node;
}
