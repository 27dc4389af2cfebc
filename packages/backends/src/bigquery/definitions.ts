import { bigquery } from "@avocet/sql-dialects/bigquery";
import { qualifiedName } from "../shared/catalog.js";
import type { Definitions } from "../shared/driver.js";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import type { BigQuerySession } from "./session.js";
import { columnList, guarded } from "./storage.js";

/**
 * How BigQuery makes tables and views. Each statement is whole or nothing; but where a table takes the place of a view, or a view that of
 * a table, there are two, since BigQuery has no transaction for them: the new one is complete, or has been checked, before the old one goes.
 */
export const definitions: Definitions<BigQuerySession> = {
  async createTable(on, name, query, { replace = false, ifNotExists = false, temporary = false, engineOptions }) {
    const rows = guarded(query);
    const create = (kind: string, table: string): Statement => {
      const columns = query.schema ? ` ${columnList(query.schema)}` : "";
      const head = `CREATE ${kind} ${qualifiedName(bigquery, table)}${columns}`;
      return { ...rows, sql: `${head}${engineOptions ? `\n${engineOptions}` : ""}\nAS\n${rows.sql}` };
    };
    const replaced = replace ? "OR REPLACE " : "";
    const unless = ifNotExists ? " IF NOT EXISTS" : "";
    if (temporary) {
      await (await on.temporary(name)).run(create(`${replaced}TEMP TABLE${unless}`, name));
      return;
    }
    const kind = replace ? await catalog.kindOf(on, name) : null;
    if (kind !== "view" && kind !== "materialized view") {
      await on.run(create(`${replaced}TABLE${unless}`, name));
      return;
    }
    const draft = `${name} (new)`;
    await on.run(create("OR REPLACE TABLE", draft));
    await on.run(sqlStatement(`DROP ${kind.toUpperCase()} ${qualifiedName(bigquery, name)}`));
    await on.run(sqlStatement(`ALTER TABLE ${qualifiedName(bigquery, draft)} RENAME TO ${bigquery.quote(name)}`));
  },
  async createView(on, name, sql, { replace = false }, kind) {
    const target = qualifiedName(bigquery, name);
    const create = `CREATE ${replace ? "OR REPLACE " : ""}VIEW ${target} AS\n${sql}`;
    if (kind === "table" || kind === "materialized view") {
      await on.columns(sql);
      await on.run(sqlStatement(`DROP ${kind.toUpperCase()} ${target}`));
    }
    await on.run(sqlStatement(create));
  },
};
