import { connect as connectDuckDB } from "@avocet/backends/duckdb";
import { connect as connectPostgres } from "@avocet/backends/postgres";
import { testDatabase } from "../../engines/postgres/index.js";
import { open } from "../differ/engines.js";
import { hostileTextOn } from "./support/hostile-text.js";

const database = await testDatabase();
if (database)
  hostileTextOn("postgres", async () => {
    const runner = await connectPostgres(database.url);
    return {
      runner,
      async close() {
        await runner.close();
        await database.drop();
      },
    };
  });
hostileTextOn("duckdb", async () => {
  const runner = await connectDuckDB();
  return { runner, close: () => runner.close() };
});
// What both parsers read as it is meant is not run there.
hostileTextOn("snowflake", () => open("snowflake"));
