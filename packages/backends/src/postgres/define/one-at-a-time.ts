import { plain } from "../../shared/statement.js";
import type { PostgresSession } from "../session/types.js";
import { quoted } from "../types/result-columns.js";

/** Waits until no other transaction of Avocet replaces the relation of that name. The lock ends with the transaction. */
export async function oneAtATime(on: PostgresSession, target: string): Promise<void> {
  const key = `pg_catalog.hashtext('avocet'), pg_catalog.hashtext(${quoted(target)})`;
  await on.query(plain(`SELECT pg_catalog.pg_advisory_xact_lock(${key})`));
}
