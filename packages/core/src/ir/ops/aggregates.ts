import type { DType } from "../../dtype/dtype.js";
import { array, bool, float64, int64, notNull, nullable, string } from "../../dtype/dtype.js";
import { isDecimal, isInteger } from "../../dtype/kinds.js";
import { sumDType } from "../../dtype/promote.js";
import {
  aggregate,
  anyArg,
  boolArg,
  dtypeOfArg,
  integerArg,
  numberArg,
  numberOrBoolArg,
  option,
  relationArg,
  sortKeys,
  stringArg,
  value,
} from "../define.js";
import { boolOption, oneOf } from "../options.js";
import type { Value } from "../value.js";

const anyValue = { arg: value(anyArg) };
const numericValue = { arg: value(numberArg) };
const pair = { left: value(numberArg), right: value(numberArg) };

const sumOfArg = (a: { readonly arg: Value }): DType => sumDType(a.arg.dtype);
const medianDType = (a: { readonly arg: Value }): DType =>
  isDecimal(a.arg.dtype) || isInteger(a.arg.dtype) || a.arg.dtype.kind === "float32" ? float64 : a.arg.dtype;
const never = "never" as const;

export type Sampling = "sample" | "population";
const sampling = oneOf("sample", "population");

export const aggregateOps = {
  /** Number of rows. */
  CountStar: aggregate({ table: relationArg }, { dtype: int64, nulls: never }),
  /** Number of values that are not NULL. */
  Count: aggregate(anyValue, { dtype: int64, nulls: never }),
  /** Number of distinct values, not counting NULL. */
  CountDistinct: aggregate(anyValue, { dtype: int64, nulls: never }),
  /** Number of distinct rows. */
  CountDistinctStar: aggregate({ table: relationArg }, { dtype: int64, nulls: never }),
  /** Approximate number of distinct values. */
  ApproxCountDistinct: aggregate(anyValue, { dtype: int64, nulls: never }),
  /** Sum of the values. */
  Sum: aggregate({ arg: value(numberOrBoolArg) }, { dtype: sumOfArg }),
  /** Mean of the values, as float64. */
  Mean: aggregate({ arg: value(numberOrBoolArg) }, { dtype: float64 }),
  /** Smallest value. */
  Min: aggregate(anyValue, { dtype: dtypeOfArg("arg") }),
  /** Largest value. */
  Max: aggregate(anyValue, { dtype: dtypeOfArg("arg") }),
  /** Value in the row where `key` is smallest. */
  ArgMin: aggregate({ arg: value(), key: value() }, { dtype: dtypeOfArg("arg") }),
  /** Value in the row where `key` is largest. */
  ArgMax: aggregate({ arg: value(), key: value() }, { dtype: dtypeOfArg("arg") }),
  /** Median; the mean of the two middle numbers if their count is even. */
  Median: aggregate(anyValue, {
    dtype: medianDType,
  }),
  /** Quantile, interpolated between the two nearest values. */
  Quantile: aggregate({ arg: value(numberArg), quantile: value(numberArg) }, { dtype: medianDType }),
  /** Approximate median. */
  ApproxMedian: aggregate(numericValue, { dtype: float64 }),
  /** Approximate quantile. */
  ApproxQuantile: aggregate({ arg: value(numberArg), quantile: value(numberArg) }, { dtype: float64 }),
  /** Most frequent value. */
  Mode: aggregate(anyValue, { dtype: dtypeOfArg("arg") }),
  /** Arbitrary value that is not NULL. */
  Arbitrary: aggregate(anyValue, { dtype: dtypeOfArg("arg") }),
  /** First value in an ordering; NULLs are skipped by default. */
  First: aggregate({ arg: value(), orderBy: sortKeys, includeNull: option(boolOption) }, { dtype: dtypeOfArg("arg") }),
  /** Last value in an ordering; NULLs are skipped by default. */
  Last: aggregate({ arg: value(), orderBy: sortKeys, includeNull: option(boolOption) }, { dtype: dtypeOfArg("arg") }),
  /** Variance. */
  Variance: aggregate({ arg: value(numberArg), how: option(sampling) }, { dtype: float64 }),
  /** Standard deviation. */
  StandardDev: aggregate({ arg: value(numberArg), how: option(sampling) }, { dtype: float64 }),
  /** Pearson correlation coefficient. */
  Correlation: aggregate(pair, { dtype: float64 }),
  /** Covariance. */
  Covariance: aggregate({ ...pair, how: option(sampling) }, { dtype: float64 }),
  /** Excess kurtosis. */
  Kurtosis: aggregate({ arg: value(numberArg), how: option(sampling) }, { dtype: float64 }),
  /** Sample skewness. */
  Skewness: aggregate(numericValue, { dtype: float64 }),
  /** Whether any value is true. */
  Any: aggregate({ arg: value(boolArg) }, { dtype: bool }),
  /** Whether every value is true. */
  All: aggregate({ arg: value(boolArg) }, { dtype: bool }),
  /** Bitwise AND of the values. */
  BitAnd: aggregate({ arg: value(integerArg) }, { dtype: int64 }),
  /** Bitwise OR of the values. */
  BitOr: aggregate({ arg: value(integerArg) }, { dtype: int64 }),
  /** Bitwise exclusive OR of the values. */
  BitXor: aggregate({ arg: value(integerArg) }, { dtype: int64 }),
  /** Values as an array; NULLs are skipped by default. */
  Collect: aggregate(
    { arg: value(), orderBy: sortKeys, distinct: option(boolOption), includeNull: option(boolOption) },
    { dtype: (a) => array(a.includeNull ? nullable(a.arg.dtype) : notNull(a.arg.dtype)) },
  ),
  /** Strings joined by a separator; NULLs are skipped. */
  GroupConcat: aggregate({ arg: value(stringArg), separator: value(stringArg), orderBy: sortKeys }, { dtype: string }),
};
