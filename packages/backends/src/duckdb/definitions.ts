import { duckdb } from "@avocet/sql-dialects/duckdb";
import { qualifiedName } from "../shared/catalog.js";
import type { Definitions } from "../shared/driver.js";
import { sqlStatement } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import type { DuckDBSession } from "./session.js";

/** Creates tables and views. Concurrent readers see the old relation until the new one is complete. */
export const definitions: Definitions<DuckDBSession> = {
  async createTable(session, name, query, { replace = false, ifNotExists = false, temporary = false }) {
    const target = qualifiedName(duckdb, name);
    const kind = temporary ? "TEMPORARY TABLE" : "TABLE";
    if (replace && !temporary && (await catalog.kindOf(session, name)) === "view") {
      // CREATE OR REPLACE TABLE does not replace a view. The query may read the view, so the view is dropped
      // afterwards.
      const draft = qualifiedName(duckdb, `${name} (new)`);
      await session.transaction(async () => {
        await session.run({ ...query, sql: `CREATE OR REPLACE TABLE ${draft} AS\n${query.sql}` });
        await session.run(sqlStatement(`DROP VIEW ${target}`));
        await session.run(sqlStatement(`ALTER TABLE ${draft} RENAME TO ${target}`));
      });
      return;
    }
    const create = `CREATE ${replace ? "OR REPLACE " : ""}${kind} ${ifNotExists ? "IF NOT EXISTS " : ""}${target}`;
    await session.run({ ...query, sql: `${create} AS\n${query.sql}` });
  },
  async createView(session, name, sql, { replace = false }, kind) {
    const target = qualifiedName(duckdb, name);
    await session.transaction(async () => {
      if (kind === "table") await session.run(sqlStatement(`DROP TABLE ${target}`));
      await session.run(sqlStatement(`CREATE ${replace ? "OR REPLACE " : ""}VIEW ${target} AS\n${sql}`));
      await session.columns(`SELECT * FROM ${target}`); // throws if the view reads itself through another view
    });
  },
};
