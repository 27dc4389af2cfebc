import { randomUUID } from "node:crypto";
import type { CachedRelation, ir, RunOptions } from "@avocet/core";
import { ir as nodes } from "@avocet/core";
import type { Statement } from "../shared/statement.js";
import { plain } from "../shared/statement.js";
import { CACHED, TEMPORARY, targetOf } from "./catalog.js";
import type { Statements } from "./session/statements.js";

/** Keeps the rows of a query in a temporary table. */
export async function keepRows(
  statements: Statements,
  query: Statement,
  schema: ir.Fields,
  options: RunOptions,
): Promise<CachedRelation> {
  const name = `${CACHED}${randomUUID()}`;
  const target = targetOf(name, TEMPORARY);
  await statements.keep(name);
  await statements.exclusive((on) => on.run({ ...query, sql: `CREATE TABLE ${target} AS\n${query.sql}` }), options);
  let kept = true;
  return {
    relation: nodes.table(name, schema, TEMPORARY.database),
    async release() {
      if (!kept) return;
      kept = false;
      await statements.exclusive(async (on) => {
        await on.run(plain(`DROP TABLE IF EXISTS ${target}`));
        on.letGo(name);
      });
    },
  };
}
