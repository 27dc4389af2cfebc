import type { Dialect } from "@avocet/sql-dialects";
import { bigquery } from "@avocet/sql-dialects/bigquery";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import { postgres } from "@avocet/sql-dialects/postgres";
import { snowflake } from "@avocet/sql-dialects/snowflake";

/** All dialects, in the order of the columns of docs/reference/support.md. */
export const dialects: readonly Dialect[] = [duckdb, postgres, snowflake, bigquery];
