import { randomBytes } from "node:crypto";
import { AvocetError } from "@avocet/core";
import type { CreateTableOptions, Namespace, RelationKind } from "../../shared/driver.js";
import type { Statement } from "../../shared/statement.js";
import { plain } from "../../shared/statement.js";
import { catalog, numberOf, schemaOf, TEMPORARY, targetOf } from "../catalog.js";
import type { PostgresSession } from "../session/types.js";
import { around, dependentsOf } from "./dependents.js";
import { oneAtATime } from "./one-at-a-time.js";
import { rightsOf } from "./rights.js";

/** Makes a table of a query's rows. */
export async function createTable(
  on: PostgresSession,
  name: string,
  query: Statement,
  { replace = false, ifNotExists = false, temporary = false }: CreateTableOptions,
): Promise<void> {
  const place = temporary ? TEMPORARY : {};
  const create = `CREATE TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${targetOf(name, place)}`;
  if (!replace) await on.run({ ...query, sql: `${create} AS\n${query.sql}` });
  else
    await on.transaction(async () => {
      const found = temporary ? TEMPORARY : await schemaOf(on, name);
      const kind = await catalog.kindOf(on, name, found);
      const refilled = kind === "table" && (await refill(on, name, found, query));
      if (!refilled) await swap(on, name, found, query);
    });
}

/**
 * Replaces the rows of a table by those of a query of the same columns: it keeps all else, and the views on it. Readers see the old rows
 * until the transaction ends, and wait for nothing. The new rows are worked out first, as the query may read the table.
 */
async function refill(on: PostgresSession, name: string, place: Namespace, query: Statement): Promise<boolean> {
  const [table, draftName] = [targetOf(name, place), freshName()];
  const draft = targetOf(draftName, TEMPORARY);
  await on.run({ ...query, sql: `CREATE TABLE ${draft} AS\n${query.sql}\nWITH NO DATA` });
  const columnsNow = () => sharedColumns(on, numberOf(name, place), numberOf(draftName, TEMPORARY));
  let columns = await columnsNow();
  if (columns !== null) {
    await on.run({ ...query, sql: `INSERT INTO ${draft}\n${query.sql}` });
    await oneAtATime(on, table);
    const kind = await catalog.kindOf(on, name, place);
    columns = kind === "table" ? await columnsNow() : null; // another may have come before
  }
  if (columns !== null) {
    await on.run(plain(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`));
    await refuseReferences(on, name, numberOf(name, place));
    await on.run(plain(`DELETE FROM ${table}`));
    await on.run(plain(`INSERT INTO ${table} (${columns})\nSELECT ${columns} FROM ${draft}`));
  }
  await on.run(plain(`DROP TABLE ${draft}`));
  return columns !== null;
}

/** Puts a new table in the place of whatever has the name; views on it are made anew. */
async function swap(on: PostgresSession, name: string, place: Namespace, query: Statement): Promise<void> {
  const [target, draft] = [targetOf(name, place), targetOf(freshName(), place)];
  await on.run({ ...query, sql: `CREATE TABLE ${draft} AS\n${query.sql}` });
  await oneAtATime(on, target);
  const kind: RelationKind | null = await catalog.kindOf(on, name, place);
  const rename = () => on.run(plain(`ALTER TABLE ${draft} RENAME TO ${targetOf(name)}`));
  if (kind === null) {
    await rename();
    return;
  }
  const relation = numberOf(name, place);
  const rights = kind === "table" ? await rightsOf(on, relation, "TABLE", target, false) : [];
  await around(on, name, await dependentsOf(on, relation), async () => {
    await on.run(plain(`DROP ${kind.toUpperCase()} ${target}`));
    await rename();
  });
  for (const right of rights) await on.run(plain(right));
}

const freshName = (): string => `avocet_new_${randomBytes(8).toString("hex")}`;

/** The columns of two tables in SQL, if they have the same names, types and order; else null. */
async function sharedColumns(on: PostgresSession, table: string, other: string): Promise<string | null> {
  const columnsOf = (relation: string): string => `SELECT *, row_number() OVER (ORDER BY attnum) AS place
  FROM pg_catalog.pg_attribute WHERE attrelid = ${relation} AND attnum > 0 AND NOT attisdropped`;
  const { rows } = await on.query(
    plain(`SELECT pg_catalog.quote_ident(coalesce(a.attname, b.attname)), coalesce(
  a.atttypid = b.atttypid AND a.atttypmod = b.atttypmod AND a.attgenerated = '' AND a.attidentity <> 'a', false)
FROM (${columnsOf(table)}) AS a FULL JOIN (${columnsOf(other)}) AS b ON a.place = b.place AND a.attname = b.attname
ORDER BY a.place`),
  );
  return rows.every(([, same]) => same === "t") ? rows.map(([column]) => column).join(", ") : null;
}

/** Rows that others refer to cannot go for a moment, and some would take the others with them. */
async function refuseReferences(on: PostgresSession, name: string, relation: string): Promise<void> {
  const { rows } = await on.query(
    plain(`SELECT DISTINCT conrelid::pg_catalog.regclass::pg_catalog.text FROM pg_catalog.pg_constraint
WHERE contype = 'f' AND confrelid = ${relation} ORDER BY 1`),
  );
  if (rows.length === 0) return;
  throw new AvocetError("backend", `${name} cannot be replaced: its rows are referred to by ${rows.join(", ")}`, {
    reason: "constraint",
    hint: "Change its rows with merge, or drop the foreign keys first.",
  });
}
