import { randomUUID } from "node:crypto";
import type { RunOptions } from "@avocet/core";
import type { CachedRelation } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import * as nodes from "@avocet/core/ir";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import { CACHED_PREFIX, qualifiedTable, TEMPORARY_NAMESPACE } from "./catalog.js";
import type { StatementExecutor } from "./session/statement-executor.js";

/** Keeps the rows of a query in a temporary table. */
export async function cacheRows(
  executor: StatementExecutor,
  query: Statement,
  schema: ir.Fields,
  options: RunOptions,
): Promise<CachedRelation> {
  const name = `${CACHED_PREFIX}${randomUUID()}`;
  const target = qualifiedTable(name, TEMPORARY_NAMESPACE);
  await executor.registerTemporaryTable(name);
  await executor.withWriteSession(
    (session) => session.run({ ...query, sql: `CREATE TABLE ${target} AS\n${query.sql}` }),
    options,
  );
  let isCached = true;
  return {
    relation: nodes.table(name, schema, TEMPORARY_NAMESPACE.database),
    async release() {
      if (!isCached) return;
      isCached = false;
      await executor.withWriteSession(async (session) => {
        await session.run(sqlStatement(`DROP TABLE IF EXISTS ${target}`));
        session.forgetTemporaryTable(name);
      });
    },
  };
}
