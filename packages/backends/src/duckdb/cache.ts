import { randomUUID } from "node:crypto";
import type { CachedRelation, ir } from "@avocet/core";
import { ir as nodes } from "@avocet/core";
import { qualified } from "./catalog.js";
import type { Exclusive } from "./session.js";
import type { Bindings } from "./values.js";

/** A database in memory beside the connection's own. Temporary tables would be seen by one session of the pool alone. */
const PLACE = { catalog: "avocet_cache", database: "main" } as const;

/** Keeps the rows of a query in a table of their own. */
export async function keepRows(
  on: Exclusive,
  sql: string,
  bindings: Bindings | undefined,
  schema: ir.Fields,
  exclusive: (work: (on: Exclusive) => Promise<void>) => Promise<void>,
): Promise<CachedRelation> {
  const name = `cached_${randomUUID()}`;
  const target = qualified(name, PLACE);
  await on.run(`ATTACH IF NOT EXISTS ':memory:' AS ${qualified(PLACE.catalog)}`);
  await on.run(`CREATE TABLE ${target} AS\n${sql}`, bindings);
  let kept = true;
  return {
    relation: nodes.table(name, schema, PLACE.database, PLACE.catalog),
    async release() {
      if (!kept) return;
      kept = false;
      await exclusive(async (later) => {
        await later.run(`DROP TABLE IF EXISTS ${target}`);
      });
    },
  };
}
