import { duckdb } from "@avocet/sql-dialects/duckdb";
import { qualifiedName } from "../shared/catalog.js";
import type { Definitions, Namespace } from "../shared/driver.js";
import type { Statement } from "../shared/statement.js";
import { requiredColumns, sqlStatement } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import type { DuckDBSession } from "./session.js";

/** The schema of temporary tables. */
const TEMPORARY_NAMESPACE = { catalog: "temp", database: "main" } as const satisfies Namespace;

/** Creates tables and views. Concurrent readers see the old relation until the new one is complete. */
export const definitions: Definitions<DuckDBSession> = {
  async createTable(session, name, query, { replace = false, ifNotExists = false, temporary = false }) {
    const target = qualifiedName(duckdb, name);
    const kind = temporary ? "TEMPORARY TABLE" : "TABLE";
    const required = requiredColumns(query);
    if (replace && !temporary && (await catalog.kindOf(session, name)) === "view") {
      // CREATE OR REPLACE TABLE does not replace a view. The query may read the view, so the view is dropped
      // afterwards.
      const draft = qualifiedName(duckdb, `${name} (new)`);
      await session.transaction(async () => {
        await session.run({ ...query, sql: `CREATE OR REPLACE TABLE ${draft} AS\n${query.sql}` });
        await session.run(sqlStatement(`DROP VIEW ${target}`));
        await session.run(sqlStatement(`ALTER TABLE ${draft} RENAME TO ${target}`));
        await setNotNull(session, target, required);
      });
      return;
    }
    const create = `CREATE ${replace ? "OR REPLACE " : ""}${kind} ${ifNotExists ? "IF NOT EXISTS " : ""}${target}`;
    const statement: Statement = { ...query, sql: `${create} AS\n${query.sql}` };
    if (required.length === 0) {
      await session.run(statement);
      return;
    }
    await session.transaction(async () => {
      if (ifNotExists && (await catalog.kindOf(session, name, temporary ? TEMPORARY_NAMESPACE : {})) !== null) return;
      await session.run(statement);
      await setNotNull(session, target, required);
    });
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

/**
 * Adds NOT NULL constraints. CREATE TABLE AS has no place for them:
 * https://duckdb.org/docs/stable/sql/statements/create_table
 */
async function setNotNull(session: DuckDBSession, target: string, columns: readonly string[]): Promise<void> {
  for (const column of columns)
    await session.run(sqlStatement(`ALTER TABLE ${target} ALTER COLUMN ${duckdb.quote(column)} SET NOT NULL`));
}
