import { registerCompiler, setArrowMaker, setRenderer } from "@avocet/core";
import { compileDuckDB } from "@avocet/sql-dialects";
import { makeArrow } from "./arrow.js";
import { renderSvg } from "./render.js";

export * from "@avocet/core";
export { compileDuckDB } from "@avocet/sql-dialects";

registerCompiler("duckdb", compileDuckDB);
setRenderer(renderSvg);
setArrowMaker(makeArrow);
