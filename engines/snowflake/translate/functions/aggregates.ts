import type { Call, FunctionRule } from "../call.js";
import { once } from "../translation-context.js";
import { aggregate, double, refuse, same } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-aggregation

/** The mean of a NUMBER has six more digits than it: https://docs.snowflake.com/en/sql-reference/operators-arithmetic */
const mean: FunctionRule = (call) => {
  const [x = ""] = call.args;
  const kind = `typeof(any_value(${x})${call.over})`;
  return `CASE WHEN ${kind} IN ('DOUBLE', 'FLOAT') THEN ${aggregate(call, "avg", call)} ELSE round(${aggregate(call, "avg", call)}, 6) END`;
};

const count: FunctionRule = (call) => {
  if (call.star || call.args.length < 2) return aggregate(call, "count", { args: call.star ? ["*"] : call.args });
  const where = call.args.map((arg) => `${arg} IS NOT NULL`).join(" AND ");
  return aggregate(call, "count", { args: [`(${call.args.join(", ")})`], where });
};

/** Not sorted inside of a window: https://docs.snowflake.com/en/sql-reference/functions/array_agg */
function unordered(call: Call): void {
  if (call.window?.ordered && call.window.framed === false && call.name === "LISTAGG")
    refuse("Function LISTAGG does not support an ORDER BY clause in the OVER clause.");
}
const arrayAgg: FunctionRule = (call) => {
  const [x = ""] = call.args;
  const values = aggregate(call, "list", { args: [`sf_variant(${x})`], where: `${x} IS NOT NULL`, sorted: true });
  return `coalesce(${values}, []::JSON[])`;
};
/** DISTINCT and sorting by the values themselves go together there, but not in DuckDB. */
const arrayAggDistinct: FunctionRule = (call) => {
  const [key] = call.within;
  const values = arrayAgg({ ...call, distinct: true, within: [] });
  const descending = key?.order.startsWith("DESC") ?? false;
  return `sf_array_sort(${values}, ${!descending}, false)`;
};

const listagg: FunctionRule = (call) => {
  unordered(call);
  const [x = "", separator = "''"] = call.args;
  const joined = call.distinct
    ? once(
        `list(DISTINCT CAST(${x} AS VARCHAR)) FILTER (WHERE ${x} IS NOT NULL)${call.over}`,
        (v) =>
          `array_to_string(list_sort(${v}, '${call.within[0]?.order.startsWith("DESC") ? "DESC" : "ASC"}'), ${separator})`,
      )
    : aggregate(call, "string_agg", { args: [`CAST(${x} AS VARCHAR)`, separator], sorted: true });
  return `coalesce(${joined}, '')`;
};

const quantile =
  (name: string): FunctionRule =>
  (call) => {
    const [key] = call.within;
    const fraction = double(call.args[0] ?? "");
    const position = key?.order.startsWith("DESC") ? `1 - ${fraction}` : fraction;
    const value = name === "quantile_cont" ? double(key?.value ?? "") : (key?.value ?? "");
    return `${name}(${value}, ${position})${call.over}`;
  };

/** NULL where DuckDB divides zero by zero. */
const known =
  (name: string): FunctionRule =>
  (call) =>
    once(
      aggregate(call, name, { args: call.args.map(double) }),
      (v) => `CASE WHEN isnan(${v}) THEN NULL ELSE ${v} END`,
    );
const onDoubles =
  (name: string): FunctionRule =>
  (call) =>
    aggregate(call, name, { args: call.args.map(double) });

export const aggregates: Readonly<Record<string, FunctionRule>> = {
  COUNT: count,
  COUNT_IF: (call) => aggregate(call, "count", { args: ["*"], where: call.args[0] ?? "" }),
  SUM: same("sum"),
  AVG: mean,
  MIN: same("min"),
  MAX: same("max"),
  ANY_VALUE: same("any_value"),
  MEDIAN: (call) => aggregate(call, "median", { args: call.args.map(double) }),
  MODE: same("mode"),
  STDDEV: onDoubles("stddev_samp"),
  STDDEV_SAMP: onDoubles("stddev_samp"),
  STDDEV_POP: onDoubles("stddev_pop"),
  VARIANCE: onDoubles("var_samp"),
  VARIANCE_SAMP: onDoubles("var_samp"),
  VAR_SAMP: onDoubles("var_samp"),
  VARIANCE_POP: onDoubles("var_pop"),
  VAR_POP: onDoubles("var_pop"),
  SKEW: known("skewness"),
  KURTOSIS: known("kurtosis"),
  CORR: known("corr"),
  COVAR_POP: onDoubles("covar_pop"),
  COVAR_SAMP: onDoubles("covar_samp"),
  REGR_SLOPE: onDoubles("regr_slope"),
  REGR_INTERCEPT: onDoubles("regr_intercept"),
  REGR_COUNT: onDoubles("regr_count"),
  REGR_R2: onDoubles("regr_r2"),
  BOOLAND_AGG: same("bool_and"),
  BOOLOR_AGG: same("bool_or"),
  BITAND_AGG: (call) => aggregate(call, "bit_and", { args: call.args.map((x) => `CAST(${x} AS BIGINT)`) }),
  BITOR_AGG: (call) => aggregate(call, "bit_or", { args: call.args.map((x) => `CAST(${x} AS BIGINT)`) }),
  BITXOR_AGG: (call) => aggregate(call, "bit_xor", { args: call.args.map((x) => `CAST(${x} AS BIGINT)`) }),
  MIN_BY: (call) => aggregate(call, "arg_min", { args: call.args, where: `${call.args[1]} IS NOT NULL` }),
  MAX_BY: (call) => aggregate(call, "arg_max", { args: call.args, where: `${call.args[1]} IS NOT NULL` }),
  APPROX_COUNT_DISTINCT: same("approx_count_distinct"),
  HLL: same("approx_count_distinct"),
  APPROX_PERCENTILE: ({ args, over }) => `approx_quantile(${double(args[0] ?? "")}, CAST(${args[1]} AS FLOAT))${over}`,
  PERCENTILE_CONT: quantile("quantile_cont"),
  PERCENTILE_DISC: quantile("quantile_disc"),
  ARRAY_AGG: (call) => (call.distinct && call.within.length > 0 ? arrayAggDistinct(call) : arrayAgg(call)),
  ARRAY_UNIQUE_AGG: (call) => arrayAgg({ ...call, distinct: true }),
  LISTAGG: listagg,
  OBJECT_AGG: (call) => {
    const [key = "", value = ""] = call.args;
    const entries = `list({'k': CAST(${key} AS VARCHAR), 'v': sf_variant(${value})}) FILTER (WHERE ${key} IS NOT NULL AND ${value} IS NOT NULL)${call.over}`;
    return `sf_object_of(coalesce(${entries}, []))`;
  },
  GROUPING: ({ args }) => `grouping(${args.join(", ")})`,
  GROUPING_ID: ({ args }) => `grouping(${args.join(", ")})`,
};
