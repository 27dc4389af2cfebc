import { bool } from "../../dtype/dtype.js";
import { anything, boolArg, elementwise, value, values } from "../define.js";
import type { Value } from "../value.js";
import { commonOf } from "./generic.js";

const pair = { left: value(), right: value() };
/** A bool, of values that can be compared. */
const compared = (...list: readonly Value[]) => {
  commonOf(list);
  return bool;
};
const ofPair = (a: { readonly left: Value; readonly right: Value }) => compared(a.left, a.right);
const truths = { left: value(boolArg), right: value(boolArg) };

export const logicalOps = {
  Equals: elementwise("Whether both are equal; NULL if either is.", pair, { dtype: ofPair, infix: "==" }),
  NotEquals: elementwise("Whether they differ; NULL if either is.", pair, { dtype: ofPair, infix: "!=" }),
  Less: elementwise("Whether the left is smaller.", pair, { dtype: ofPair, infix: "<" }),
  LessEqual: elementwise("Whether the left is not larger.", pair, { dtype: ofPair, infix: "<=" }),
  Greater: elementwise("Whether the left is larger.", pair, { dtype: ofPair, infix: ">" }),
  GreaterEqual: elementwise("Whether the left is not smaller.", pair, { dtype: ofPair, infix: ">=" }),
  IdenticalTo: elementwise("Whether both are equal, NULL counted as equal to NULL.", pair, {
    dtype: ofPair,
    nulls: "never",
    infix: "===",
  }),
  Between: elementwise(
    "Whether it lies between two bounds, both included.",
    { arg: value(), lower: value(), upper: value() },
    { dtype: (a) => compared(a.arg, a.lower, a.upper) },
  ),
  IsIn: elementwise(
    "Whether it equals one of the options; false for none.",
    { arg: value(), options: values(anything) },
    {
      dtype: (a) => compared(a.arg, ...a.options),
      nulls: (a) => a.options.length > 0 && [a.arg, ...a.options].some((v) => v.dtype.nullable),
    },
  ),
  IsNull: elementwise("Whether it is NULL.", { arg: value() }, { dtype: bool, nulls: "never" }),
  NotNull: elementwise("Whether it is not NULL.", { arg: value() }, { dtype: bool, nulls: "never" }),
  And: elementwise("Both; false if either is false, whatever the other.", truths, { dtype: bool, infix: "&" }),
  Or: elementwise("Either; true if either is true, whatever the other.", truths, { dtype: bool, infix: "|" }),
  Xor: elementwise("One and not the other.", truths, { dtype: bool, infix: "^" }),
  Not: elementwise("The opposite; NULL stays NULL.", { arg: value(boolArg) }, { dtype: bool }),
};
