export * from "@avocet/backends/snowflake";
