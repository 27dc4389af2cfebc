import { unsupportedFeature } from "../ast.js";
import type { FunctionRule } from "../call.js";
import { constantArg } from "../call.js";
import { cast } from "../cast.js";
import { evaluateBothOnce, evaluateOnce, stringSql } from "../translation-context.js";
import { typeFromName } from "../types.js";
import { castToBigint, fromArgs, renamed } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-conditional, and functions that return session properties

const nullable = (value: string | null): string => (value === null ? "CAST(NULL AS VARCHAR)" : stringSql(value));
/** Returns NULL if any argument is NULL: https://docs.snowflake.com/en/sql-reference/functions/greatest */
const nullIfAnyNull =
  (name: "max" | "min"): FunctionRule =>
  ({ args }) =>
    evaluateOnce(
      `[${args.join(", ")}]`,
      (values) =>
        `CASE WHEN len(list_filter(${values}, lambda sf__e: sf__e IS NULL)) = 0 THEN list_${name}(${values}) END`,
    );

const decode: FunctionRule = ({ args }) => {
  const [x = "", ...rest] = args;
  const branches: string[] = [];
  for (let i = 0; i + 1 < rest.length; i += 2)
    branches.push(`WHEN ${x} IS NOT DISTINCT FROM ${rest[i]} THEN ${rest[i + 1]}`);
  return `(CASE ${branches.join(" ")}${rest.length % 2 === 1 ? ` ELSE ${rest.at(-1)}` : ""} END)`;
};

export const miscellaneous: Readonly<Record<string, FunctionRule>> = {
  IFF: fromArgs((test, yes, no) => `(CASE WHEN ${test} THEN ${yes} ELSE ${no} END)`),
  IFNULL: renamed("coalesce"),
  NVL: renamed("coalesce"),
  NVL2: fromArgs((x, yes, no) => `(CASE WHEN ${x} IS NOT NULL THEN ${yes} ELSE ${no} END)`),
  COALESCE: renamed("coalesce"),
  NULLIF: renamed("nullif"),
  NULLIFZERO: fromArgs((x) => `nullif(${x}, 0)`),
  ZEROIFNULL: fromArgs((x) => `coalesce(${x}, 0)`),
  EQUAL_NULL: fromArgs((a, b) => `(${a} IS NOT DISTINCT FROM ${b})`),
  DECODE: decode,
  GREATEST: nullIfAnyNull("max"),
  LEAST: nullIfAnyNull("min"),
  GREATEST_IGNORE_NULLS: renamed("greatest"),
  LEAST_IGNORE_NULLS: renamed("least"),
  BOOLAND: fromArgs((a, b) => evaluateBothOnce(a, b, (x, y) => `(${x} <> 0 AND ${y} <> 0)`)),
  BOOLOR: fromArgs((a, b) => evaluateBothOnce(a, b, (x, y) => `(${x} <> 0 OR ${y} <> 0)`)),
  BOOLXOR: fromArgs((a, b) => evaluateBothOnce(a, b, (x, y) => `((${x} <> 0) <> (${y} <> 0))`)),
  BOOLNOT: fromArgs((x) => `(${x} = 0)`),
  TO_BOOLEAN: ({ args, context }) => cast(args[0] ?? "", typeFromName("BOOLEAN"), false, null, context),
  TRY_TO_BOOLEAN: ({ args, context }) => cast(args[0] ?? "", typeFromName("BOOLEAN"), true, null, context),
  UUID_STRING: (call) =>
    call.args.length === 0 ? "CAST(uuid() AS VARCHAR)" : `sf_uuid5(${call.args[0]}, ${call.args[1]})`,
  RANDSTR: fromArgs((n) => `left(md5(CAST(random() AS VARCHAR)), ${castToBigint(n)})`),
  SEQ1: () => "(row_number() OVER () - 1)",
  SEQ2: () => "(row_number() OVER () - 1)",
  SEQ4: () => "(row_number() OVER () - 1)",
  SEQ8: () => "(row_number() OVER () - 1)",
  CURRENT_USER: ({ context }) => stringSql(context.settings.user),
  CURRENT_ROLE: ({ context }) => stringSql(context.settings.role),
  CURRENT_WAREHOUSE: ({ context }) => nullable(context.settings.warehouse),
  CURRENT_DATABASE: ({ context }) => nullable(context.settings.database),
  CURRENT_SCHEMA: ({ context }) => nullable(context.settings.schema),
  CURRENT_SESSION: ({ context }) => stringSql(context.settings.session),
  CURRENT_ACCOUNT: () => "'STAND_IN'",
  CURRENT_REGION: () => "'LOCAL'",
  CURRENT_VERSION: () => "'9.0.0'",
  SYSTEM$TYPEOF: fromArgs((x) => evaluateOnce(x, (v) => `sf_system_type(typeof(${v}))`)),
  GETVARIABLE: (call) => {
    throw unsupportedFeature(`GETVARIABLE(${constantArg(call, 0)})`, null);
  },
};
