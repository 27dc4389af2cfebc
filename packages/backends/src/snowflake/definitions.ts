import { snowflake } from "@avocet/sql-dialects/snowflake";
import { qualifiedName } from "../shared/catalog.js";
import { draftTableName } from "../shared/copy/draft-table.js";
import type { Definitions } from "../shared/driver.js";
import { sqlStatement } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import type { SnowflakeSession } from "./session/types.js";

/**
 * How Snowflake makes tables and views. OR REPLACE puts the new one in the place of the old, with its grants, in one step: readers see the
 * one or the other. A table does not take the place of a view so, nor a view that of a table: the new one is made first under a name of
 * its own, the old one removed, and the new one renamed.
 */
export const definitions: Definitions<SnowflakeSession> = {
  async createTable(on, name, query, { replace = false, ifNotExists = false, temporary = false, engineOptions }) {
    const target = qualifiedName(snowflake, name);
    const more = engineOptions === undefined ? "" : ` ${engineOptions}`;
    if (replace && !temporary && (await catalog.kindOf(on, name)) === "view") {
      const draft = qualifiedName(snowflake, draftTableName());
      await on.run({ ...query, sql: `CREATE TABLE ${draft}${more} AS\n${query.sql}` });
      await on.run(sqlStatement(`DROP VIEW ${target}`));
      await on.run(sqlStatement(`ALTER TABLE ${draft} RENAME TO ${target}`));
      return;
    }
    if (temporary) on.keep(name);
    const kind = temporary ? "TEMPORARY TABLE" : "TABLE";
    const grants = replace && !temporary ? " COPY GRANTS" : "";
    const create = `CREATE ${replace ? "OR REPLACE " : ""}${kind} ${ifNotExists ? "IF NOT EXISTS " : ""}${target}`;
    await on.run({ ...query, sql: `${create}${more}${grants} AS\n${query.sql}` });
  },
  async createView(on, name, sql, { replace = false }, kind) {
    const target = qualifiedName(snowflake, name);
    if (kind === "table") {
      await on.columns(sql); // refuses what cannot be read, before the table goes
      await on.run(sqlStatement(`DROP TABLE ${target}`));
    }
    await on.run(
      sqlStatement(`CREATE ${replace ? "OR REPLACE " : ""}VIEW ${target}${replace ? " COPY GRANTS" : ""} AS\n${sql}`),
    );
  },
};
