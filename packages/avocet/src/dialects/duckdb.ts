export { duckdb } from "@avocet/sql-dialects/duckdb";
