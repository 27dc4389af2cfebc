import { defineDialect } from "../define-dialect.js";
import type { Dialect, Rules } from "../dialect.js";
import { castDecimals } from "../lower/decimal-casts.js";
import { InliningCosts } from "../lower/inlining-cost.js";
import { castColumns } from "../lower/set-operations.js";
import { lateralAsofJoin } from "../lower/single-match-joins.js";
import { compare, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { udfRules } from "../standard/udf.js";
import { castUnlessTyped } from "./build.js";
import { literal, MAX_NAME_BYTES, quote } from "./literal.js";
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
import { sortKey } from "./sort-keys.js";
import { typeName } from "./types.js";
import { unnest } from "./unnest.js";

/** True for every row, but opaque to the planner. */
const alwaysTrue = (value: Sql): Sql => sql`(NUM_NULLS(${value}) >= 0)`;

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

/** The dialect of PostgreSQL 15 and later. */
export const postgres: Dialect = defineDialect({
  name: "postgres",
  rules,
  quote,
  tablePath: (path) => path,
  typeName,
  literal,
  cast: castUnlessTyped,
  typedParam: (name, dtype) => ({ kind: "param", name, dtype }),
  placeholder: (position, dtype) => `CAST($${position} AS ${typeName(dtype)})`,
  sortKey,
  features: {
    qualify: false,
    filterClause: true,
  },
  unnest,
  castResults: (query, relation) => castDecimals(query, relation, castUnlessTyped),
  castRecursion: (query, schema) => castColumns(query, schema, castUnlessTyped),
  singleMatchJoin: (planner, match) => (match.relation.kind === "asof" ? lateralAsofJoin(planner, match) : undefined),
  createInliningCosts: () => new InliningCosts(),
  alwaysTrueEquality: (left, right) => compare(alwaysTrue(left), "=", alwaysTrue(right)),
  sample,
  maxIdentifier: MAX_NAME_BYTES,
});

export { inputText } from "./jsonb-encoding.js";
export { columnCodec } from "./stored-columns.js";
