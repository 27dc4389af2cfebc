import { unknownPart } from "../ast.js";
import type { FunctionRule } from "../call.js";
import { wordAt } from "../call.js";
import { cast } from "../cast.js";
import { once, onceBoth, stringSql } from "../translation-context.js";
import { typeNamed } from "../types.js";
import { from, int, plain } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-conditional and functions of the session

const nullable = (value: string | null): string => (value === null ? "CAST(NULL AS VARCHAR)" : stringSql(value));
/** NULL where any is: https://docs.snowflake.com/en/sql-reference/functions/greatest */
const strict =
  (name: "max" | "min"): FunctionRule =>
  ({ args }) =>
    once(
      `[${args.join(", ")}]`,
      (all) => `CASE WHEN len(list_filter(${all}, lambda sf__e: sf__e IS NULL)) = 0 THEN list_${name}(${all}) END`,
    );

const decode: FunctionRule = ({ args }) => {
  const [x = "", ...rest] = args;
  const whens: string[] = [];
  for (let i = 0; i + 1 < rest.length; i += 2)
    whens.push(`WHEN ${x} IS NOT DISTINCT FROM ${rest[i]} THEN ${rest[i + 1]}`);
  return `(CASE ${whens.join(" ")}${rest.length % 2 === 1 ? ` ELSE ${rest.at(-1)}` : ""} END)`;
};

export const various: Readonly<Record<string, FunctionRule>> = {
  IFF: from((test, yes, no) => `(CASE WHEN ${test} THEN ${yes} ELSE ${no} END)`),
  IFNULL: plain("coalesce"),
  NVL: plain("coalesce"),
  NVL2: from((x, yes, no) => `(CASE WHEN ${x} IS NOT NULL THEN ${yes} ELSE ${no} END)`),
  COALESCE: plain("coalesce"),
  NULLIF: plain("nullif"),
  NULLIFZERO: from((x) => `nullif(${x}, 0)`),
  ZEROIFNULL: from((x) => `coalesce(${x}, 0)`),
  EQUAL_NULL: from((a, b) => `(${a} IS NOT DISTINCT FROM ${b})`),
  DECODE: decode,
  GREATEST: strict("max"),
  LEAST: strict("min"),
  GREATEST_IGNORE_NULLS: plain("greatest"),
  LEAST_IGNORE_NULLS: plain("least"),
  BOOLAND: from((a, b) => onceBoth(a, b, (x, y) => `(${x} <> 0 AND ${y} <> 0)`)),
  BOOLOR: from((a, b) => onceBoth(a, b, (x, y) => `(${x} <> 0 OR ${y} <> 0)`)),
  BOOLXOR: from((a, b) => onceBoth(a, b, (x, y) => `((${x} <> 0) <> (${y} <> 0))`)),
  BOOLNOT: from((x) => `(${x} = 0)`),
  TO_BOOLEAN: ({ args, t: context }) => cast(args[0] ?? "", typeNamed("BOOLEAN"), false, null, context),
  TRY_TO_BOOLEAN: ({ args, t: context }) => cast(args[0] ?? "", typeNamed("BOOLEAN"), true, null, context),
  UUID_STRING: (call) =>
    call.args.length === 0 ? "CAST(uuid() AS VARCHAR)" : `sf_uuid5(${call.args[0]}, ${call.args[1]})`,
  RANDSTR: from((n) => `left(md5(CAST(random() AS VARCHAR)), ${int(n)})`),
  SEQ1: () => "(row_number() OVER () - 1)",
  SEQ2: () => "(row_number() OVER () - 1)",
  SEQ4: () => "(row_number() OVER () - 1)",
  SEQ8: () => "(row_number() OVER () - 1)",
  CURRENT_USER: ({ t: context }) => stringSql(context.settings.user),
  CURRENT_ROLE: ({ t: context }) => stringSql(context.settings.role),
  CURRENT_WAREHOUSE: ({ t: context }) => nullable(context.settings.warehouse),
  CURRENT_DATABASE: ({ t: context }) => nullable(context.settings.database),
  CURRENT_SCHEMA: ({ t: context }) => nullable(context.settings.schema),
  CURRENT_SESSION: ({ t: context }) => stringSql(context.settings.session),
  CURRENT_ACCOUNT: () => "'STAND_IN'",
  CURRENT_REGION: () => "'LOCAL'",
  CURRENT_VERSION: () => "'9.0.0'",
  SYSTEM$TYPEOF: from((x) => once(x, (v) => `sf_system_type(typeof(${v}))`)),
  GETVARIABLE: (call) => {
    throw unknownPart(`GETVARIABLE(${wordAt(call, 0)})`, null);
  },
};
