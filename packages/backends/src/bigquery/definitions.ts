import { bigquery } from "@avocet/sql-dialects";
import { qualified } from "../shared/catalog.js";
import type { Definitions } from "../shared/driver.js";
import { plain } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import type { BigQuerySession } from "./session.js";

/**
 * How BigQuery makes tables and views. Each statement is whole or nothing; but where a table takes the place of a view, or a view that of
 * a table, there are two, since BigQuery has no transaction for them: the new one is complete, or has been checked, before the old one goes.
 */
export const definitions: Definitions<BigQuerySession> = {
  async createTable(on, name, query, { replace = false, ifNotExists = false, temporary = false }) {
    const target = qualified(bigquery, name);
    if (temporary) {
      const create = `CREATE ${replace ? "OR REPLACE " : ""}TEMP TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${target}`;
      await (await on.temporary(name)).run({ ...query, sql: `${create} AS\n${query.sql}` });
      return;
    }
    const kind = replace ? await catalog.kindOf(on, name) : null;
    if (kind === "view" || kind === "materialized view") {
      const draft = `${name} (new)`;
      await on.run({ ...query, sql: `CREATE OR REPLACE TABLE ${qualified(bigquery, draft)} AS\n${query.sql}` });
      await on.run(plain(`DROP ${kind.toUpperCase()} ${target}`));
      await on.run(plain(`ALTER TABLE ${qualified(bigquery, draft)} RENAME TO ${target}`));
      return;
    }
    const create = `CREATE ${replace ? "OR REPLACE " : ""}TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${target}`;
    await on.run({ ...query, sql: `${create} AS\n${query.sql}` });
  },
  async createView(on, name, sql, { replace = false }, kind) {
    const target = qualified(bigquery, name);
    const create = `CREATE ${replace ? "OR REPLACE " : ""}VIEW ${target} AS\n${sql}`;
    if (kind === "table" || kind === "materialized view") {
      await on.columns(sql);
      await on.run(plain(`DROP ${kind.toUpperCase()} ${target}`));
    }
    await on.run(plain(create));
  },
};
