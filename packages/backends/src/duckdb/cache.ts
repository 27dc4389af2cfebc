import { randomUUID } from "node:crypto";
import type { CachedRelation, ir } from "@avocet/core";
import { ir as nodes } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects";
import { qualified } from "../shared/catalog.js";
import type { Statement } from "../shared/statement.js";
import { plain } from "../shared/statement.js";
import type { DuckDBSession } from "./session.js";

/** A database in memory beside the connection's own. Temporary tables would be seen by one session of the pool alone. */
const PLACE = { catalog: "avocet_cache", database: "main" } as const;

/** Keeps the rows of a query in a table of their own. */
export async function keepRows(
  on: DuckDBSession,
  query: Statement,
  schema: ir.Fields,
  exclusive: (work: (on: DuckDBSession) => Promise<void>) => Promise<void>,
): Promise<CachedRelation> {
  const name = `cached_${randomUUID()}`;
  const target = qualified(duckdb, name, PLACE);
  await on.run(plain(`ATTACH IF NOT EXISTS ':memory:' AS ${duckdb.quote(PLACE.catalog)}`));
  await on.run({ ...query, sql: `CREATE TABLE ${target} AS\n${query.sql}` });
  let kept = true;
  return {
    relation: nodes.table(name, schema, PLACE.database, PLACE.catalog),
    async release() {
      if (!kept) return;
      kept = false;
      await exclusive(async (later) => {
        await later.run(plain(`DROP TABLE IF EXISTS ${target}`));
      });
    },
  };
}
