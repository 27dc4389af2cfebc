import { AvocetError } from "../../errors.js";
import type { TimestampUnit } from "../../ir/units.js";
import { UNIT_PARTS } from "../../ir/units.js";
import type { Value } from "../../ir/value.js";
import { postorder } from "../../ir/walk.js";
import { intervalNode } from "./interval-parts.js";

type Part = "months" | "days" | "micros";
const PARTS: readonly Part[] = ["months", "days", "micros"];

/** The parts of an interval that are known not to be zero: those of its literals and of the units it is made with. */
function knownParts(node: Value): ReadonlySet<Part> {
  const known = new Set<Part>();
  for (const part of postorder([node])) {
    if (part.type === "literal" && part.dtype.kind === "interval" && Array.isArray(part.value))
      for (const [i, name] of PARTS.entries()) if (part.value[i] !== 0) known.add(name);
    if (part.type === "op" && part.op === "IntervalFromInteger")
      known.add(UNIT_PARTS[part.args.unit as TimestampUnit][0]); // the option of this operation
  }
  return known;
}

/** An interval for dates; refuses one that is known to have hours or less. */
export function dateIntervalNode(operand: unknown): Value {
  const node = intervalNode(operand);
  if (knownParts(node).has("micros"))
    throw new AvocetError("invalid-argument", "a date is moved by whole days or longer, not by hours or less", {
      hint: "Cast it first: .cast(timestamp()).",
    });
  return node;
}

/** An interval for times of day; refuses one that is known to have days or more. */
export function timeIntervalNode(operand: unknown): Value {
  const node = intervalNode(operand);
  const known = knownParts(node);
  if (known.has("months") || known.has("days"))
    throw new AvocetError("invalid-argument", "a time of day is moved by hours or less, not by days or longer", {
      hint: "A day later, the time of day is the same.",
    });
  return node;
}
