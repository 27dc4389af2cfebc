import { randomUUID } from "node:crypto";
import type { CachedRelation } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import { snowflake } from "@avocet/sql-dialects/snowflake";
import { qualifiedName } from "../shared/catalog.js";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import type { Statements } from "./session/statements.js";

/** Keeps the rows of a query in a temporary table: Snowflake removes it with the session, if nobody does before. */
export async function keepRows(statements: Statements, query: Statement, schema: ir.Fields): Promise<CachedRelation> {
  const name = `avocet_cached_${randomUUID()}`;
  const target = qualifiedName(snowflake, name);
  await statements.exclusive(async (on) => {
    on.keep(name);
    await on.run({ ...query, sql: `CREATE TEMPORARY TABLE ${target} AS\n${query.sql}` });
  });
  let kept = true;
  return {
    relation: ir.table(name, schema),
    async release() {
      if (!kept) return;
      kept = false;
      await statements.exclusive((on) => on.run(sqlStatement(`DROP TABLE IF EXISTS ${target}`)));
    },
  };
}
