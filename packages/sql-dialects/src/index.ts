export { bigquery, compileBigQuery } from "./bigquery/index.js";
export { compileDelete, compileUpdate } from "./change.js";
export { compileWith } from "./compile.js";
export type {
  AggregateOptions,
  Dialect,
  Features,
  LambdaSql,
  Rule,
  RuleContext,
  Rules,
  SqlArgs,
  StoredColumn,
  Unsupported,
  WindowParts,
} from "./dialect.js";
export { unsupported } from "./dialect.js";
export { compileDuckDB, duckdb } from "./duckdb/index.js";
export { compilePostgres, inputText as postgresInputText, postgres } from "./postgres/index.js";
export { storedAs as postgresStored } from "./postgres/stored.js";
export { bindText as snowflakeBindText } from "./snowflake/bind.js";
export { compileSnowflake, snowflake } from "./snowflake/index.js";
// What dialects are written with.
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
export { Precedence } from "./sql/expr.js";
export type { FromItem, JoinItem, Query, Select, SortSql, Statement } from "./sql/query.js";
export { noRules, standardRules } from "./standard/index.js";
export { joined, likeRule } from "./standard/strings.js";
