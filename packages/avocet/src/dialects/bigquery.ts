export { bigquery } from "@avocet/sql-dialects/bigquery";
