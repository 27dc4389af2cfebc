import { registerCompiler, setArrowMaker, setRenderer } from "@avocet/core";
import { compileDuckDB, compilePostgres } from "@avocet/sql-dialects";
import { makeArrow } from "./arrow.js";
import { renderSvg } from "./render.js";

export * from "@avocet/core";
export { compileDuckDB, compilePostgres } from "@avocet/sql-dialects";

registerCompiler("duckdb", compileDuckDB);
registerCompiler("postgres", compilePostgres);
setRenderer(renderSvg);
setArrowMaker(makeArrow);
