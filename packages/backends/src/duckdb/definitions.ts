import { duckdb } from "@avocet/sql-dialects";
import { qualified } from "../shared/catalog.js";
import type { Definitions } from "../shared/driver.js";
import { plain } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import type { DuckDBSession } from "./session.js";

/** How DuckDB makes tables and views: readers see the old one until the new one is complete. */
export const definitions: Definitions<DuckDBSession> = {
  async createTable(on, name, query, { replace = false, ifNotExists = false, temporary = false }) {
    const target = qualified(duckdb, name);
    const kind = temporary ? "TEMPORARY TABLE" : "TABLE";
    if (replace && !temporary && (await catalog.kindOf(on, name)) === "view") {
      // OR REPLACE does not put a table in the place of a view; the view may be what the query reads.
      const draft = qualified(duckdb, `${name} (new)`);
      await on.transaction(async () => {
        await on.run({ ...query, sql: `CREATE OR REPLACE TABLE ${draft} AS\n${query.sql}` });
        await on.run(plain(`DROP VIEW ${target}`));
        await on.run(plain(`ALTER TABLE ${draft} RENAME TO ${target}`));
      });
      return;
    }
    const create = `CREATE ${replace ? "OR REPLACE " : ""}${kind} ${ifNotExists ? "IF NOT EXISTS " : ""}${target}`;
    await on.run({ ...query, sql: `${create} AS\n${query.sql}` });
  },
  async createView(on, name, sql, { replace = false }, kind) {
    const target = qualified(duckdb, name);
    await on.transaction(async () => {
      if (kind === "table") await on.run(plain(`DROP TABLE ${target}`));
      await on.run(plain(`CREATE ${replace ? "OR REPLACE " : ""}VIEW ${target} AS\n${sql}`));
      await on.columns(`SELECT * FROM ${target}`); // refuses a view that reads itself by way of another
    });
  },
};
