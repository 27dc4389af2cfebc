import { AvocetError } from "@avocet/core";
import { defineDialect } from "../define-dialect.js";
import type { Dialect, Rules } from "../dialect.js";
import { replaceGroupFrames } from "../lower/group-frames.js";
import { encodeColumns } from "../lower/result-encoding.js";
import { castColumns, setOperationOfNumberedRows } from "../lower/set-operations.js";
import { matchConditionJoin, rowNumberedMatch } from "../lower/single-match-joins.js";
import { commaList, intLiteral, keyword, sql } from "../sql/build.js";
import { udfRules } from "../standard/udf.js";
import { castTo } from "./build.js";
import { valueFromText } from "./from-text.js";
import { literal, quote } from "./literal.js";
import { literalRows } from "./literal-rows.js";
import { rewriteModes } from "./mode.js";
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
import { sortList } from "./sort.js";
import { typeName } from "./types.js";
import { unnest } from "./unnest.js";
import { compileWindow } from "./window.js";

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

/** The dialect of Snowflake, for sessions whose time zone is UTC and whose weeks start on Monday. */
export const snowflake: Dialect = defineDialect({
  name: "snowflake",
  rules,
  quote,
  tablePath: (path) => path,
  typeName,
  literal,
  cast: castTo,
  typedParam: (name, dtype) => ({ kind: "param", name, dtype }),
  placeholder: (position, dtype) => valueFromText(`:${position}`, dtype),
  sortList,
  compileWindow,
  encodeResults: (query, relation) => encodeColumns(query, relation, encodeResult),
  rewriteAggregation: rewriteModes,
  features: {
    qualify: true,
    filterClause: false,
    correlatedLimit: false,
    recursiveUnionAllOnly: true,
    offsetNeedsLimit: true,
    groupsWithoutAggregates: false,
    emptyGroupBy: false,
  },
  rewriteFrames: replaceGroupFrames,
  setOperationWithDuplicates: setOperationOfNumberedRows,
  castRecursion: (query, schema) => castColumns(query, schema, castTo),
  singleMatchJoin: (planner, match) =>
    (match.relation.kind === "asof" ? matchConditionJoin : rowNumberedMatch)(planner, match),
  rows: literalRows,
  unnest,
  sample(from, fraction, method, seed) {
    // SYSTEM sampling and SEED are supported on tables only.
    if (from.item.kind !== "table" && (method === "block" || seed !== null))
      throw new AvocetError("unsupported-operation", "Snowflake supports block sampling and a seed only on tables", {
        hint: 'Sample the table itself, or omit `seed` and `method: "block"`.',
      });
    const repeat = seed === null ? commaList([]) : sql` SEED (${intLiteral(seed)})`;
    const percent = { kind: "text", segments: [String(fraction * 100)], precedence: 10 } as const;
    return { ...from, suffix: sql`SAMPLE ${keyword(method === "row" ? "BERNOULLI" : "SYSTEM")} (${percent})${repeat}` };
  },
  maxIdentifier: 255,
});

export { bindText } from "./bind-text.js";
