import type { Bool, DType, Float64, Int64, Numeric, Or, SetNull } from "../../dtype/dtype.js";
import { float64, notNull } from "../../dtype/dtype.js";
import type { NumericClasses } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { OpName } from "../../ir/operations.js";
import type { Sampling } from "../../ir/ops/reductions.js";
import { literal } from "../../ir/value.js";
import type { AnyColumn, Arith, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import type { ReduceOptions } from "./base.js";
import { ColumnBase } from "./base.js";
import type { BucketOptions } from "./bucket.js";
import { bucketNode } from "./bucket.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";
import type { CumulativeOptions } from "./cumulative.js";
import { cumulative } from "./cumulative.js";
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
/** int64, decimal or float64, as the operand's own family. */
export type SignedOf<D extends DType> = ByClass<D, Int64<D["nullable"]>, Float64<D["nullable"]>>;
type WholeOf<D extends DType> = ByClass<D, Int64<D["nullable"]>, Int64<D["nullable"]>>;
/** The dtype of a sum, always nullable: over no rows it is NULL. */
export type SumOf<D extends DType> = SetNull<SignedOf<D>, true>;
/** Whether the numbers are a sample of more, or all there are. */
export interface SamplingOptions extends ReduceOptions {
  readonly how?: Sampling;
}

/** A column of numbers. */
export class NumericColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  private binary<C extends AnyColumn>(name: OpName, other: unknown): C {
    return columnFrom<C>(op(name as "Add", { left: this.node, right: comparableNode(other, this.node) })); // the names below all take two numbers
  }

  /**
   * The sum. → int64 for integers, decimal with a decimal, float64 with a float
   * @example payments.mutate((c) => ({ more: c.amount.add(1) }))
   */
  add<const V extends NumberOperand>(other: V): Column<Arith<D, V>> {
    return this.binary("Add", other);
  }
  /**
   * The difference. → int64 for integers, decimal with a decimal, float64 with a float
   * @example payments.mutate((c) => ({ less: c.amount.sub(1) }))
   */
  sub<const V extends NumberOperand>(other: V): Column<Arith<D, V>> {
    return this.binary("Subtract", other);
  }
  /**
   * The product. → int64 for integers, decimal with a decimal, float64 with a float
   * @example payments.mutate((c) => ({ double: c.amount.mul(2) }))
   */
  mul<const V extends NumberOperand>(other: V): Column<Arith<D, V>> {
    return this.binary("Multiply", other);
  }
  /**
   * The quotient as float64, also of integers and decimals; NULL for a divisor of zero.
   * @example payments.mutate((c) => ({ half: c.amount.div(2) }))
   */
  div<const V extends NumberOperand>(other: V): Column<Float64> {
    return this.binary("Divide", other);
  }
  /**
   * The quotient, rounded down; NULL for a divisor of zero. → int64 for integers
   * @example payments.mutate((c) => ({ tens: c.amount.floorDiv(10) }))
   */
  floorDiv<const V extends NumberOperand>(other: V): Column<SetNull<Arith<D, V>, true>> {
    return this.binary("FloorDivide", other);
  }
  /**
   * The remainder, with the sign of the dividend as in JavaScript; NULL for a divisor of zero. → int64 for integers
   * @example orders.filter((c) => c.order_id.mod(2).eq(0))
   */
  mod<const V extends NumberOperand>(other: V): Column<SetNull<Arith<D, V>, true>> {
    return this.binary("Modulus", other);
  }
  /**
   * To a power. → float64
   * @example payments.mutate((c) => ({ square: c.amount.pow(2) }))
   */
  pow<const V extends NumberOperand>(other: V): Column<Float64<Or<D["nullable"], OperandNull<V>>>> {
    return this.binary("Power", other);
  }
  /**
   * The angle in radians of the point whose y is this and whose x is the other. → float64
   * @example payments.mutate((c) => ({ angle: c.amount.atan2(1) }))
   */
  atan2<const V extends NumberOperand>(other: V): Column<Float64<Or<D["nullable"], OperandNull<V>>>> {
    return this.binary("Atan2", other);
  }
  /**
   * The number with the other sign.; NULL stays NULL.
   * @example payments.mutate((c) => ({ refund: c.amount.neg() }))
   */
  neg(): Column<SignedOf<D>> {
    return this.op("Negate", { arg: this.node });
  }
  /**
   * The number without its sign.; NULL stays NULL.
   * @example payments.mutate((c) => ({ size: c.amount.abs() }))
   */
  abs(): Column<SignedOf<D>> {
    return this.op("Abs", { arg: this.node });
  }
  /**
   * -1, 0 or 1. → int64; NULL stays NULL.
   * @example payments.mutate((c) => ({ sign: c.amount.sign() }))
   */
  sign(): Column<Int64<D["nullable"]>> {
    return this.op("Sign", { arg: this.node });
  }
  /**
   * The least whole number that is not smaller. → int64; decimals stay decimal; NULL stays NULL.
   * @example payments.mutate((c) => ({ up: c.amount.ceil() }))
   */
  ceil(): Column<WholeOf<D>> {
    return this.op("Ceil", { arg: this.node });
  }
  /**
   * The greatest whole number that is not larger. → int64; decimals stay decimal; NULL stays NULL.
   * @example payments.mutate((c) => ({ down: c.amount.floor() }))
   */
  floor(): Column<WholeOf<D>> {
    return this.op("Floor", { arg: this.node });
  }
  /**
   * The square root; NULL for a negative number. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ root: c.amount.sqrt() }))
   */
  sqrt(): Column<Float64> {
    return this.op("Sqrt", { arg: this.node });
  }
  /**
   * e to the power of the number. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ e: c.amount.exp() }))
   */
  exp(): Column<Float64<D["nullable"]>> {
    return this.op("Exp", { arg: this.node });
  }
  /**
   * The natural logarithm; NULL for zero and below. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ ln: c.amount.ln() }))
   */
  ln(): Column<Float64> {
    return this.op("Ln", { arg: this.node });
  }
  /**
   * The logarithm to base 2; NULL for zero and below. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ bits: c.amount.log2() }))
   */
  log2(): Column<Float64> {
    return this.op("Log2", { arg: this.node });
  }
  /**
   * The logarithm to base 10; NULL for zero and below. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ digits: c.amount.log10() }))
   */
  log10(): Column<Float64> {
    return this.op("Log10", { arg: this.node });
  }
  /**
   * The sine of an angle in radians. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.sin() }))
   */
  sin(): Column<Float64<D["nullable"]>> {
    return this.op("Sin", { arg: this.node });
  }
  /**
   * The cosine of an angle in radians. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.cos() }))
   */
  cos(): Column<Float64<D["nullable"]>> {
    return this.op("Cos", { arg: this.node });
  }
  /**
   * The tangent of an angle in radians. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.tan() }))
   */
  tan(): Column<Float64<D["nullable"]>> {
    return this.op("Tan", { arg: this.node });
  }
  /**
   * The cotangent of an angle in radians; NULL at zero. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.cot() }))
   */
  cot(): Column<Float64> {
    return this.op("Cot", { arg: this.node });
  }
  /**
   * The angle in radians of a sine; NULL outside -1 to 1. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.asin() }))
   */
  asin(): Column<Float64> {
    return this.op("Asin", { arg: this.node });
  }
  /**
   * The angle in radians of a cosine; NULL outside -1 to 1. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.acos() }))
   */
  acos(): Column<Float64> {
    return this.op("Acos", { arg: this.node });
  }
  /**
   * The angle in radians of a tangent. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.atan() }))
   */
  atan(): Column<Float64<D["nullable"]>> {
    return this.op("Atan", { arg: this.node });
  }
  /**
   * The hyperbolic sine. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.sinh() }))
   */
  sinh(): Column<Float64<D["nullable"]>> {
    return this.op("Sinh", { arg: this.node });
  }
  /**
   * The hyperbolic cosine. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.cosh() }))
   */
  cosh(): Column<Float64<D["nullable"]>> {
    return this.op("Cosh", { arg: this.node });
  }
  /**
   * The hyperbolic tangent. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.tanh() }))
   */
  tanh(): Column<Float64<D["nullable"]>> {
    return this.op("Tanh", { arg: this.node });
  }
  /**
   * An angle in radians as degrees. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.degrees() }))
   */
  degrees(): Column<Float64<D["nullable"]>> {
    return this.op("Degrees", { arg: this.node });
  }
  /**
   * An angle in degrees as radians. → float64; NULL stays NULL.
   * @example payments.mutate((c) => ({ y: c.amount.radians() }))
   */
  radians(): Column<Float64<D["nullable"]>> {
    return this.op("Radians", { arg: this.node });
  }
  /**
   * Whether it is NaN, which only a float can be. → bool; NULL stays NULL.
   * @example payments.filter((c) => c.amount.isNan().not())
   */
  isNan(): Column<Bool<D["nullable"]>> {
    return this.op("IsNan", { arg: this.node });
  }
  /**
   * Whether it is infinite, which only a float can be. → bool; NULL stays NULL.
   * @example payments.filter((c) => c.amount.isInf().not())
   */
  isInf(): Column<Bool<D["nullable"]>> {
    return this.op("IsInf", { arg: this.node });
  }
  /**
   * The logarithm to a base, e unless told; NULL for zero and below. → float64
   * @example payments.mutate((c) => ({ log: c.amount.log(3) }))
   */
  log(base?: NumberOperand): Column<Float64> {
    return base === undefined
      ? this.op("Ln", { arg: this.node })
      : this.op("Log", { arg: this.node, base: comparableNode(base, this.node) });
  }
  /**
   * To a number of digits after the point, halves away from zero. → int64 for 0 digits, else float64; decimals stay decimal
   * @example payments.mutate((c) => ({ rounded: c.amount.round(1) }))
   */
  round(): Column<WholeOf<D>>;
  round(digits: number): Column<ByClass<D, Float64<D["nullable"]>, Float64<D["nullable"]>>>;
  round(digits = 0): AnyColumn {
    return this.op("Round", { arg: this.node, digits });
  }
  /**
   * Held between two bounds, either of which may be left out; NULL stays NULL. → the same dtype
   * @example payments.mutate((c) => ({ held: c.amount.clip({ lower: 0, upper: 100 }) }))
   */
  clip(bounds: { readonly lower?: NumberOperand; readonly upper?: NumberOperand }): Column<D> {
    const node = (v: NumberOperand | undefined) => (v === undefined ? undefined : comparableNode(v, this.node));
    return this.op("Clip", { arg: this.node, lower: node(bounds.lower), upper: node(bounds.upper) });
  }
  /**
   * The sum; NULL over no rows. → int64 of integers (an overflow is an error), decimal(38, scale) of decimals, float64 of floats
   * @example payments.aggregate((c) => ({ total: c.amount.sum() }))
   */
  sum(options: ReduceOptions = {}): Column<SumOf<D>> {
    return this.op("Sum", { arg: this.node, where: options.where?.node });
  }
  /**
   * The mean; NULL over no rows. → float64
   * @example payments.aggregate((c) => ({ mean: c.amount.mean() }))
   */
  mean(options: ReduceOptions = {}): Column<Float64> {
    return this.op("Mean", { arg: this.node, where: options.where?.node });
  }
  /**
   * The middle value, or the mean of the middle two; NULL over no rows. → float64
   * @example payments.aggregate((c) => ({ median: c.amount.median() }))
   */
  median(options: ReduceOptions = {}): Column<Float64> {
    return this.op("Median", { arg: this.node, where: options.where?.node });
  }
  /**
   * About the middle value; NULL over no rows. → float64
   * @example payments.aggregate((c) => ({ median: c.amount.approxMedian() }))
   */
  approxMedian(options: ReduceOptions = {}): Column<Float64> {
    return this.op("ApproxMedian", { arg: this.node, where: options.where?.node });
  }
  /**
   * The skewness of a sample; NULL for fewer than three values, and where all are equal. → float64
   * @example payments.aggregate((c) => ({ skew: c.amount.skew() }))
   */
  skew(options: ReduceOptions = {}): Column<Float64> {
    return this.op("Skewness", { arg: this.node, where: options.where?.node });
  }
  /**
   * The variance, of a sample unless told; NULL for fewer values than that needs. → float64
   * @example payments.aggregate((c) => ({ x: c.amount.var() }))
   */
  var(options: SamplingOptions = {}): Column<Float64> {
    return this.op("Variance", { arg: this.node, how: options.how ?? "sample", where: options.where?.node });
  }
  /**
   * The standard deviation, of a sample unless told; NULL for fewer values than that needs. → float64
   * @example payments.aggregate((c) => ({ x: c.amount.std() }))
   */
  std(options: SamplingOptions = {}): Column<Float64> {
    return this.op("StandardDev", { arg: this.node, how: options.how ?? "sample", where: options.where?.node });
  }
  /**
   * The excess kurtosis, of a sample unless told; NULL for fewer than four values of a sample, and where all are equal. → float64
   * @example payments.aggregate((c) => ({ x: c.amount.kurtosis() }))
   */
  kurtosis(options: SamplingOptions = {}): Column<Float64> {
    return this.op("Kurtosis", { arg: this.node, how: options.how ?? "sample", where: options.where?.node });
  }
  /**
   * The value below which a share of the values lies, interpolated between neighbours; NULL over no rows. → float64
   * @example payments.aggregate((c) => ({ p90: c.amount.quantile(0.9) }))
   */
  quantile(share: number, options: ReduceOptions = {}): Column<Float64> {
    return this.op("Quantile", { arg: this.node, quantile: shareNode(share), where: options.where?.node });
  }
  /**
   * About the value below which a share of the values lies; NULL over no rows. → float64
   * @example payments.aggregate((c) => ({ p90: c.amount.approxQuantile(0.9) }))
   */
  approxQuantile(share: number, options: ReduceOptions = {}): Column<Float64> {
    return this.op("ApproxQuantile", { arg: this.node, quantile: shareNode(share), where: options.where?.node });
  }
  /**
   * Pearson's coefficient of correlation with another column; NULL for fewer than two pairs, and where either column's values are all equal. → float64
   * @example payments.aggregate((c) => ({ r: c.amount.corr(c.order_id) }))
   */
  corr(other: NumericColumnLike, options: ReduceOptions = {}): Column<Float64> {
    return this.op("Correlation", { left: this.node, right: other.node, where: options.where?.node });
  }
  /**
   * The covariance with another column, of a sample unless told; NULL for fewer pairs than that needs. → float64
   * @example payments.aggregate((c) => ({ r: c.amount.cov(c.order_id) }))
   */
  cov(other: NumericColumnLike, options: SamplingOptions = {}): Column<Float64> {
    return this.op("Covariance", {
      left: this.node,
      right: other.node,
      how: options.how ?? "sample",
      where: options.where?.node,
    });
  }
  /**
   * The sum so far, from the first row in the order to the current one and its peers. → int64, decimal or float64
   * @example payments.mutate((c) => ({ sofar: c.amount.cumsum({ orderBy: c.payment_id }) }))
   */
  cumsum(options: CumulativeOptions): Column<SumOf<D>> {
    return columnFrom(cumulative("Sum", this.node, options));
  }
  /**
   * The mean so far, from the first row in the order to the current one and its peers. → float64
   * @example payments.mutate((c) => ({ mean: c.amount.cummean({ orderBy: c.payment_id }) }))
   */
  cummean(options: CumulativeOptions): Column<Float64> {
    return columnFrom(cumulative("Mean", this.node, options));
  }
  /**
   * The number of the bin that it falls in, of bins of equal width: so many `bins` from 0 between the smallest and the largest of all
   * values, or bins of a `width` counted from `base`, 0 unless told. NULL stays NULL. → int64
   * @example payments.groupBy((c) => ({ bin: c.amount.histogram({ bins: 10 }) })).count()
   */
  histogram(options: HistogramOptions): Column<Int64> {
    return columnFrom(histogramNode(this.node, options));
  }
  /**
   * Which of the ranges between the edges it falls in, from 0; NULL outside of them. → int64
   * @example payments.mutate((c) => ({ size: c.amount.bucket([0, 10, 20, 30]) }))
   */
  bucket(edges: readonly number[], options: BucketOptions = {}): Column<Int64> {
    return columnFrom(bucketNode(this.node, edges, options));
  }
}

function shareNode(share: number) {
  if (!(share >= 0 && share <= 1)) throw new AvocetError("invalid-argument", `a share is 0 to 1, got ${share}`);
  return literal(share, notNull(float64));
}
