import { randomUUID } from "node:crypto";
import type { CachedRelation } from "@avocet/core";
import { ir } from "@avocet/core";
import { snowflake } from "@avocet/sql-dialects";
import { qualified } from "../shared/catalog.js";
import type { Statement } from "../shared/statement.js";
import { plain } from "../shared/statement.js";
import type { Statements } from "./session/statements.js";

/** Keeps the rows of a query in a temporary table: Snowflake removes it with the session, if nobody does before. */
export async function keepRows(statements: Statements, query: Statement, schema: ir.Fields): Promise<CachedRelation> {
  const name = `avocet_cached_${randomUUID()}`;
  const target = qualified(snowflake, name);
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
      await statements.exclusive((on) => on.run(plain(`DROP TABLE IF EXISTS ${target}`)));
    },
  };
}
