import { snowflake } from "@avocet/sql-dialects/snowflake";
import { qualifiedName } from "../shared/catalog.js";
import { draftTableName } from "../shared/copy/draft-table.js";
import type { Definitions } from "../shared/driver.js";
import type { Statement } from "../shared/statement.js";
import { requiredColumns, sqlStatement } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import type { SnowflakeSession } from "./session/types.js";

/**
 * Creates tables and views. OR REPLACE atomically replaces a relation of the same kind and keeps its grants, so that
 * readers see either the old or the new one. It cannot replace a view by a table: the table is created under a draft
 * name, the view is dropped, and the table is renamed. To replace a table by a view, the table is dropped first.
 */
export const definitions: Definitions<SnowflakeSession> = {
  async createTable(session, name, query, { replace = false, ifNotExists = false, temporary = false, engineOptions }) {
    const target = qualifiedName(snowflake, name);
    const columnList = columnListOf(query);
    const optionsClause = engineOptions === undefined ? "" : ` ${engineOptions}`;
    if (replace && !temporary && (await catalog.kindOf(session, name)) === "view") {
      const draft = qualifiedName(snowflake, draftTableName());
      await session.run({ ...query, sql: `CREATE TABLE ${draft}${columnList}${optionsClause} AS\n${query.sql}` });
      await session.run(sqlStatement(`DROP VIEW ${target}`));
      await session.run(sqlStatement(`ALTER TABLE ${draft} RENAME TO ${target}`));
      return;
    }
    if (temporary) session.registerTemporaryTable(name);
    const kind = temporary ? "TEMPORARY TABLE" : "TABLE";
    const grants = replace && !temporary ? " COPY GRANTS" : "";
    const create = `CREATE ${replace ? "OR REPLACE " : ""}${kind} ${ifNotExists ? "IF NOT EXISTS " : ""}${target}`;
    await session.run({ ...query, sql: `${create}${columnList}${optionsClause}${grants} AS\n${query.sql}` });
  },
  async createView(session, name, sql, { replace = false }, kind) {
    const target = qualifiedName(snowflake, name);
    if (kind === "table") {
      await session.columns(sql); // throws for an invalid query before the table is dropped
      await session.run(sqlStatement(`DROP TABLE ${target}`));
    }
    await session.run(
      sqlStatement(`CREATE ${replace ? "OR REPLACE " : ""}VIEW ${target}${replace ? " COPY GRANTS" : ""} AS\n${sql}`),
    );
  },
};

/** The column list that declares the NOT NULL constraints of a table; empty if it has none. */
function columnListOf(query: Statement): string {
  if (requiredColumns(query).length === 0) return "";
  const columns = [...(query.schema ?? [])].map(
    ([name, dtype]) => `${snowflake.quote(name)} ${snowflake.typeName(dtype)}${dtype.nullable ? "" : " NOT NULL"}`,
  );
  return ` (${columns.join(", ")})`;
}
