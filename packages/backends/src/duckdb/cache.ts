import { randomUUID } from "node:crypto";
import type { CachedRelation } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import * as nodes from "@avocet/core/ir";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import { qualifiedName } from "../shared/catalog.js";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import type { DuckDBSession } from "./session.js";

/** An attached in-memory database. A temporary table would be visible to one session of the pool only. */
const CACHE_NAMESPACE = { catalog: "avocet_cache", database: "main" } as const;

/** Keeps the rows of a query in an in-memory table. */
export async function cacheRows(
  session: DuckDBSession,
  query: Statement,
  schema: ir.Fields,
  withWriteSession: (work: (on: DuckDBSession) => Promise<void>) => Promise<void>,
): Promise<CachedRelation> {
  const name = `cached_${randomUUID()}`;
  const target = qualifiedName(duckdb, name, CACHE_NAMESPACE);
  await session.run(sqlStatement(`ATTACH IF NOT EXISTS ':memory:' AS ${duckdb.quote(CACHE_NAMESPACE.catalog)}`));
  await session.run({ ...query, sql: `CREATE TABLE ${target} AS\n${query.sql}` });
  let isCached = true;
  return {
    relation: nodes.table(name, schema, CACHE_NAMESPACE.database, CACHE_NAMESPACE.catalog),
    async release() {
      if (!isCached) return;
      isCached = false;
      await withWriteSession(async (dropSession) => {
        await dropSession.run(sqlStatement(`DROP TABLE IF EXISTS ${target}`));
      });
    },
  };
}
