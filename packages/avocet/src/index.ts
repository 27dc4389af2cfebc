import { registerCompiler, setArrowMaker, setRenderer } from "@avocet/core";
import { compileBigQuery, compileDuckDB, compilePostgres, compileSnowflake } from "@avocet/sql-dialects";
import { makeArrow } from "./arrow.js";
import { renderSvg } from "./render.js";

export * from "@avocet/core";
export { compileBigQuery, compileDuckDB, compilePostgres, compileSnowflake } from "@avocet/sql-dialects";

registerCompiler("bigquery", compileBigQuery);
registerCompiler("duckdb", compileDuckDB);
registerCompiler("postgres", compilePostgres);
registerCompiler("snowflake", compileSnowflake);
setRenderer(renderSvg);
setArrowMaker(makeArrow);
