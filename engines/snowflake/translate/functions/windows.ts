import type { Call, FunctionRule } from "../call.js";
import { int, refuse } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-window

/** Functions of the place of a row take an order and no frame. */
const ranking =
  (name: string): FunctionRule =>
  (call) => {
    if (!call.window) refuse(`Window function [${call.name}] requires an OVER clause.`);
    if (!call.window?.ordered) refuse(`Window function type [${call.name}] requires ORDER BY in window specification`);
    if (call.window?.framed) refuse(`Cumulative window frame unsupported for function ${call.name}`);
    const [first, second, third] = call.args;
    const args =
      name === "ntile"
        ? [int(first ?? "")]
        : [first, second === undefined ? undefined : int(second), third].filter((arg) => arg !== undefined);
    return `${name}(${args.join(", ")}${call.ignoreNulls ? " IGNORE NULLS" : ""})${call.over}`;
  };

/** Without a frame of their own these see the whole partition. */
const positional =
  (name: string): FunctionRule =>
  (call) => {
    if (!call.window?.ordered) refuse(`Window function type [${call.name}] requires ORDER BY in window specification`);
    const [value = "", place] = call.args;
    const args = place === undefined ? value : `${value}, ${int(place)}`;
    return `${name}(${args}${call.ignoreNulls ? " IGNORE NULLS" : ""})${whole(call)}`;
  };
const whole = ({ over, window }: Call): string =>
  window?.framed ? over : over.replace(/\)$/, " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)");

export const windows: Readonly<Record<string, FunctionRule>> = {
  ROW_NUMBER: ranking("row_number"),
  RANK: ranking("rank"),
  DENSE_RANK: ranking("dense_rank"),
  PERCENT_RANK: ranking("percent_rank"),
  CUME_DIST: ranking("cume_dist"),
  NTILE: ranking("ntile"),
  LAG: ranking("lag"),
  LEAD: ranking("lead"),
  FIRST_VALUE: positional("first_value"),
  LAST_VALUE: positional("last_value"),
  NTH_VALUE: positional("nth_value"),
  RATIO_TO_REPORT: ({ args, over }) => `(CAST(${args[0]} AS DOUBLE) / nullif(sum(${args[0]})${over}, 0))`,
};
