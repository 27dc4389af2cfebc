import { AvocetError } from "@avocet/core";
import type { CreateViewOptions, Namespace } from "../../shared/driver.js";
import { plain } from "../../shared/statement.js";
import { catalog, numberOf, schemaOf, targetOf } from "../catalog.js";
import { isServerError } from "../errors.js";
import type { PostgresSession } from "../session/types.js";
import { around, dependentsOf } from "./dependents.js";
import { oneAtATime } from "./one-at-a-time.js";
import { rightsOf } from "./rights.js";

/** Makes a view of a query. */
export async function createView(
  on: PostgresSession,
  name: string,
  sql: string,
  { replace = false }: CreateViewOptions,
): Promise<void> {
  await on.transaction(async () => {
    if (replace) await replaceView(on, name, sql, await schemaOf(on, name));
    else await on.run(plain(`CREATE VIEW ${targetOf(name)} AS\n${sql}`));
    await on.describe(`SELECT * FROM ${targetOf(name)}`); // refuses a view that reads itself by way of another
    const { rows } = await on.query(
      plain(`SELECT relpersistence FROM pg_catalog.pg_class WHERE oid = ${numberOf(name)}`),
    );
    if (rows[0]?.[0] === "t")
      throw new AvocetError(
        "invalid-argument",
        `the view ${name} would read rows that last only as long as the connection`,
        {
          hint: "Make tables of temporary tables, of cached rows and of rows of files first.",
        },
      );
  });
}

async function replaceView(on: PostgresSession, name: string, sql: string, place: Namespace): Promise<void> {
  const target = targetOf(name, place);
  const create = () => on.run(plain(`CREATE VIEW ${target} AS\n${sql}`));
  await oneAtATime(on, target);
  const kind = await catalog.kindOf(on, name, place);
  if (kind === null) await create();
  else if (kind !== "view" || !(await replaced(on, target, sql))) {
    const relation = numberOf(name, place);
    const rights = kind === "view" ? await rightsOf(on, relation, "VIEW", target, false) : [];
    await around(on, name, await dependentsOf(on, relation), async () => {
      await on.run(plain(`DROP ${kind.toUpperCase()} ${target}`));
      await create();
    });
    for (const right of rights) await on.run(plain(right));
  }
}

/** The server replaces a view only by one that begins with the same columns. */
const OTHER_COLUMNS = "42P16";

async function replaced(on: PostgresSession, target: string, sql: string): Promise<boolean> {
  try {
    await on.transaction(() => on.run(plain(`CREATE OR REPLACE VIEW ${target} AS\n${sql}`)));
    return true;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (isServerError(cause) && cause.code === OTHER_COLUMNS) return false;
    throw error;
  }
}
