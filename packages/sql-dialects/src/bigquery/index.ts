import type { Compiler, DType } from "@avocet/core";
import { compileWith } from "../compile.js";
import type { Dialect, Rules } from "../dialect.js";
import { sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { udfRules } from "../standard/udf.js";
import { sortLead } from "./compare.js";
import { cast } from "./convert.js";
import { lateral, limited } from "./correlated.js";
import { different } from "./different.js";
import { literal, quote } from "./literal.js";
import { check, tableName, tablePath } from "./names.js";
import { over, partitionKey } from "./over.js";
import { rows } from "./rows.js";
import { arrayRules } from "./rules/arrays.js";
import { genericRules } from "./rules/generic.js";
import { jsonRules } from "./rules/json.js";
import { logicalRules } from "./rules/logical.js";
import { mapRules } from "./rules/maps.js";
import { numericRules } from "./rules/numeric.js";
import { reductionRules } from "./rules/reductions.js";
import { stringRules } from "./rules/strings.js";
import { structRules } from "./rules/structs.js";
import { temporalRules } from "./rules/temporal.js";
import { windowRules } from "./rules/windows.js";
import { sample } from "./sample.js";
import { label } from "./scope.js";
import { sortList } from "./sort.js";
import { INNER, isListed, isNested, typeName } from "./types.js";
import { unnest } from "./unnest.js";
import { wire } from "./wire.js";

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
  ...reductionRules,
  ...windowRules,
  ...udfRules,
};

/** Arrays and maps come as the one element of an array, which is empty for NULL. */
function typedParam(name: string, dtype: DType): Sql {
  const param: Sql = { kind: "param", name, dtype };
  return isListed(dtype) ? sql`${param}[SAFE_OFFSET(0)].${label(INNER)}` : param;
}

/** BigQuery, in GoogleSQL. */
export const bigquery: Dialect = {
  name: "bigquery",
  rules,
  quote,
  tablePath,
  tableName,
  typeName,
  literal,
  // Whole literals are of the one integer type.
  cast: (value, to) => (value.kind === "literal" && typeName(value.dtype) === typeName(to) ? value : cast(value, to)),
  typedParam,
  // BigQuery takes a NULL array in a parameter for an empty one; a float32 is rounded to its digits in the text.
  supportsBinding: (dtype) => !isNested(dtype) && dtype.kind !== "float32",
  // By name, so that equal literals share one.
  placeholder: (place) => `@p${place}`,
  leadingSortKey: sortLead,
  sortList,
  compileWindow: over,
  check,
  encodeResult: wire,
  rows,
  features: {
    qualify: true,
    filterClause: false,
    asofJoin: false,
    qualifyNeedsWhere: true,
    offsetNeedsLimit: true,
    explicitSetDistinct: true,
    intersectAll: false,
    aliasHidesColumns: true,
    cteColumns: false,
    correlatedLimit: false,
    recursiveUnionAllOnly: true,
    groupsFrame: false,
    outerJoinsByEquality: true,
    matchesGroupExpressions: false,
    groupsWithoutAggregates: false,
  },
  unnest,
  sample,
  lateral,
  compileCorrelatedLimit: limited,
  partitionKey,
  rewriteDistinct: different,
  maxIdentifier: 300,
};

/** The SQL of a relation for BigQuery. */
export const compileBigQuery: Compiler = (relation, options) => compileWith(bigquery, relation, options);
