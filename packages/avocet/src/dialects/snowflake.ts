export { snowflake } from "@avocet/sql-dialects/snowflake";
