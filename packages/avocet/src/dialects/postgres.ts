export { postgres } from "@avocet/sql-dialects/postgres";
