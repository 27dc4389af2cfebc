import type { DType } from "../../dtype/dtype.js";
import {
  array,
  bool,
  date,
  float64,
  int64,
  notNull,
  nullable,
  string,
  struct,
  timestamp,
  withNull,
} from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { sumDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import {
  arrayArg,
  boolArg,
  dateArg,
  elementwise,
  integer,
  intervalArg,
  lambdaArg,
  like,
  number,
  optional,
  text,
  timestampArg,
  value,
  values,
} from "../define.js";
import type { Lambda, Value } from "../value.js";
import { commonOf } from "./generic.js";
import { elementOf, listOf } from "./nested.js";

const one = { arg: value(arrayArg) };
const pair = { left: value(arrayArg), right: value(arrayArg) };
const withElement = { arg: value(arrayArg), value: value() };
const element = (a: { readonly arg: Value }): DType => elementOf(a.arg.dtype);
const common = (a: { readonly left: Value; readonly right: Value }): DType => commonOf([a.left, a.right]);
const ofArg = (a: { readonly arg: Value }): boolean => a.arg.dtype.nullable;
function whereTrue(a: { readonly arg: Value; readonly body: Lambda }): DType {
  const { dtype } = a.body.body;
  if (dtype.kind !== "bool" && dtype.kind !== "null")
    throw new AvocetError("invalid-argument", `a condition on elements is a bool, not ${printDType(dtype)}`);
  return a.arg.dtype;
}
/** Reductions within each array pass over NULLs, as those over rows do, and are NULL where nothing is left. */
const reduced = { nulls: "always" as const };

export const arrayOps = {
  ArrayConstruct: elementwise(
    "An array of the values.",
    { args: values() },
    {
      dtype: (a) =>
        array(
          withNull(
            commonOf(a.args),
            a.args.some((v) => v.dtype.nullable),
          ),
        ),
      nulls: "never",
    },
  ),
  ArrayLength: elementwise("How many elements there are, NULLs among them.", one, { dtype: int64 }),
  ArrayIndex: elementwise(
    "The element at a place from 0, from the end if negative; NULL outside.",
    { arg: value(arrayArg), index: value(integer) },
    { dtype: element, nulls: "always" },
  ),
  ArraySlice: elementwise(
    "The elements from one place up to but without another, or up to the end; negative places count from the end.",
    { arg: value(arrayArg), start: value(integer), stop: optional(integer) },
    { dtype: like("arg") },
  ),
  ArrayConcat: elementwise(
    "The arrays one after the other.",
    { args: values(arrayArg) },
    { dtype: (a) => commonOf(a.args) },
  ),
  ArrayRepeat: elementwise(
    "The array so many times over; empty for zero and below.",
    { arg: value(arrayArg), times: value(integer) },
    { dtype: like("arg") },
  ),
  ArrayContains: elementwise("Whether an element equals the value.", withElement, { dtype: bool }),
  ArrayPosition: elementwise("The first place from 0 whose element equals the value, or -1.", withElement, {
    dtype: int64,
  }),
  ArrayRemove: elementwise("Without the elements that equal the value; NULLs stay.", withElement, {
    dtype: like("arg"),
  }),
  ArrayDistinct: elementwise("Each different element once, where it comes first; NULL is one of them.", one, {
    dtype: like("arg"),
  }),
  ArraySort: elementwise("The elements from small to large, NULLs last.", one, { dtype: like("arg") }),
  ArrayUnion: elementwise("Each different element of both once, where it comes first.", pair, { dtype: common }),
  ArrayIntersect: elementwise("Each different element of the left that the right has too; NULL equals NULL.", pair, {
    dtype: (a) => {
      const both = [a.left, a.right].every((v) => elementOf(v.dtype).nullable);
      return array(withNull(elementOf(commonOf([a.left, a.right])), both));
    },
  }),
  ArrayFlatten: elementwise(
    "The elements of the inner arrays, one level down; an inner NULL is passed over.",
    { arg: value(listOf(arrayArg, "an array of arrays")) },
    { dtype: (a) => array(elementOf(element(a))) },
  ),
  ArrayZip: elementwise(
    "Structs with fields f1, f2, ... of the elements at the same place; shorter arrays are filled up with NULL.",
    { args: values(arrayArg) },
    {
      dtype: ({ args }) =>
        array(
          notNull(
            struct(
              Object.fromEntries(
                args.map((v, i) => {
                  const own = elementOf(v.dtype);
                  return [`f${i + 1}`, args.length > 1 ? nullable(own) : own];
                }),
              ),
            ),
          ),
        ),
    },
  ),
  ArrayStringJoin: elementwise(
    "The strings, joined by a separator; NULLs are passed over.",
    { arg: value(listOf(text, "an array of strings")), separator: value(text) },
    { dtype: string },
  ),
  ArrayMap: elementwise(
    "What becomes of each element.",
    { arg: value(arrayArg), body: lambdaArg },
    { dtype: (a) => array(a.body.body.dtype), nulls: ofArg },
  ),
  ArrayFilter: elementwise(
    "The elements for which the condition is true.",
    { arg: value(arrayArg), body: lambdaArg },
    { dtype: whereTrue, nulls: ofArg },
  ),
  ArrayAny: elementwise(
    "Whether some element is true.",
    { arg: value(listOf(boolArg, "an array of bools")) },
    { dtype: bool, ...reduced },
  ),
  ArrayAll: elementwise(
    "Whether every element is true.",
    { arg: value(listOf(boolArg, "an array of bools")) },
    { dtype: bool, ...reduced },
  ),
  ArraySum: elementwise(
    "The sum of the elements.",
    { arg: value(listOf(number, "an array of numbers")) },
    { dtype: (a) => sumDType(element(a)), ...reduced },
  ),
  ArrayMean: elementwise(
    "The mean of the elements, as float64.",
    { arg: value(listOf(number, "an array of numbers")) },
    { dtype: float64, ...reduced },
  ),
  ArrayMin: elementwise("The smallest element.", one, { dtype: element, ...reduced }),
  ArrayMax: elementwise("The largest element.", one, { dtype: element, ...reduced }),
  ArrayMode: elementwise("The most frequent element; of several, the smallest.", one, { dtype: element, ...reduced }),
  Range: elementwise(
    "The integers from one up to but without another, by a step; none for a step of zero.",
    { start: value(integer), stop: value(integer), step: value(integer) },
    { dtype: array(notNull(int64)) },
  ),
  DateRange: elementwise(
    "The dates from one up to but without another: the start and so many steps.",
    { start: value(dateArg), stop: value(dateArg), step: value(intervalArg) },
    { dtype: array(notNull(date)) },
  ),
  TimestampRange: elementwise(
    "The timestamps from one up to but without another: the start and so many steps.",
    { start: value(timestampArg), stop: value(timestampArg), step: value(intervalArg) },
    { dtype: (a) => array(notNull(a.start.dtype.kind === "null" ? timestamp() : a.start.dtype)) },
  ),
};
