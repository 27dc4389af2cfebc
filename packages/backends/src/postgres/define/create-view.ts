import { AvocetError } from "@avocet/core";
import type { CreateViewOptions, Namespace } from "../../shared/driver.js";
import { sqlStatement } from "../../shared/statement.js";
import { catalog, namespaceOf, qualifiedTable, regclassSql } from "../catalog.js";
import { isServerError } from "../errors.js";
import type { PostgresSession } from "../session/types.js";
import { dependentsOf, withDependentsRecreated } from "./dependents.js";
import { privilegeStatements } from "./privileges.js";
import { acquireReplaceLock } from "./replace-lock.js";

/** Creates a view from a query. */
export async function createView(
  session: PostgresSession,
  name: string,
  sql: string,
  { replace = false }: CreateViewOptions,
): Promise<void> {
  await session.transaction(async () => {
    if (replace) await replaceView(session, name, sql, await namespaceOf(session, name));
    else await session.run(sqlStatement(`CREATE VIEW ${qualifiedTable(name)} AS\n${sql}`));
    // throws if the view reads itself through another view
    await session.describe(`SELECT * FROM ${qualifiedTable(name)}`);
    const { rows } = await session.query(
      sqlStatement(`SELECT relpersistence FROM pg_catalog.pg_class WHERE oid = ${regclassSql(name)}`),
    );
    if (rows[0]?.[0] === "t")
      throw new AvocetError(
        "invalid-argument",
        `The view ${name} would read temporary rows, which are dropped with the connection`,
        {
          hint: "Create permanent tables from temporary tables, cached rows and rows of files first.",
        },
      );
  });
}

async function replaceView(session: PostgresSession, name: string, sql: string, namespace: Namespace): Promise<void> {
  const target = qualifiedTable(name, namespace);
  const create = () => session.run(sqlStatement(`CREATE VIEW ${target} AS\n${sql}`));
  await acquireReplaceLock(session, target);
  const kind = await catalog.kindOf(session, name, namespace);
  if (kind === null) await create();
  else if (kind !== "view" || !(await replaceInPlace(session, target, sql))) {
    const relation = regclassSql(name, namespace);
    const privileges = kind === "view" ? await privilegeStatements(session, relation, "VIEW", target, false) : [];
    await withDependentsRecreated(session, name, await dependentsOf(session, relation), async () => {
      await session.run(sqlStatement(`DROP ${kind.toUpperCase()} ${target}`));
      await create();
    });
    for (const statement of privileges) await session.run(sqlStatement(statement));
  }
}

/** SQLSTATE if CREATE OR REPLACE VIEW would change the existing columns of a view. */
const INCOMPATIBLE_COLUMNS = "42P16";

async function replaceInPlace(session: PostgresSession, target: string, sql: string): Promise<boolean> {
  try {
    await session.transaction(() => session.run(sqlStatement(`CREATE OR REPLACE VIEW ${target} AS\n${sql}`)));
    return true;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (isServerError(cause) && cause.code === INCOMPATIBLE_COLUMNS) return false;
    throw error;
  }
}
