import { connect as connectDuckDB } from "@avocet/backends/duckdb";
import { connect as connectPostgres } from "@avocet/backends/postgres";
import { testDatabase } from "../../engines/postgres/index.js";
import { startEngine } from "../differ/engines.js";
import { testUntrustedInput } from "./support/untrusted-input.js";

const database = await testDatabase();
if (database)
  testUntrustedInput("postgres", async () => {
    const runner = await connectPostgres(database.url);
    return {
      runner,
      async close() {
        await runner.close();
        await database.drop();
      },
    };
  });
testUntrustedInput("duckdb", async () => {
  const runner = await connectDuckDB();
  return { runner, close: () => runner.close() };
});
// SQL that both parsers parse as intended is not executed here.
testUntrustedInput("snowflake", () => startEngine("snowflake"));
