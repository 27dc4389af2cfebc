import { randomBytes } from "node:crypto";
import { AvocetError } from "@avocet/core";
import type { CreateTableOptions, Namespace, RelationKind } from "../../shared/driver.js";
import type { Statement } from "../../shared/statement.js";
import { requiredColumns, sqlStatement } from "../../shared/statement.js";
import { catalog, namespaceOf, qualifiedTable, regclassSql, TEMPORARY_NAMESPACE } from "../catalog.js";
import type { PostgresSession } from "../session/types.js";
import { dependentsOf, withDependentsRecreated } from "./dependents.js";
import { dropNotNull, nullConstraints, setNotNull } from "./not-null.js";
import { privilegeStatements } from "./privileges.js";
import { acquireReplaceLock } from "./replace-lock.js";

/** Creates a table from a query. */
export async function createTable(
  session: PostgresSession,
  name: string,
  query: Statement,
  { replace = false, ifNotExists = false, temporary = false }: CreateTableOptions,
): Promise<void> {
  const createNamespace = temporary ? TEMPORARY_NAMESPACE : {};
  const create = `CREATE TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${qualifiedTable(name, createNamespace)}`;
  const statement: Statement = { ...query, sql: `${create} AS\n${query.sql}` };
  const required = requiredColumns(query);
  if (replace)
    await session.transaction(async () => {
      const namespace = temporary ? TEMPORARY_NAMESPACE : await namespaceOf(session, name);
      const kind = await catalog.kindOf(session, name, namespace);
      const isRefilled = kind === "table" && (await refill(session, name, namespace, query));
      if (!isRefilled) await swap(session, name, namespace, query);
    });
  else if (required.length === 0) await session.run(statement);
  else
    await session.transaction(async () => {
      if (ifNotExists && (await catalog.kindOf(session, name, createNamespace)) !== null) return;
      await session.run(statement);
      await setNotNull(session, qualifiedTable(name, createNamespace), required);
    });
}

/**
 * Replaces the rows of a table by those of a query with the same columns, and keeps everything else. Returns false if
 * the columns differ. Readers see the old rows until the transaction ends, without waiting. The new rows are computed
 * first, because the query may read the table.
 */
async function refill(
  session: PostgresSession,
  name: string,
  namespace: Namespace,
  query: Statement,
): Promise<boolean> {
  const [table, draftName] = [qualifiedTable(name, namespace), draftTableName()];
  const draft = qualifiedTable(draftName, TEMPORARY_NAMESPACE);
  await session.run({ ...query, sql: `CREATE TABLE ${draft} AS\n${query.sql}\nWITH NO DATA` });
  const currentColumns = () =>
    sharedColumns(session, regclassSql(name, namespace), regclassSql(draftName, TEMPORARY_NAMESPACE));
  let columns = await currentColumns();
  if (columns !== null) {
    await session.run({ ...query, sql: `INSERT INTO ${draft}\n${query.sql}` });
    await acquireReplaceLock(session, table);
    const kind = await catalog.kindOf(session, name, namespace);
    columns = kind === "table" ? await currentColumns() : null; // another session may have replaced the table
  }
  if (columns !== null) {
    await session.run(sqlStatement(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`));
    await refuseReferences(session, name, regclassSql(name, namespace));
    await session.run(sqlStatement(`DELETE FROM ${table}`));
    const required = requiredColumns(query);
    const constraints = await nullConstraints(session, regclassSql(name, namespace), draft, required);
    await dropNotNull(session, table, constraints.violated);
    await session.run(sqlStatement(`INSERT INTO ${table} (${columns})\nSELECT ${columns} FROM ${draft}`));
    await setNotNull(session, table, constraints.missing);
  }
  await session.run(sqlStatement(`DROP TABLE ${draft}`));
  return columns !== null;
}

/** Replaces any relation of the name by a new table, and recreates the views on it. */
async function swap(session: PostgresSession, name: string, namespace: Namespace, query: Statement): Promise<void> {
  const [target, draft] = [qualifiedTable(name, namespace), qualifiedTable(draftTableName(), namespace)];
  await session.run({ ...query, sql: `CREATE TABLE ${draft} AS\n${query.sql}` });
  await setNotNull(session, draft, requiredColumns(query));
  await acquireReplaceLock(session, target);
  const kind: RelationKind | null = await catalog.kindOf(session, name, namespace);
  const rename = () => session.run(sqlStatement(`ALTER TABLE ${draft} RENAME TO ${qualifiedTable(name)}`));
  if (kind === null) {
    await rename();
    return;
  }
  const relation = regclassSql(name, namespace);
  const privileges = kind === "table" ? await privilegeStatements(session, relation, "TABLE", target, false) : [];
  await withDependentsRecreated(session, name, await dependentsOf(session, relation), async () => {
    await session.run(sqlStatement(`DROP ${kind.toUpperCase()} ${target}`));
    await rename();
  });
  for (const statement of privileges) await session.run(sqlStatement(statement));
}

const draftTableName = (): string => `avocet_new_${randomBytes(8).toString("hex")}`;

/** The column list of two tables in SQL; null if their column names, types or order differ. */
async function sharedColumns(session: PostgresSession, target: string, draft: string): Promise<string | null> {
  const columnsOf = (relation: string): string => `SELECT *, row_number() OVER (ORDER BY attnum) AS place
  FROM pg_catalog.pg_attribute WHERE attrelid = ${relation} AND attnum > 0 AND NOT attisdropped`;
  const { rows } = await session.query(
    sqlStatement(`SELECT pg_catalog.quote_ident(coalesce(a.attname, b.attname)), coalesce(
  a.atttypid = b.atttypid AND a.atttypmod = b.atttypmod AND a.attgenerated = '' AND a.attidentity <> 'a', false)
FROM (${columnsOf(target)}) AS a FULL JOIN (${columnsOf(draft)}) AS b ON a.place = b.place AND a.attname = b.attname
ORDER BY a.place`),
  );
  return rows.every(([, same]) => same === "t") ? rows.map(([column]) => column).join(", ") : null;
}

/** Throws if foreign keys reference the table: deleting its rows would fail, or cascade. */
async function refuseReferences(session: PostgresSession, name: string, relation: string): Promise<void> {
  const { rows } = await session.query(
    sqlStatement(`SELECT DISTINCT conrelid::pg_catalog.regclass::pg_catalog.text FROM pg_catalog.pg_constraint
WHERE contype = 'f' AND confrelid = ${relation} ORDER BY 1`),
  );
  if (rows.length === 0) return;
  throw new AvocetError("backend", `Cannot replace \`${name}\`: foreign keys of ${rows.join(", ")} reference it`, {
    reason: "constraint",
    hint: "Update its rows with merge, or drop the foreign keys first.",
  });
}
