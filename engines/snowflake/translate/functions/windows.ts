import type { Call, FunctionRule } from "../call.js";
import { castToBigint, refuseCall } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-window

/** Ranking functions, LAG and LEAD require ORDER BY and do not allow a frame. */
const ranking =
  (name: string): FunctionRule =>
  (call) => {
    if (!call.window) refuseCall(`Window function [${call.name}] requires an OVER clause.`);
    if (!call.window?.isOrdered)
      refuseCall(`Window function type [${call.name}] requires ORDER BY in window specification`);
    if (call.window?.hasFrame) refuseCall(`Cumulative window frame unsupported for function ${call.name}`);
    const [first, second, third] = call.args;
    const args =
      name === "ntile"
        ? [castToBigint(first ?? "")]
        : [first, second === undefined ? undefined : castToBigint(second), third].filter((arg) => arg !== undefined);
    return `${name}(${args.join(", ")}${call.ignoresNulls ? " IGNORE NULLS" : ""})${call.over}`;
  };

/** Without a frame, these functions use the whole partition. */
const positional =
  (name: string): FunctionRule =>
  (call) => {
    if (!call.window?.isOrdered)
      refuseCall(`Window function type [${call.name}] requires ORDER BY in window specification`);
    const [value = "", position] = call.args;
    const args = position === undefined ? value : `${value}, ${castToBigint(position)}`;
    return `${name}(${args}${call.ignoresNulls ? " IGNORE NULLS" : ""})${withWholePartition(call)}`;
  };
const withWholePartition = ({ over, window }: Call): string =>
  window?.hasFrame ? over : over.replace(/\)$/, " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)");

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
