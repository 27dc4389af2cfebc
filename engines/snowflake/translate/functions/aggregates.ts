import type { Call, FunctionRule } from "../call.js";
import { evaluateOnce } from "../translation-context.js";
import { aggregate, castToDouble, refuseCall, renamedAggregate } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-aggregation

/**
 * The scale of the mean of a NUMBER is larger by six: https://docs.snowflake.com/en/sql-reference/operators-arithmetic
 */
const mean: FunctionRule = (call) => {
  const [x = ""] = call.args;
  const kind = `typeof(any_value(${x})${call.over})`;
  return `CASE WHEN ${kind} IN ('DOUBLE', 'FLOAT') THEN ${aggregate(call, "avg", call)} ELSE round(${aggregate(call, "avg", call)}, 6) END`;
};

const count: FunctionRule = (call) => {
  if (call.isStar || call.args.length < 2) return aggregate(call, "count", { args: call.isStar ? ["*"] : call.args });
  const where = call.args.map((arg) => `${arg} IS NOT NULL`).join(" AND ");
  return aggregate(call, "count", { args: [`(${call.args.join(", ")})`], where });
};

/**
 * Throws for an ordered window, which LISTAGG does not support:
 * https://docs.snowflake.com/en/sql-reference/functions/array_agg
 */
function refuseOrderedWindow(call: Call): void {
  if (call.window?.isOrdered && call.window.hasFrame === false && call.name === "LISTAGG")
    refuseCall("Function LISTAGG does not support an ORDER BY clause in the OVER clause.");
}
const arrayAgg: FunctionRule = (call) => {
  const [x = ""] = call.args;
  const values = aggregate(call, "list", {
    args: [`sf_variant(${x})`],
    where: `${x} IS NOT NULL`,
    sortsWithinGroup: true,
  });
  return `coalesce(${values}, []::JSON[])`;
};
/** ARRAY_AGG(DISTINCT …) sorted by the values, which DuckDB does not support. */
const arrayAggDistinct: FunctionRule = (call) => {
  const [key] = call.withinGroup;
  const values = arrayAgg({ ...call, isDistinct: true, withinGroup: [] });
  const descending = key?.order.startsWith("DESC") ?? false;
  return `sf_array_sort(${values}, ${!descending}, false)`;
};

const listagg: FunctionRule = (call) => {
  refuseOrderedWindow(call);
  const [x = "", separator = "''"] = call.args;
  const joined = call.isDistinct
    ? evaluateOnce(
        `list(DISTINCT CAST(${x} AS VARCHAR)) FILTER (WHERE ${x} IS NOT NULL)${call.over}`,
        (v) =>
          `array_to_string(list_sort(${v}, '${call.withinGroup[0]?.order.startsWith("DESC") ? "DESC" : "ASC"}'), ${separator})`,
      )
    : aggregate(call, "string_agg", { args: [`CAST(${x} AS VARCHAR)`, separator], sortsWithinGroup: true });
  return `coalesce(${joined}, '')`;
};

const quantile =
  (name: string): FunctionRule =>
  (call) => {
    const [key] = call.withinGroup;
    const fraction = castToDouble(call.args[0] ?? "");
    const position = key?.order.startsWith("DESC") ? `1 - ${fraction}` : fraction;
    const value = name === "quantile_cont" ? castToDouble(key?.value ?? "") : (key?.value ?? "");
    return `${name}(${value}, ${position})${call.over}`;
  };

/** NULL where DuckDB returns NaN. */
const nullIfNan =
  (name: string): FunctionRule =>
  (call) =>
    evaluateOnce(
      aggregate(call, name, { args: call.args.map(castToDouble) }),
      (v) => `CASE WHEN isnan(${v}) THEN NULL ELSE ${v} END`,
    );
const doubleAggregate =
  (name: string): FunctionRule =>
  (call) =>
    aggregate(call, name, { args: call.args.map(castToDouble) });

export const aggregates: Readonly<Record<string, FunctionRule>> = {
  COUNT: count,
  COUNT_IF: (call) => aggregate(call, "count", { args: ["*"], where: call.args[0] ?? "" }),
  SUM: renamedAggregate("sum"),
  AVG: mean,
  MIN: renamedAggregate("min"),
  MAX: renamedAggregate("max"),
  ANY_VALUE: renamedAggregate("any_value"),
  MEDIAN: (call) => aggregate(call, "median", { args: call.args.map(castToDouble) }),
  MODE: renamedAggregate("mode"),
  STDDEV: doubleAggregate("stddev_samp"),
  STDDEV_SAMP: doubleAggregate("stddev_samp"),
  STDDEV_POP: doubleAggregate("stddev_pop"),
  VARIANCE: doubleAggregate("var_samp"),
  VARIANCE_SAMP: doubleAggregate("var_samp"),
  VAR_SAMP: doubleAggregate("var_samp"),
  VARIANCE_POP: doubleAggregate("var_pop"),
  VAR_POP: doubleAggregate("var_pop"),
  SKEW: nullIfNan("skewness"),
  KURTOSIS: nullIfNan("kurtosis"),
  CORR: nullIfNan("corr"),
  COVAR_POP: doubleAggregate("covar_pop"),
  COVAR_SAMP: doubleAggregate("covar_samp"),
  REGR_SLOPE: doubleAggregate("regr_slope"),
  REGR_INTERCEPT: doubleAggregate("regr_intercept"),
  REGR_COUNT: doubleAggregate("regr_count"),
  REGR_R2: doubleAggregate("regr_r2"),
  BOOLAND_AGG: renamedAggregate("bool_and"),
  BOOLOR_AGG: renamedAggregate("bool_or"),
  BITAND_AGG: (call) => aggregate(call, "bit_and", { args: call.args.map((x) => `CAST(${x} AS BIGINT)`) }),
  BITOR_AGG: (call) => aggregate(call, "bit_or", { args: call.args.map((x) => `CAST(${x} AS BIGINT)`) }),
  BITXOR_AGG: (call) => aggregate(call, "bit_xor", { args: call.args.map((x) => `CAST(${x} AS BIGINT)`) }),
  MIN_BY: (call) => aggregate(call, "arg_min", { args: call.args, where: `${call.args[1]} IS NOT NULL` }),
  MAX_BY: (call) => aggregate(call, "arg_max", { args: call.args, where: `${call.args[1]} IS NOT NULL` }),
  APPROX_COUNT_DISTINCT: renamedAggregate("approx_count_distinct"),
  HLL: renamedAggregate("approx_count_distinct"),
  APPROX_PERCENTILE: ({ args, over }) =>
    `approx_quantile(${castToDouble(args[0] ?? "")}, CAST(${args[1]} AS FLOAT))${over}`,
  PERCENTILE_CONT: quantile("quantile_cont"),
  PERCENTILE_DISC: quantile("quantile_disc"),
  ARRAY_AGG: (call) => (call.isDistinct && call.withinGroup.length > 0 ? arrayAggDistinct(call) : arrayAgg(call)),
  ARRAY_UNIQUE_AGG: (call) => arrayAgg({ ...call, isDistinct: true }),
  LISTAGG: listagg,
  OBJECT_AGG: (call) => {
    const [key = "", value = ""] = call.args;
    const entries = `list({'k': CAST(${key} AS VARCHAR), 'v': sf_variant(${value})}) FILTER (WHERE ${key} IS NOT NULL AND ${value} IS NOT NULL)${call.over}`;
    return `sf_object_of(coalesce(${entries}, []))`;
  },
  GROUPING: ({ args }) => `grouping(${args.join(", ")})`,
  GROUPING_ID: ({ args }) => `grouping(${args.join(", ")})`,
};
