import type { Dialect } from "@avocet/sql-dialects";
import { bigquery, duckdb, postgres, snowflake } from "@avocet/sql-dialects";

/** In the order of the columns of the table. */
export const dialects: readonly Dialect[] = [duckdb, postgres, snowflake, bigquery];
