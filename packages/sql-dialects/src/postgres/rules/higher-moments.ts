import type { DType } from "@avocet/core";
import { isFloat } from "@avocet/core/dialect";
import type { RuleContext } from "../../dialect.js";
import { caseWhen, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { castAs } from "../build.js";
import { shortestDigits } from "../cast.js";

type Context = Pick<RuleContext, "aggregate">;

/** The count `n` and exact central moments multiplied by powers of `n`, from sums of powers. */
function centralMoments(arg: Sql, dtype: DType, where: Sql | undefined, { aggregate }: Context) {
  const x = castAs(isFloat(dtype) ? shortestDigits(arg) : arg, "numeric");
  const sum = (power: Sql): Sql => aggregate("SUM", [power], { where });
  const n = castAs(aggregate("COUNT", [arg], { where }), "numeric");
  const [s1, s2, s3, s4] = [
    sum(x),
    sum(sql`${x} * ${x}`),
    sum(sql`${x} * ${x} * ${x}`),
    sum(sql`${x} * ${x} * ${x} * ${x}`),
  ];
  return {
    n,
    second: sql`(${n} * ${s2} - ${s1} * ${s1})`,
    third: sql`(${n} * ${n} * ${s3} - 3 * ${n} * ${s1} * ${s2} + 2 * ${s1} * ${s1} * ${s1})`,
    fourth: sql`(${n} * ${n} * ${n} * ${s4} - 4 * ${n} * ${n} * ${s1} * ${s3} + 6 * ${n} * ${s1} * ${s1} * ${s2} - 3 * ${s1} * ${s1} * ${s1} * ${s1})`,
  };
}
const toFloat64 = (value: Sql): Sql => castAs(value, "double precision");

/** Sample skewness, which PostgreSQL lacks. NULL for fewer than three values or if all are equal. */
export function skewness(arg: Sql, dtype: DType, where: Sql | undefined, context: Context): Sql {
  const { n, second, third } = centralMoments(arg, dtype, where, context);
  const populationSkewness = sql`${third} / (${second} * SQRT(${second}))`;
  return caseWhen([
    [sql`${n} > 2 AND ${second} > 0`, toFloat64(sql`SQRT(${n} * (${n} - 1)) / (${n} - 2) * ${populationSkewness}`)],
  ]);
}

/** Excess kurtosis, which PostgreSQL lacks. NULL if all values are equal, or for a sample of fewer than four values. */
export function kurtosis(arg: Sql, dtype: DType, where: Sql | undefined, sample: boolean, context: Context): Sql {
  const { n, second, fourth } = centralMoments(arg, dtype, where, context);
  const excess = sql`(${fourth} / (${second} * ${second}) - 3)`;
  if (!sample) return caseWhen([[sql`${second} > 0`, toFloat64(excess)]]);
  const unbiased = sql`(${n} - 1) / ((${n} - 2) * (${n} - 3)) * ((${n} + 1) * ${excess} + 6)`;
  return caseWhen([[sql`${n} > 3 AND ${second} > 0`, toFloat64(unbiased)]]);
}
