import { sqlStatement } from "../../shared/statement.js";
import type { PostgresSession } from "../session/types.js";
import { stringLiteral } from "../types/result-columns.js";

/** Waits for other Avocet transactions that replace the same relation. The lock is released with the transaction. */
export async function acquireReplaceLock(session: PostgresSession, target: string): Promise<void> {
  const key = `pg_catalog.hashtext('avocet'), pg_catalog.hashtext(${stringLiteral(target)})`;
  await session.query(sqlStatement(`SELECT pg_catalog.pg_advisory_xact_lock(${key})`));
}
