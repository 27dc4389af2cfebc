import { registerCompiler } from "@avocet/core";
import { compileDuckDB } from "@avocet/sql-dialects";

export * from "@avocet/core";
export { compileDuckDB } from "@avocet/sql-dialects";

registerCompiler("duckdb", compileDuckDB);
