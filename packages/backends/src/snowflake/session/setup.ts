import { AvocetError } from "@avocet/core";

/** Parameters of every session. They override the account's and the user's, because Avocet depends on their values. */
const FIXED_PARAMETERS: Readonly<Record<string, string | number | boolean>> = {
  TIMEZONE: "UTC",
  TIMESTAMP_TYPE_MAPPING: "TIMESTAMP_NTZ",
  TIMESTAMP_NTZ_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF9",
  TIMESTAMP_LTZ_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM",
  TIMESTAMP_TZ_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM",
  TIMESTAMP_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM",
  DATE_OUTPUT_FORMAT: "YYYY-MM-DD",
  TIME_OUTPUT_FORMAT: "HH24:MI:SS.FF9",
  DATE_INPUT_FORMAT: "AUTO",
  TIME_INPUT_FORMAT: "AUTO",
  TIMESTAMP_INPUT_FORMAT: "AUTO",
  BINARY_INPUT_FORMAT: "HEX",
  BINARY_OUTPUT_FORMAT: "HEX",
  JSON_INDENT: 0,
  STRICT_JSON_OUTPUT: true,
  QUOTED_IDENTIFIERS_IGNORE_CASE: false,
  WEEK_START: 1,
  WEEK_OF_YEAR_POLICY: 0,
  TWO_DIGIT_CENTURY_START: 1970,
  ERROR_ON_NONDETERMINISTIC_MERGE: true,
  ERROR_ON_NONDETERMINISTIC_UPDATE: true,
  ROWS_PER_RESULTSET: 0,
  AUTOCOMMIT: true,
};

/** The first statement of each session. */
export function setupSql(settings: Readonly<Record<string, string | number | boolean>>): string {
  for (const name of Object.keys(settings)) {
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw new AvocetError("invalid-argument", `Invalid name of a session parameter: ${JSON.stringify(name)}`);
    if (Object.hasOwn(FIXED_PARAMETERS, name.toUpperCase()))
      throw new AvocetError(
        "invalid-argument",
        `The setting ${name} cannot be changed, because Avocet depends on its value`,
      );
  }
  const assignments = Object.entries({ ...settings, ...FIXED_PARAMETERS }).map(
    ([name, value]) => `${name} = ${literal(value)}`,
  );
  return `ALTER SESSION SET ${assignments.join(" ")}`;
}
const literal = (value: string | number | boolean): string =>
  typeof value === "string"
    ? `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
    : String(value).toUpperCase();
