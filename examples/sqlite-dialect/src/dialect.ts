import type { DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Dialect, Rules, Sql } from "@avocet/sql-dialects";
import {
  call,
  defineDialect,
  noRules,
  rowNumberedMatch,
  setOperationOfNumberedRows,
  sql,
  standardRules,
  unsupported,
} from "@avocet/sql-dialects";
import { compileCast } from "./cast.js";
import { literal, quote } from "./literal.js";
import { rows } from "./rows.js";
import { aggregateRules } from "./rules/aggregates.js";
import { numericRules } from "./rules/numeric.js";
import { stringRules } from "./rules/strings.js";
import { temporalRules } from "./rules/temporal.js";
import { typeName } from "./types.js";

/**
 * Later rules override earlier ones: every operation starts as unsupported, then standard rules, then those of SQLite.
 */
const rules: Rules = {
  ...noRules("the dialect has no rule for it"),
  ...standardRules,
  ...numericRules,
  ...stringRules,
  ...temporalRules,
  ...aggregateRules,
  Cast: ({ arg, to }, context) => compileCast(arg, to ?? context.node.dtype, "error", context),
  TryCast: ({ arg, to }, context) => compileCast(arg, to ?? context.node.dtype, "null", context),
  TypeOf: ({ arg }) => call("TYPEOF", arg),
  Translate: unsupported("SQLite has no TRANSLATE", "replace the characters one after the other"),
  Random: unsupported("a column of a query in FROM is computed again each time it is read"),
  Grouping: unsupported("SQLite has no grouping sets"),
};

const refuse = (feature: string, hint: string): never => {
  throw new AvocetError("unsupported-operation", `${feature} not supported by sqlite`, { hint });
};

/** SQLite values are untyped, so no cast is needed; `typeName` throws for unsupported dtypes. */
function cast(value: Sql, to: DType): Sql {
  typeName(to);
  return value;
}

/** The dialect of SQLite 3.46 and later. */
export const sqlite: Dialect = defineDialect({
  name: "sqlite",
  rules,
  quote,
  tablePath: (path) => path,
  typeName,
  literal,
  cast,
  typedParam: (name, dtype) => cast({ kind: "param", name, dtype }, dtype),
  // The driver sends integers as text, and integral floats as integers.
  placeholder(ordinal, dtype) {
    typeName(dtype);
    if (dtype.kind.startsWith("int")) return `CAST(?${ordinal} AS INTEGER)`;
    return dtype.kind === "float64" ? `CAST(?${ordinal} AS REAL)` : `?${ordinal}`;
  },
  features: {
    qualify: false,
    filterClause: true,
    correlatedLimit: false,
    offsetNeedsLimit: true,
    setParentheses: false,
    emptyGroupBy: false,
    groupsWithoutAggregates: false,
  },
  setOperationWithDuplicates: setOperationOfNumberedRows,
  singleMatchJoin: rowNumberedMatch,
  compileCorrelatedLimit: (query) => query,
  rewriteAggregation: (relation) =>
    relation.sets ? refuse("Grouping sets are", "Use a union with one aggregation per set.") : relation,
  lateral: () => refuse("LATERAL is", "Join with a condition, or use scalar subqueries."),
  rows,
  unnest: () => refuse("Arrays are", "Store one row per element."),
  sample(_from, fraction, method, seed) {
    if (method === "block" || seed !== null)
      return refuse("Block samples and seeds are", 'Omit `seed` and `method: "block"`.');
    const share: Sql = { kind: "literal", value: fraction, dtype: { kind: "float64", nullable: false }, fixed: true };
    return { where: sql`(RANDOM() & 9007199254740991) / 9007199254740992.0 < ${share}` };
  },
  maxIdentifier: null,
});
