import type { LanguageOptions } from "./proto.js";

/** Features of BigQuery that the package disables by default. */
const ADDED_FEATURES = ["FEATURE_INTERVAL_TYPE", "FEATURE_V_1_4_GROUPING_SETS", "FEATURE_V_1_4_GROUPING_BUILTIN"];

/**
 * Features of GoogleSQL that BigQuery does not have. They are disabled, so that statements with them are errors.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-all lists BigQuery's functions.
 */
const REMOVED_FEATURES = [
  // Timestamps have microseconds.
  "FEATURE_TIMESTAMP_NANOS",
  // Arrays are neither comparable nor orderable, and cannot be cast to another type.
  "FEATURE_V_1_1_ARRAY_EQUALITY",
  "FEATURE_V_1_3_ARRAY_ORDERING",
  "FEATURE_V_1_3_ARRAY_GREATEST_LEAST",
  "FEATURE_V_1_1_CAST_DIFFERENT_ARRAY_TYPES",
  // No lambdas: ARRAY_FILTER, ARRAY_TRANSFORM, ARRAY_FIND and so on.
  "FEATURE_V_1_3_INLINE_LAMBDA_ARGUMENT",
  "FEATURE_V_1_4_SAFE_FUNCTION_CALL_WITH_LAMBDA_ARGS",
  "FEATURE_V_1_4_ARRAY_FIND_FUNCTIONS",
  // ARRAY_MIN, ARRAY_MAX, ARRAY_SUM, ARRAY_AVG; ARRAY_FIRST_N; PI; NULLIFZERO.
  "FEATURE_V_1_4_ARRAY_AGGREGATION_FUNCTIONS",
  "FEATURE_V_1_4_FIRST_AND_LAST_N",
  "FEATURE_V_1_4_PI_FUNCTIONS",
  "FEATURE_V_1_4_NULLIFZERO_ZEROIFNULL",
  "FEATURE_V_1_3_KLL_WEIGHTS",
  // FLATTEN, WITH GROUP ROWS, THEN RETURN, paths with slashes, macros.
  "FEATURE_V_1_3_UNNEST_AND_FLATTEN_ARRAYS",
  "FEATURE_V_1_3_WITH_GROUP_ROWS",
  "FEATURE_V_1_3_DML_RETURNING",
  "FEATURE_V_1_3_ALLOW_SLASH_PATHS",
  "FEATURE_V_1_4_SQL_MACROS",
  "FEATURE_ENCRYPTION",
  "FEATURE_SPANNER_LEGACY_DDL",
];

/** Returns the language options of BigQuery, based on the maximum features of the analyzer. */
export function bigqueryLanguage(defaults: LanguageOptions): LanguageOptions {
  const enabled = new Set([...defaults.enabledLanguageFeatures, ...ADDED_FEATURES]);
  for (const feature of REMOVED_FEATURES) enabled.delete(feature);
  return {
    ...defaults,
    enabledLanguageFeatures: [...enabled],
    productMode: "PRODUCT_EXTERNAL",
    nameResolutionMode: "NAME_RESOLUTION_DEFAULT",
    supportedStatementKinds: [], // all kinds
  };
}
