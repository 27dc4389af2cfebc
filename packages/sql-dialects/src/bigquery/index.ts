import type { DType } from "@avocet/core";
import { defineDialect } from "../define-dialect.js";
import type { Dialect, Rules } from "../dialect.js";
import { replaceGroupFrames } from "../lower/group-frames.js";
import { encodeColumns } from "../lower/result-encoding.js";
import { castColumns, setOperationOfNumberedRows } from "../lower/set-operations.js";
import { rowNumberedMatch } from "../lower/single-match-joins.js";
import { sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { udfRules } from "../standard/udf.js";
import { cast } from "./cast.js";
import { leadingSortKey } from "./compare.js";
import { compileCorrelatedLimit, lateral } from "./correlated-subqueries.js";
import { rewriteDistinct } from "./distinct.js";
import { literal, quote } from "./literal.js";
import { literalRows } from "./literal-rows.js";
import { checkNames, tableName, tablePath } from "./name-checks.js";
import { encodeResult } from "./result-encoding.js";
import { aggregateRules } from "./rules/aggregates.js";
import { arrayRules } from "./rules/arrays.js";
import { genericRules } from "./rules/generic.js";
import { jsonRules } from "./rules/json.js";
import { logicalRules } from "./rules/logical.js";
import { mapRules } from "./rules/maps.js";
import { numericRules } from "./rules/numeric.js";
import { stringRules } from "./rules/strings.js";
import { structRules } from "./rules/structs.js";
import { temporalRules } from "./rules/temporal.js";
import { windowRules } from "./rules/windows.js";
import { sample } from "./sample.js";
import { fieldLabel } from "./scope.js";
import { sortList } from "./sort.js";
import { isArrayLike, isNested, NESTED_ARRAY_FIELD, typeName } from "./types.js";
import { unnest } from "./unnest.js";
import { compileWindow, partitionKey } from "./window.js";

const rules: Rules = {
  ...genericRules,
  ...logicalRules,
  ...numericRules,
  ...stringRules,
  ...temporalRules,
  ...arrayRules,
  ...mapRules,
  ...structRules,
  ...jsonRules,
  ...aggregateRules,
  ...windowRules,
  ...udfRules,
};

// Integer literals have the only integer type, INT64.
const castUnlessTyped = (value: Sql, to: DType): Sql =>
  value.kind === "literal" && typeName(value.dtype) === typeName(to) ? value : cast(value, to);

/** Arrays and maps are bound as the only element of an array, which is empty for NULL. */
function typedParam(name: string, dtype: DType): Sql {
  const param: Sql = { kind: "param", name, dtype };
  return isArrayLike(dtype) ? sql`${param}[SAFE_OFFSET(0)].${fieldLabel(NESTED_ARRAY_FIELD)}` : param;
}

/** The dialect of BigQuery (GoogleSQL). */
export const bigquery: Dialect = defineDialect({
  name: "bigquery",
  rules,
  quote,
  tablePath,
  tableName,
  typeName,
  literal,
  cast: castUnlessTyped,
  typedParam,
  // BigQuery reads a NULL array parameter as an empty array. A float32 must be rounded to its digits in the SQL text.
  supportsBinding: (dtype) => !isNested(dtype) && dtype.kind !== "float32",
  // Named parameters, so that equal literals share one.
  placeholder: (position) => `@p${position}`,
  leadingSortKey,
  sortList,
  compileWindow,
  check: checkNames,
  encodeResults: (query, relation) => encodeColumns(query, relation, encodeResult),
  rows: literalRows,
  features: {
    qualify: true,
    filterClause: false,
    qualifyNeedsWhere: true,
    offsetNeedsLimit: true,
    explicitSetDistinct: true,
    aliasHidesColumns: true,
    cteColumns: false,
    correlatedLimit: false,
    recursiveUnionAllOnly: true,
    outerJoinsByEquality: true,
    matchesGroupExpressions: false,
    groupsWithoutAggregates: false,
  },
  unnest,
  sample,
  lateral,
  compileCorrelatedLimit,
  rewriteFrames: replaceGroupFrames,
  setOperationWithDuplicates: (operator, operands, schema) =>
    setOperationOfNumberedRows(operator, operands, schema, partitionKey),
  castRecursion: (query, schema) => castColumns(query, schema, castUnlessTyped),
  singleMatchJoin: rowNumberedMatch,
  rewriteDistinct,
  maxIdentifier: 300,
});
