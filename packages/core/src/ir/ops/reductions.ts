import type { DType } from "../../dtype/dtype.js";
import { array, bool, float64, int64, notNull, nullable, string } from "../../dtype/dtype.js";
import { isDecimal, isInteger } from "../../dtype/kinds.js";
import { sumDType } from "../../dtype/promote.js";
import {
  anything,
  boolArg,
  integer,
  like,
  number,
  numberOrBool,
  option,
  reduction,
  relationArg,
  sortKeys,
  text,
  value,
} from "../define.js";
import { flag, oneOf } from "../options.js";
import type { Value } from "../value.js";

const of = { arg: value(anything) };
const numbers = { arg: value(number) };
const pair = { left: value(number), right: value(number) };

const total = (a: { readonly arg: Value }): DType => sumDType(a.arg.dtype);
const middle = (a: { readonly arg: Value }): DType =>
  isDecimal(a.arg.dtype) || isInteger(a.arg.dtype) || a.arg.dtype.kind === "float32" ? float64 : a.arg.dtype;
const never = "never" as const;

export type Sampling = "sample" | "population";
const sampling = oneOf("sample", "population");

export const reductionOps = {
  CountStar: reduction("How many rows there are.", { table: relationArg }, { dtype: int64, nulls: never }),
  Count: reduction("How many values are not NULL.", of, { dtype: int64, nulls: never }),
  CountDistinct: reduction("How many different values there are, NULL apart.", of, { dtype: int64, nulls: never }),
  CountDistinctStar: reduction(
    "How many different rows there are.",
    { table: relationArg },
    { dtype: int64, nulls: never },
  ),
  ApproxCountDistinct: reduction("About how many different values there are.", of, { dtype: int64, nulls: never }),
  Sum: reduction("The sum.", { arg: value(numberOrBool) }, { dtype: total }),
  Mean: reduction("The mean, as float64.", { arg: value(numberOrBool) }, { dtype: float64 }),
  Min: reduction("The smallest.", of, { dtype: like("arg") }),
  Max: reduction("The largest.", of, { dtype: like("arg") }),
  ArgMin: reduction(
    "The value in the row where another is smallest.",
    { arg: value(), key: value() },
    { dtype: like("arg") },
  ),
  ArgMax: reduction(
    "The value in the row where another is largest.",
    { arg: value(), key: value() },
    { dtype: like("arg") },
  ),
  Median: reduction("The middle value; between two numbers, their mean.", of, { dtype: middle }),
  Quantile: reduction(
    "The value below which a share of the values lies; numbers are interpolated.",
    { arg: value(number), quantile: value(number) },
    { dtype: middle },
  ),
  ApproxMedian: reduction("About the middle value.", numbers, { dtype: float64 }),
  ApproxQuantile: reduction(
    "About the value below which a share of the values lies.",
    { arg: value(number), quantile: value(number) },
    { dtype: float64 },
  ),
  Mode: reduction("The most frequent value.", of, { dtype: like("arg") }),
  Arbitrary: reduction("Some value that is not NULL.", of, { dtype: like("arg") }),
  First: reduction(
    "The first value that is not NULL, in an order.",
    { arg: value(), orderBy: sortKeys, includeNull: option(flag) },
    { dtype: like("arg") },
  ),
  Last: reduction(
    "The last value that is not NULL, in an order.",
    { arg: value(), orderBy: sortKeys, includeNull: option(flag) },
    { dtype: like("arg") },
  ),
  Variance: reduction("The variance.", { arg: value(number), how: option(sampling) }, { dtype: float64 }),
  StandardDev: reduction("The standard deviation.", { arg: value(number), how: option(sampling) }, { dtype: float64 }),
  Correlation: reduction("Pearson's coefficient of correlation.", pair, { dtype: float64 }),
  Covariance: reduction("The covariance.", { ...pair, how: option(sampling) }, { dtype: float64 }),
  Kurtosis: reduction("The excess kurtosis.", { arg: value(number), how: option(sampling) }, { dtype: float64 }),
  Skewness: reduction("The skewness of a sample.", numbers, { dtype: float64 }),
  Any: reduction("Whether some value is true.", { arg: value(boolArg) }, { dtype: bool }),
  All: reduction("Whether every value is true.", { arg: value(boolArg) }, { dtype: bool }),
  BitAnd: reduction("The bits set in all values.", { arg: value(integer) }, { dtype: int64 }),
  BitOr: reduction("The bits set in some value.", { arg: value(integer) }, { dtype: int64 }),
  BitXor: reduction("The bits set in an odd number of values.", { arg: value(integer) }, { dtype: int64 }),
  Collect: reduction(
    "The values as an array; NULLs are left out unless asked for.",
    { arg: value(), orderBy: sortKeys, distinct: option(flag), includeNull: option(flag) },
    { dtype: (a) => array(a.includeNull ? nullable(a.arg.dtype) : notNull(a.arg.dtype)) },
  ),
  GroupConcat: reduction(
    "The strings, joined by a separator.",
    { arg: value(text), separator: value(text), orderBy: sortKeys },
    { dtype: string },
  ),
};
