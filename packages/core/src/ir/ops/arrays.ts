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
  dtypeOfArg,
  elementwise,
  integerArg,
  intervalArg,
  lambdaArg,
  numberArg,
  optional,
  stringArg,
  timestampArg,
  value,
  values,
} from "../define.js";
import type { Lambda, Value } from "../value.js";
import { commonOf } from "./generic.js";
import { arrayOfArg, elementOf } from "./nested.js";

const unary = { arg: value(arrayArg) };
const pair = { left: value(arrayArg), right: value(arrayArg) };
const withElement = { arg: value(arrayArg), value: value() };
const elementDType = (a: { readonly arg: Value }): DType => elementOf(a.arg.dtype);
const commonPairDType = (a: { readonly left: Value; readonly right: Value }): DType => commonOf([a.left, a.right]);
const isArgNullable = (a: { readonly arg: Value }): boolean => a.arg.dtype.nullable;
function filterDType(a: { readonly arg: Value; readonly body: Lambda }): DType {
  const { dtype } = a.body.body;
  if (dtype.kind !== "bool" && dtype.kind !== "null")
    throw new AvocetError(
      "invalid-argument",
      `The condition on array elements must be a bool, got ${printDType(dtype)}`,
    );
  return a.arg.dtype;
}
/** Aggregates within an array skip NULLs, as aggregates over rows do, and are NULL if no element remains. */
const nullIfEmpty = { nulls: "always" as const };

export const arrayOps = {
  /** Array of the values. */
  ArrayConstruct: elementwise(
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
  /** Number of elements, including NULLs. */
  ArrayLength: elementwise(unary, { dtype: int64 }),
  /** Element at an index from 0, or from the end if negative; NULL if out of bounds. */
  ArrayIndex: elementwise({ arg: value(arrayArg), index: value(integerArg) }, { dtype: elementDType, nulls: "always" }),
  /** Elements from `start` up to but excluding `stop`, or up to the end; negative indexes count from the end. */
  ArraySlice: elementwise(
    { arg: value(arrayArg), start: value(integerArg), stop: optional(integerArg) },
    { dtype: dtypeOfArg("arg") },
  ),
  /** Concatenation of the arrays. */
  ArrayConcat: elementwise({ args: values(arrayArg) }, { dtype: (a) => commonOf(a.args) }),
  /** Array repeated `times` times; empty if `times` is not positive. */
  ArrayRepeat: elementwise({ arg: value(arrayArg), times: value(integerArg) }, { dtype: dtypeOfArg("arg") }),
  /** Whether any element equals the value. */
  ArrayContains: elementwise(withElement, { dtype: bool }),
  /** Index from 0 of the first element that equals the value, or -1. */
  ArrayPosition: elementwise(withElement, {
    dtype: int64,
  }),
  /** Array without the elements that equal the value; NULLs are kept. */
  ArrayRemove: elementwise(withElement, {
    dtype: dtypeOfArg("arg"),
  }),
  /** Distinct elements in order of first occurrence; NULL counts as an element. */
  ArrayDistinct: elementwise(unary, {
    dtype: dtypeOfArg("arg"),
  }),
  /** Elements in ascending order, NULLs last. */
  ArraySort: elementwise(unary, { dtype: dtypeOfArg("arg") }),
  /** Distinct elements of both arrays in order of first occurrence. */
  ArrayUnion: elementwise(pair, {
    dtype: commonPairDType,
  }),
  /** Distinct elements of the left array that are also in the right; NULL equals NULL. */
  ArrayIntersect: elementwise(pair, {
    dtype: (a) => {
      const bothHaveNulls = [a.left, a.right].every((v) => elementOf(v.dtype).nullable);
      return array(withNull(elementOf(commonOf([a.left, a.right])), bothHaveNulls));
    },
  }),
  /** Elements of the inner arrays, flattened by one level; NULL inner arrays are skipped. */
  ArrayFlatten: elementwise(
    { arg: value(arrayOfArg(arrayArg, "an array of arrays")) },
    { dtype: (a) => array(elementOf(elementDType(a))) },
  ),
  /** Structs with fields f1, f2, … of the elements at the same index; shorter arrays are padded with NULL. */
  ArrayZip: elementwise(
    { args: values(arrayArg) },
    {
      dtype: ({ args }) =>
        array(
          notNull(
            struct(
              Object.fromEntries(
                args.map((v, i) => {
                  const fieldDType = elementOf(v.dtype);
                  return [`f${i + 1}`, args.length > 1 ? nullable(fieldDType) : fieldDType];
                }),
              ),
            ),
          ),
        ),
    },
  ),
  /** Elements joined by a separator; NULLs are skipped. */
  ArrayStringJoin: elementwise(
    { arg: value(arrayOfArg(stringArg, "an array of strings")), separator: value(stringArg) },
    { dtype: string },
  ),
  /** Result of a function for each element. */
  ArrayMap: elementwise(
    { arg: value(arrayArg), body: lambdaArg },
    { dtype: (a) => array(a.body.body.dtype), nulls: isArgNullable },
  ),
  /** Elements for which the condition is true. */
  ArrayFilter: elementwise({ arg: value(arrayArg), body: lambdaArg }, { dtype: filterDType, nulls: isArgNullable }),
  /** Whether any element is true. */
  ArrayAny: elementwise({ arg: value(arrayOfArg(boolArg, "an array of bools")) }, { dtype: bool, ...nullIfEmpty }),
  /** Whether every element is true. */
  ArrayAll: elementwise({ arg: value(arrayOfArg(boolArg, "an array of bools")) }, { dtype: bool, ...nullIfEmpty }),
  /** Sum of the elements. */
  ArraySum: elementwise(
    { arg: value(arrayOfArg(numberArg, "an array of numbers")) },
    { dtype: (a) => sumDType(elementDType(a)), ...nullIfEmpty },
  ),
  /** Mean of the elements, as float64. */
  ArrayMean: elementwise(
    { arg: value(arrayOfArg(numberArg, "an array of numbers")) },
    { dtype: float64, ...nullIfEmpty },
  ),
  /** Smallest element. */
  ArrayMin: elementwise(unary, { dtype: elementDType, ...nullIfEmpty }),
  /** Largest element. */
  ArrayMax: elementwise(unary, { dtype: elementDType, ...nullIfEmpty }),
  /** Most frequent element; the smallest of several. */
  ArrayMode: elementwise(unary, {
    dtype: elementDType,
    ...nullIfEmpty,
  }),
  /** Integers from `start` up to but excluding `stop`, by `step`; empty if `step` is zero. */
  Range: elementwise(
    { start: value(integerArg), stop: value(integerArg), step: value(integerArg) },
    { dtype: array(notNull(int64)) },
  ),
  /** Dates from `start` up to but excluding `stop`: the start plus multiples of `step`. */
  DateRange: elementwise(
    { start: value(dateArg), stop: value(dateArg), step: value(intervalArg) },
    { dtype: array(notNull(date)) },
  ),
  /** Timestamps from `start` up to but excluding `stop`: the start plus multiples of `step`. */
  TimestampRange: elementwise(
    { start: value(timestampArg), stop: value(timestampArg), step: value(intervalArg) },
    { dtype: (a) => array(notNull(a.start.dtype.kind === "null" ? timestamp() : a.start.dtype)) },
  ),
};
