import { SnowflakeError } from "../../errors.js";
import type { Call, FunctionRule } from "../call.js";

/** A call of the function of DuckDB of a name with the same arguments. */
export const plain =
  (name: string): FunctionRule =>
  ({ args }) =>
    `${name}(${args.join(", ")})`;
/** From the arguments alone; those that are not given are empty text. */
export const from =
  (make: (a: string, b: string, c: string, d: string, all: readonly string[]) => string): FunctionRule =>
  ({ args }) =>
    make(args[0] ?? "", args[1] ?? "", args[2] ?? "", args[3] ?? "", args);
/** A whole number as DuckDB's functions take it. */
export const int = (sql: string): string => {
  const digits = /^(\d+)::HUGEINT$/.exec(sql)?.[1];
  return digits !== undefined && digits.length < 10 ? digits : `CAST(${sql} AS BIGINT)`;
};
export const double = (sql: string): string => `CAST(${sql} AS DOUBLE)`;

/** What an aggregate needs besides its name. */
interface AggregateParts {
  readonly args: readonly string[];
  /** Rows that count; all unless told. */
  readonly where?: string;
  /** Whether the sorting behind WITHIN GROUP goes into the parentheses. */
  readonly sorted?: boolean;
}
/** A call of an aggregate of DuckDB over the window that is asked for. */
export function aggregate(call: Call, name: string, { args, where, sorted = false }: AggregateParts): string {
  const order =
    sorted && call.within.length > 0 ? ` ORDER BY ${call.within.map((k) => `${k.value} ${k.order}`).join(", ")}` : "";
  const distinct = call.distinct ? "DISTINCT " : "";
  const filter = where === undefined ? "" : ` FILTER (WHERE ${where})`;
  return `${name}(${distinct}${args.join(", ")}${order})${filter}${call.over}`;
}
/** The aggregate of DuckDB that does the same under another name. */
export const same =
  (name: string): FunctionRule =>
  (call) =>
    aggregate(call, name, { args: call.args });

/** Refuses a call that Snowflake refuses. */
export const refuse = (message: string): never => {
  throw new SnowflakeError("002303", "42601", `SQL compilation error:\n${message}`);
};
