import { randomUUID } from "node:crypto";
import type { CachedRelation } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import { snowflake } from "@avocet/sql-dialects/snowflake";
import { qualifiedName } from "../shared/catalog.js";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import type { StatementExecutor } from "./session/statement-executor.js";

/** Stores the rows of a query in a temporary table, which is dropped on release or at the end of the session. */
export async function cacheRows(
  executor: StatementExecutor,
  query: Statement,
  schema: ir.Fields,
): Promise<CachedRelation> {
  const name = `avocet_cached_${randomUUID()}`;
  const target = qualifiedName(snowflake, name);
  await executor.withWriteSession(async (session) => {
    session.registerTemporaryTable(name);
    await session.run({ ...query, sql: `CREATE TEMPORARY TABLE ${target} AS\n${query.sql}` });
  });
  let isReleased = false;
  return {
    relation: ir.table(name, schema),
    async release() {
      if (isReleased) return;
      isReleased = true;
      await executor.withWriteSession((session) => session.run(sqlStatement(`DROP TABLE IF EXISTS ${target}`)));
    },
  };
}
