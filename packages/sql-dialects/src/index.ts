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
} from "./dialect.js";
export { unsupported } from "./dialect.js";
export { compileDuckDB, duckdb } from "./duckdb/index.js";
export { compilePostgres, inputText as postgresInputText, postgres } from "./postgres/index.js";
export { storedAs as postgresStored } from "./postgres/stored.js";
export { bindText as snowflakeBindText } from "./snowflake/bind.js";
export { compileSnowflake, snowflake } from "./snowflake/index.js";
