export * from "@avocet/backends/duckdb";
