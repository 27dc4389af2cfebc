import type { Bool, DType, Float64, Int64, Numeric, Or, SetNull } from "../../dtype/dtype.js";
import { float64, notNull } from "../../dtype/dtype.js";
import type { NumericClasses } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { OpName } from "../../ir/operations.js";
import type { Sampling } from "../../ir/ops/aggregates.js";
import { literal } from "../../ir/value.js";
import type { AnyColumn, Arith, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import type { AggregateOptions } from "./base.js";
import { ColumnBase } from "./base.js";
import type { BucketOptions } from "./bucket.js";
import { bucketNode } from "./bucket.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";
import type { CumulativeOptions } from "./cumulative.js";
import { cumulativeNode } from "./cumulative.js";
import type { HistogramOptions } from "./histogram.js";
import { histogramNode } from "./histogram.js";

/** A number, or a column of numbers. */
export type NumberOperand = number | bigint | NumericColumnLike | null;
/** Any column of numbers. */
export interface NumericColumnLike extends AnyColumn {
  readonly dtype: Numeric;
}
type ByClass<D extends DType, I, F> = { integer: I; decimal: D; float: F }[NumericClasses[D["kind"] &
  keyof NumericClasses]];
/** int64, decimal or float64, by the family of `D`. */
export type SignedOf<D extends DType> = ByClass<D, Int64<D["nullable"]>, Float64<D["nullable"]>>;
type WholeOf<D extends DType> = ByClass<D, Int64<D["nullable"]>, Int64<D["nullable"]>>;
/** The dtype of a sum, which is always nullable. */
export type SumOf<D extends DType> = SetNull<SignedOf<D>, true>;
/** Whether the values are a `sample` (the default) or the whole `population`. */
export interface SamplingOptions extends AggregateOptions {
  readonly how?: Sampling;
}

/** A column of numbers. */
export class NumericColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  private binary<C extends AnyColumn>(name: OpName, right: unknown): C {
    // All operations below take two numbers, as Add does.
    return columnFrom<C>(op(name as "Add", { left: this.node, right: comparableNode(right, this.node) }));
  }

  /**
   * Adds a number.
   * Returns int64 for integers, decimal if either is decimal, float64 if either is a float. NULL propagates.
   * @example payments.mutate((c) => ({ raised: c.amount.add(1) }))
   */
  add<const V extends NumberOperand>(right: V): Column<Arith<D, V>> {
    return this.binary("Add", right);
  }
  /**
   * Subtracts a number.
   * Returns int64 for integers, decimal if either is decimal, float64 if either is a float. NULL propagates.
   * @example payments.mutate((c) => ({ lowered: c.amount.sub(1) }))
   */
  sub<const V extends NumberOperand>(right: V): Column<Arith<D, V>> {
    return this.binary("Subtract", right);
  }
  /**
   * Multiplies by a number.
   * Returns int64 for integers, decimal if either is decimal, float64 if either is a float. NULL propagates.
   * @example payments.mutate((c) => ({ double: c.amount.mul(2) }))
   */
  mul<const V extends NumberOperand>(right: V): Column<Arith<D, V>> {
    return this.binary("Multiply", right);
  }
  /**
   * Divides by a number.
   * Returns float64, for integers and decimals, too. NULL if the divisor is 0. NULL propagates.
   * @example payments.mutate((c) => ({ half: c.amount.div(2) }))
   */
  div<const V extends NumberOperand>(divisor: V): Column<Float64> {
    return this.binary("Divide", divisor);
  }
  /**
   * Divides by a number and rounds down.
   * Returns int64 for integers, otherwise the dtype of the arithmetic. NULL if the divisor is 0. NULL propagates.
   * @example payments.mutate((c) => ({ tens: c.amount.floorDiv(10) }))
   */
  floorDiv<const V extends NumberOperand>(divisor: V): Column<SetNull<Arith<D, V>, true>> {
    return this.binary("FloorDivide", divisor);
  }
  /**
   * Remainder of a division, with the sign of the dividend as in JavaScript.
   * Returns int64 for integers, otherwise the dtype of the arithmetic. NULL if the divisor is 0. NULL propagates.
   * @example orders.filter((c) => c.order_id.mod(2).eq(0))
   */
  mod<const V extends NumberOperand>(divisor: V): Column<SetNull<Arith<D, V>, true>> {
    return this.binary("Modulus", divisor);
  }
  /**
   * Raises to a power.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ square: c.amount.pow(2) }))
   */
  pow<const V extends NumberOperand>(exponent: V): Column<Float64<Or<D["nullable"], OperandNull<V>>>> {
    return this.binary("Power", exponent);
  }
  /**
   * Angle in radians of the point (`x`, this): the two-argument arctangent.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ angle: c.amount.atan2(1) }))
   */
  atan2<const V extends NumberOperand>(x: V): Column<Float64<Or<D["nullable"], OperandNull<V>>>> {
    return this.binary("Atan2", x);
  }
  /**
   * Negates the number.
   * Returns int64, decimal or float64. NULL propagates.
   * @example payments.mutate((c) => ({ refund: c.amount.neg() }))
   */
  neg(): Column<SignedOf<D>> {
    return this.op("Negate", { arg: this.node });
  }
  /**
   * Absolute value.
   * Returns int64, decimal or float64. NULL propagates.
   * @example payments.mutate((c) => ({ size: c.amount.abs() }))
   */
  abs(): Column<SignedOf<D>> {
    return this.op("Abs", { arg: this.node });
  }
  /**
   * Sign of the number: -1, 0 or 1.
   * Returns int64. NULL propagates.
   * @example payments.mutate((c) => ({ sign: c.amount.sign() }))
   */
  sign(): Column<Int64<D["nullable"]>> {
    return this.op("Sign", { arg: this.node });
  }
  /**
   * Rounds up to a whole number.
   * Returns int64; decimals stay decimal. NULL propagates.
   * @example payments.mutate((c) => ({ up: c.amount.ceil() }))
   */
  ceil(): Column<WholeOf<D>> {
    return this.op("Ceil", { arg: this.node });
  }
  /**
   * Rounds down to a whole number.
   * Returns int64; decimals stay decimal. NULL propagates.
   * @example payments.mutate((c) => ({ down: c.amount.floor() }))
   */
  floor(): Column<WholeOf<D>> {
    return this.op("Floor", { arg: this.node });
  }
  /**
   * Square root.
   * Returns float64. NULL if the number is negative. NULL propagates.
   * @example payments.mutate((c) => ({ root: c.amount.sqrt() }))
   */
  sqrt(): Column<Float64> {
    return this.op("Sqrt", { arg: this.node });
  }
  /**
   * Exponential: e raised to the number.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ e: c.amount.exp() }))
   */
  exp(): Column<Float64<D["nullable"]>> {
    return this.op("Exp", { arg: this.node });
  }
  /**
   * Natural logarithm.
   * Returns float64. NULL if the number is not positive. NULL propagates.
   * @example payments.mutate((c) => ({ ln: c.amount.ln() }))
   */
  ln(): Column<Float64> {
    return this.op("Ln", { arg: this.node });
  }
  /**
   * Logarithm to base 2.
   * Returns float64. NULL if the number is not positive. NULL propagates.
   * @example payments.mutate((c) => ({ bits: c.amount.log2() }))
   */
  log2(): Column<Float64> {
    return this.op("Log2", { arg: this.node });
  }
  /**
   * Logarithm to base 10.
   * Returns float64. NULL if the number is not positive. NULL propagates.
   * @example payments.mutate((c) => ({ digits: c.amount.log10() }))
   */
  log10(): Column<Float64> {
    return this.op("Log10", { arg: this.node });
  }
  /**
   * Sine of an angle in radians.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.sin() }))
   */
  sin(): Column<Float64<D["nullable"]>> {
    return this.op("Sin", { arg: this.node });
  }
  /**
   * Cosine of an angle in radians.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.cos() }))
   */
  cos(): Column<Float64<D["nullable"]>> {
    return this.op("Cos", { arg: this.node });
  }
  /**
   * Tangent of an angle in radians.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.tan() }))
   */
  tan(): Column<Float64<D["nullable"]>> {
    return this.op("Tan", { arg: this.node });
  }
  /**
   * Cotangent of an angle in radians.
   * Returns float64. NULL if the angle is 0. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.cot() }))
   */
  cot(): Column<Float64> {
    return this.op("Cot", { arg: this.node });
  }
  /**
   * Arcsine, in radians.
   * Returns float64. NULL outside of -1 to 1. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.asin() }))
   */
  asin(): Column<Float64> {
    return this.op("Asin", { arg: this.node });
  }
  /**
   * Arccosine, in radians.
   * Returns float64. NULL outside of -1 to 1. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.acos() }))
   */
  acos(): Column<Float64> {
    return this.op("Acos", { arg: this.node });
  }
  /**
   * Arctangent, in radians.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.atan() }))
   */
  atan(): Column<Float64<D["nullable"]>> {
    return this.op("Atan", { arg: this.node });
  }
  /**
   * Hyperbolic sine.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.sinh() }))
   */
  sinh(): Column<Float64<D["nullable"]>> {
    return this.op("Sinh", { arg: this.node });
  }
  /**
   * Hyperbolic cosine.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.cosh() }))
   */
  cosh(): Column<Float64<D["nullable"]>> {
    return this.op("Cosh", { arg: this.node });
  }
  /**
   * Hyperbolic tangent.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.tanh() }))
   */
  tanh(): Column<Float64<D["nullable"]>> {
    return this.op("Tanh", { arg: this.node });
  }
  /**
   * Converts an angle from radians to degrees.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.degrees() }))
   */
  degrees(): Column<Float64<D["nullable"]>> {
    return this.op("Degrees", { arg: this.node });
  }
  /**
   * Converts an angle from degrees to radians.
   * Returns float64. NULL propagates.
   * @example payments.mutate((c) => ({ y: c.amount.radians() }))
   */
  radians(): Column<Float64<D["nullable"]>> {
    return this.op("Radians", { arg: this.node });
  }
  /**
   * Tests whether the number is NaN, which only floats can be.
   * Returns bool. NULL propagates.
   * @example payments.filter((c) => c.amount.isNan().not())
   */
  isNan(): Column<Bool<D["nullable"]>> {
    return this.op("IsNan", { arg: this.node });
  }
  /**
   * Tests whether the number is infinite, which only floats can be.
   * Returns bool. NULL propagates.
   * @example payments.filter((c) => c.amount.isInf().not())
   */
  isInf(): Column<Bool<D["nullable"]>> {
    return this.op("IsInf", { arg: this.node });
  }
  /**
   * Logarithm to a base (e by default).
   * Returns float64. NULL if the number is not positive. NULL propagates.
   * @example payments.mutate((c) => ({ log: c.amount.log(3) }))
   */
  log(base?: NumberOperand): Column<Float64> {
    return base === undefined
      ? this.op("Ln", { arg: this.node })
      : this.op("Log", { arg: this.node, base: comparableNode(base, this.node) });
  }
  /**
   * Rounds to a number of decimal places (0 by default), halves away from zero.
   * Returns int64 without decimal places, otherwise float64; decimals stay decimal. NULL propagates.
   * @example payments.mutate((c) => ({ rounded: c.amount.round(1) }))
   */
  round(): Column<WholeOf<D>>;
  round(digits: number): Column<ByClass<D, Float64<D["nullable"]>, Float64<D["nullable"]>>>;
  round(digits = 0): AnyColumn {
    return this.op("Round", { arg: this.node, digits });
  }
  /**
   * Limits the number to a range, either bound of which may be omitted.
   * Returns the same dtype. NULL propagates.
   * @example payments.mutate((c) => ({ clipped: c.amount.clip({ lower: 0, upper: 100 }) }))
   */
  clip(bounds: { readonly lower?: NumberOperand; readonly upper?: NumberOperand }): Column<D> {
    const node = (v: NumberOperand | undefined) => (v === undefined ? undefined : comparableNode(v, this.node));
    return this.op("Clip", { arg: this.node, lower: node(bounds.lower), upper: node(bounds.upper) });
  }
  /**
   * Sum of the values.
   * Returns int64 for integers, decimal(38, scale) for decimals, float64 for floats; an integer overflow raises an
   * error at execution. NULLs are skipped; NULL if there are no values.
   * @example payments.aggregate((c) => ({ total: c.amount.sum() }))
   */
  sum(options: AggregateOptions = {}): Column<SumOf<D>> {
    return this.op("Sum", { arg: this.node, where: options.where?.node });
  }
  /**
   * Arithmetic mean of the values.
   * Returns float64. NULLs are skipped; NULL if there are no values.
   * @example payments.aggregate((c) => ({ mean: c.amount.mean() }))
   */
  mean(options: AggregateOptions = {}): Column<Float64> {
    return this.op("Mean", { arg: this.node, where: options.where?.node });
  }
  /**
   * Median of the values: the middle one, or the mean of the middle two.
   * Returns float64. NULLs are skipped; NULL if there are no values.
   * @example payments.aggregate((c) => ({ median: c.amount.median() }))
   */
  median(options: AggregateOptions = {}): Column<Float64> {
    return this.op("Median", { arg: this.node, where: options.where?.node });
  }
  /**
   * Approximate median of the values.
   * Returns float64. NULLs are skipped; NULL if there are no values.
   * @example payments.aggregate((c) => ({ median: c.amount.approxMedian() }))
   */
  approxMedian(options: AggregateOptions = {}): Column<Float64> {
    return this.op("ApproxMedian", { arg: this.node, where: options.where?.node });
  }
  /**
   * Sample skewness of the values.
   * Returns float64. NULLs are skipped; NULL for fewer than three values, and if all of them are equal.
   * @example payments.aggregate((c) => ({ skew: c.amount.skew() }))
   */
  skew(options: AggregateOptions = {}): Column<Float64> {
    return this.op("Skewness", { arg: this.node, where: options.where?.node });
  }
  /**
   * Variance of the values (sample variance by default).
   * Returns float64. NULLs are skipped; NULL if there are too few values.
   * @example payments.aggregate((c) => ({ x: c.amount.var() }))
   */
  var(options: SamplingOptions = {}): Column<Float64> {
    return this.op("Variance", { arg: this.node, how: options.how ?? "sample", where: options.where?.node });
  }
  /**
   * Standard deviation of the values (sample standard deviation by default).
   * Returns float64. NULLs are skipped; NULL if there are too few values.
   * @example payments.aggregate((c) => ({ x: c.amount.std() }))
   */
  std(options: SamplingOptions = {}): Column<Float64> {
    return this.op("StandardDev", { arg: this.node, how: options.how ?? "sample", where: options.where?.node });
  }
  /**
   * Excess kurtosis of the values (sample kurtosis by default).
   * Returns float64. NULLs are skipped; NULL for a sample of fewer than four values, and if all of them are equal.
   * @example payments.aggregate((c) => ({ x: c.amount.kurtosis() }))
   */
  kurtosis(options: SamplingOptions = {}): Column<Float64> {
    return this.op("Kurtosis", { arg: this.node, how: options.how ?? "sample", where: options.where?.node });
  }
  /**
   * Quantile of the values, from 0 (smallest) to 1 (largest), interpolated linearly between neighbors.
   * Returns float64. NULLs are skipped; NULL if there are no values. Throws `invalid-argument` for a quantile outside
   * of 0 to 1.
   * @example payments.aggregate((c) => ({ p90: c.amount.quantile(0.9) }))
   */
  quantile(quantile: number, options: AggregateOptions = {}): Column<Float64> {
    return this.op("Quantile", { arg: this.node, quantile: quantileNode(quantile), where: options.where?.node });
  }
  /**
   * Approximate quantile of the values, from 0 (smallest) to 1 (largest).
   * Returns float64. NULLs are skipped; NULL if there are no values. Throws `invalid-argument` for a quantile outside
   * of 0 to 1.
   * @example payments.aggregate((c) => ({ p90: c.amount.approxQuantile(0.9) }))
   */
  approxQuantile(quantile: number, options: AggregateOptions = {}): Column<Float64> {
    return this.op("ApproxQuantile", { arg: this.node, quantile: quantileNode(quantile), where: options.where?.node });
  }
  /**
   * Pearson correlation coefficient with another column.
   * Returns float64. Rows where either is NULL are skipped; NULL for fewer than two rows, and if all values of either
   * column are equal.
   * @example payments.aggregate((c) => ({ r: c.amount.corr(c.order_id) }))
   */
  corr(right: NumericColumnLike, options: AggregateOptions = {}): Column<Float64> {
    return this.op("Correlation", { left: this.node, right: right.node, where: options.where?.node });
  }
  /**
   * Covariance with another column (sample covariance by default).
   * Returns float64. Rows where either is NULL are skipped; NULL if there are too few rows.
   * @example payments.aggregate((c) => ({ r: c.amount.cov(c.order_id) }))
   */
  cov(right: NumericColumnLike, options: SamplingOptions = {}): Column<Float64> {
    return this.op("Covariance", {
      left: this.node,
      right: right.node,
      how: options.how ?? "sample",
      where: options.where?.node,
    });
  }
  /**
   * Running sum, from the first row in the order to the current row and its peers.
   * Returns int64, decimal or float64. NULLs are skipped; NULL if there are no values.
   * @example payments.mutate((c) => ({ total: c.amount.cumsum({ orderBy: c.payment_id }) }))
   */
  cumsum(options: CumulativeOptions): Column<SumOf<D>> {
    return columnFrom(cumulativeNode("Sum", this.node, options));
  }
  /**
   * Running mean, from the first row in the order to the current row and its peers.
   * Returns float64. NULLs are skipped; NULL if there are no values.
   * @example payments.mutate((c) => ({ mean: c.amount.cummean({ orderBy: c.payment_id }) }))
   */
  cummean(options: CumulativeOptions): Column<Float64> {
    return columnFrom(cumulativeNode("Mean", this.node, options));
  }
  /**
   * Number of the equal-width bin that the value falls in: one of `bins` bins, counted from 0, between the smallest and
   * the largest value of the column, or a bin of a `width`, counted from `base` (0 by default).
   * Returns int64. NULL propagates. Throws `invalid-argument` for a number of bins or a width that is not positive.
   * @example payments.groupBy((c) => ({ bin: c.amount.histogram({ bins: 10 }) })).count()
   */
  histogram(options: HistogramOptions): Column<Int64> {
    return columnFrom(histogramNode(this.node, options));
  }
  /**
   * Number of the range between two edges that the value falls in, counted from 0.
   * Returns int64. NULL outside of the ranges. NULL propagates. Throws `invalid-argument` if the edges do not increase.
   * @example payments.mutate((c) => ({ size: c.amount.bucket([0, 10, 20, 30]) }))
   */
  bucket(edges: readonly number[], options: BucketOptions = {}): Column<Int64> {
    return columnFrom(bucketNode(this.node, edges, options));
  }
}

function quantileNode(quantile: number) {
  if (!(quantile >= 0 && quantile <= 1))
    throw new AvocetError("invalid-argument", `A quantile is a number from 0 to 1, got ${quantile}`);
  return literal(quantile, notNull(float64));
}
