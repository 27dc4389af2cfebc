import { float64 } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast } from "../cast.js";
import { elementRows, evaluateOnce, ifElse } from "../scope.js";
import { typeName } from "../types.js";
import { collectArray } from "./array-agg.js";

type Args = { readonly arg: Sql; readonly where: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "window">;
interface CentralMoments {
  readonly n: Sql;
  /** The second, third and fourth central moments. */
  readonly second: Sql;
  readonly third: Sql;
  readonly fourth: Sql;
}

/**
 * Builds an expression from the central moments, because BigQuery has no skewness and kurtosis. NULL for fewer than
 * `minCount` values.
 */
function withMoments(
  { arg, where }: Args,
  context: Context,
  minCount: number,
  build: (moments: CentralMoments) => Sql,
): Sql {
  const dtype = context.dtype("arg");
  const value = typeName(dtype) === "FLOAT64" ? arg : cast(arg, float64);
  return evaluateOnce(
    { values: collectArray({ arg: value, dtype: { ...float64, nullable: dtype.nullable }, filter: where }, context) },
    ({ values }) => {
      const averageOf = (body: (element: Sql) => Sql): Sql => {
        const rows = elementRows(values, float64);
        return sql`(${rows.query(sql`SELECT AVG(${body(rows.element)}) FROM ${rows.fromWithoutOffset}`)})`;
      };
      return evaluateOnce({ mean: averageOf((x) => x) }, ({ mean }) => {
        const power = (n: number): Sql => averageOf((x) => call("POW", sql`${x} - ${mean}`, intLiteral(n)));
        return evaluateOnce(
          { n: call("ARRAY_LENGTH", values), second: power(2), third: power(3), fourth: power(4) },
          (m) => ifElse(sql`${m.n} >= ${intLiteral(minCount)} AND ${m.second} > 0`, build(m), sql`NULL`),
        );
      });
    },
  );
}
/** The excess kurtosis of a population. */
const excessKurtosis = ({ second, fourth }: CentralMoments): Sql => sql`${fourth} / (${second} * ${second}) - 3`;

export const higherMomentRules = {
  Kurtosis: (a, context) =>
    a.how === "population"
      ? withMoments(a, context, 1, excessKurtosis)
      : withMoments(
          a,
          context,
          4,
          (m) => sql`(${m.n} - 1) / ((${m.n} - 2) * (${m.n} - 3)) * ((${m.n} + 1) * (${excessKurtosis(m)}) + 6)`,
        ),
  Skewness: (a, context) =>
    withMoments(
      a,
      context,
      3,
      (m) => sql`${m.third} / POW(${m.second}, 1.5) * SQRT(${m.n} * (${m.n} - 1)) / (${m.n} - 2)`,
    ),
} satisfies Partial<Rules>;
