import { float64 } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast } from "../convert.js";
import { either, elementsOf, once } from "../scope.js";
import { typeName } from "../types.js";
import { gathered } from "./gathered.js";

type Args = { readonly arg: Sql; readonly where: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "window">;
interface Moments {
  readonly n: Sql;
  /** The means of the squares, cubes and fourth powers of the distances from the mean. */
  readonly second: Sql;
  readonly third: Sql;
  readonly fourth: Sql;
}

/** BigQuery has neither: both are made of the distances from the mean. */
function ofMoments({ arg, where }: Args, context: Context, least: number, use: (moments: Moments) => Sql): Sql {
  const dtype = context.dtype("arg");
  const value = typeName(dtype) === "FLOAT64" ? arg : cast(arg, float64);
  return once(
    { values: gathered({ arg: value, dtype: { ...float64, nullable: dtype.nullable }, keep: where }, context) },
    ({ values }) => {
      const over = (of: (element: Sql) => Sql): Sql => {
        const rows = elementsOf(values, float64);
        return sql`(${rows.query(sql`SELECT AVG(${of(rows.element)}) FROM ${rows.only}`)})`;
      };
      return once({ mean: over((x) => x) }, ({ mean }) => {
        const power = (n: number): Sql => over((x) => call("POW", sql`${x} - ${mean}`, intLiteral(n)));
        return once({ n: call("ARRAY_LENGTH", values), second: power(2), third: power(3), fourth: power(4) }, (m) =>
          either(sql`${m.n} >= ${intLiteral(least)} AND ${m.second} > 0`, use(m), sql`NULL`),
        );
      });
    },
  );
}
/** The excess kurtosis of a population. */
const excess = ({ second, fourth }: Moments): Sql => sql`${fourth} / (${second} * ${second}) - 3`;

export const momentRules = {
  Kurtosis: (a, context) =>
    a.how === "population"
      ? ofMoments(a, context, 1, excess)
      : ofMoments(
          a,
          context,
          4,
          (m) => sql`(${m.n} - 1) / ((${m.n} - 2) * (${m.n} - 3)) * ((${m.n} + 1) * (${excess(m)}) + 6)`,
        ),
  Skewness: (a, context) =>
    ofMoments(
      a,
      context,
      3,
      (m) => sql`${m.third} / POW(${m.second}, 1.5) * SQRT(${m.n} * (${m.n} - 1)) / (${m.n} - 2)`,
    ),
} satisfies Partial<Rules>;
