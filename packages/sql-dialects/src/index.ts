export type { DialectDefinition } from "./define-dialect.js";
export { defineDialect } from "./define-dialect.js";
export type {
  AggregateOptions,
  ColumnCodec,
  Dialect,
  Features,
  LambdaSql,
  Rule,
  RuleContext,
  Rules,
  SqlArgs,
  Unsupported,
  WindowParts,
} from "./dialect.js";
export { unsupported } from "./dialect.js";
export { compileDelete, compileUpdate } from "./dml.js";
// Rewrites for what an engine does not support; see the members of `Dialect`.
export { castDecimals } from "./lower/decimal-casts.js";
export { replaceGroupFrames } from "./lower/group-frames.js";
export { InliningCosts } from "./lower/inlining-cost.js";
export type { ColumnEncoder } from "./lower/result-encoding.js";
export { encodeColumns } from "./lower/result-encoding.js";
export { castColumns, setOperationOfNumberedRows } from "./lower/set-operations.js";
export type { SingleMatch, SingleMatchJoin } from "./lower/single-match-joins.js";
export { lateralAsofJoin, matchConditionJoin, rowNumberedMatch } from "./lower/single-match-joins.js";
// Builders for rules of dialects.
export {
  and,
  call,
  caseWhen,
  commaList,
  compare,
  identifierSql,
  infix,
  intLiteral,
  isNotNull,
  isNull,
  keyword,
  literal,
  NULL,
  not,
  operand,
  or,
  sql,
  stringLiteral,
  withPrecedence,
} from "./sql/build.js";
export type { Operand, Source, Sql, TextSql } from "./sql/expr.js";
export * as Precedence from "./sql/precedence.js";
export type { FromItem, JoinItem, Query, Select, SortSql, Statement } from "./sql/query.js";
export { noRules, standardRules } from "./standard/index.js";
export { concat, likeRule } from "./standard/strings.js";
