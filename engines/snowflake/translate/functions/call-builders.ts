import { SnowflakeError } from "../../errors.js";
import type { Call, FunctionRule } from "../call.js";

/** A rule that calls a DuckDB function with the same arguments. */
export const renamed =
  (name: string): FunctionRule =>
  ({ args }) =>
    `${name}(${args.join(", ")})`;
/** A rule that depends only on the arguments; missing ones are empty strings. */
export const fromArgs =
  (build: (a: string, b: string, c: string, d: string, args: readonly string[]) => string): FunctionRule =>
  ({ args }) =>
    build(args[0] ?? "", args[1] ?? "", args[2] ?? "", args[3] ?? "", args);
/** Casts to BIGINT, which DuckDB's functions require. */
export const castToBigint = (sql: string): string => {
  const digits = /^(\d+)::HUGEINT$/.exec(sql)?.[1];
  return digits !== undefined && digits.length < 10 ? digits : `CAST(${sql} AS BIGINT)`;
};
export const castToDouble = (sql: string): string => `CAST(${sql} AS DOUBLE)`;

/** Options for `aggregate`. */
interface AggregateOptions {
  readonly args: readonly string[];
  /** The filter condition; all rows by default. */
  readonly where?: string;
  /** Whether the sort keys of WITHIN GROUP become ORDER BY inside the parentheses. */
  readonly sortsWithinGroup?: boolean;
}
/** Calls a DuckDB aggregate over the window of the call. */
export function aggregate(
  call: Call,
  name: string,
  { args, where, sortsWithinGroup: sorted = false }: AggregateOptions,
): string {
  const order =
    sorted && call.withinGroup.length > 0
      ? ` ORDER BY ${call.withinGroup.map((k) => `${k.value} ${k.order}`).join(", ")}`
      : "";
  const distinct = call.isDistinct ? "DISTINCT " : "";
  const filter = where === undefined ? "" : ` FILTER (WHERE ${where})`;
  return `${name}(${distinct}${args.join(", ")}${order})${filter}${call.over}`;
}
/** A rule for an aggregate that DuckDB has under another name. */
export const renamedAggregate =
  (name: string): FunctionRule =>
  (call) =>
    aggregate(call, name, { args: call.args });

/** Throws the error of a call that Snowflake refuses. */
export const refuseCall = (message: string): never => {
  throw new SnowflakeError("002303", "42601", `SQL compilation error:\n${message}`);
};
