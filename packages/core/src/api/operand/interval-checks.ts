import { AvocetError } from "../../errors.js";
import type { TimestampUnit } from "../../ir/units.js";
import { UNIT_SIZES } from "../../ir/units.js";
import type { Value } from "../../ir/value.js";
import { postorder } from "../../ir/walk.js";
import { intervalNode } from "./interval-parts.js";

type IntervalField = "months" | "days" | "micros";
const INTERVAL_FIELDS: readonly IntervalField[] = ["months", "days", "micros"];

/** The fields of an interval that are known to be non-zero, from its literals and from the units it is built of. */
function nonZeroFields(node: Value): ReadonlySet<IntervalField> {
  const fields = new Set<IntervalField>();
  for (const descendant of postorder([node])) {
    if (descendant.type === "literal" && descendant.dtype.kind === "interval" && Array.isArray(descendant.value))
      for (const [i, name] of INTERVAL_FIELDS.entries()) if (descendant.value[i] !== 0) fields.add(name);
    if (descendant.type === "op" && descendant.op === "IntervalFromInteger")
      fields.add(UNIT_SIZES[descendant.args.unit as TimestampUnit][0]); // the type of this option
  }
  return fields;
}

/** The node of an interval that is added to a date. Refuses one that is known to contain hours or less. */
export function dateIntervalNode(operand: unknown): Value {
  const node = intervalNode(operand);
  if (nonZeroFields(node).has("micros"))
    throw new AvocetError("invalid-argument", "Cannot add hours or smaller units to a date, or subtract them", {
      hint: "Cast the date first: .cast(timestamp()).",
    });
  return node;
}

/** The node of an interval that is added to a time of day. Refuses one that is known to contain days or more. */
export function timeIntervalNode(operand: unknown): Value {
  const node = intervalNode(operand);
  const fields = nonZeroFields(node);
  if (fields.has("months") || fields.has("days"))
    throw new AvocetError("invalid-argument", "Cannot add days or larger units to a time of day, or subtract them", {
      hint: "Remove them: a day later, the time of day is the same.",
    });
  return node;
}
