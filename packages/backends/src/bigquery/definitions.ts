import { bigquery } from "@avocet/sql-dialects/bigquery";
import { qualifiedName } from "../shared/catalog.js";
import type { Definitions } from "../shared/driver.js";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import type { BigQuerySession } from "./session.js";
import { columnList, rejectNullArrays } from "./storage.js";

/**
 * Creates tables and views. Each statement is atomic. Replacing a view by a table, or a table by a view, takes two
 * statements, because BigQuery has no transactional DDL: the new relation is complete, or its query has been checked,
 * before the old one is dropped.
 */
export const definitions: Definitions<BigQuerySession> = {
  async createTable(session, name, query, { replace = false, ifNotExists = false, temporary = false, engineOptions }) {
    const rows = rejectNullArrays(query);
    const create = (kind: string, table: string): Statement => {
      const columns = query.schema ? ` ${columnList(query.schema)}` : "";
      const head = `CREATE ${kind} ${qualifiedName(bigquery, table)}${columns}`;
      return { ...rows, sql: `${head}${engineOptions ? `\n${engineOptions}` : ""}\nAS\n${rows.sql}` };
    };
    const orReplace = replace ? "OR REPLACE " : "";
    const unlessExists = ifNotExists ? " IF NOT EXISTS" : "";
    if (temporary) {
      await (await session.openTemporarySession(name)).run(create(`${orReplace}TEMP TABLE${unlessExists}`, name));
      return;
    }
    const kind = replace ? await catalog.kindOf(session, name) : null;
    if (kind !== "view" && kind !== "materialized view") {
      await session.run(create(`${orReplace}TABLE${unlessExists}`, name));
      return;
    }
    const draft = `${name} (new)`;
    await session.run(create("OR REPLACE TABLE", draft));
    await session.run(sqlStatement(`DROP ${kind.toUpperCase()} ${qualifiedName(bigquery, name)}`));
    await session.run(sqlStatement(`ALTER TABLE ${qualifiedName(bigquery, draft)} RENAME TO ${bigquery.quote(name)}`));
  },
  async createView(session, name, sql, { replace = false }, kind) {
    const target = qualifiedName(bigquery, name);
    const create = `CREATE ${replace ? "OR REPLACE " : ""}VIEW ${target} AS\n${sql}`;
    if (kind === "table" || kind === "materialized view") {
      await session.columns(sql);
      await session.run(sqlStatement(`DROP ${kind.toUpperCase()} ${target}`));
    }
    await session.run(sqlStatement(create));
  },
};
