import type { TableLike } from "@avocet/core";
import { AvocetError, ir, suggestion } from "@avocet/core";
import { compileDuckDB } from "@avocet/sql-dialects";
import { found, kindOf, liveSchema, qualified } from "./catalog.js";
import type { Exclusive } from "./session.js";
import type { Bindings } from "./values.js";

/** What becomes of a table or view that is there. */
export interface CreateOptions {
  /** Takes the place of a table or view of the name; without it such a one is an error. */
  readonly replace?: boolean;
}
/** What becomes of nothing to drop. */
export interface DropOptions {
  /** Nothing to drop is no error. */
  readonly ifExists?: boolean;
}

/** Makes a table of a query's rows in one statement: readers see the old table until the new one is complete. */
export async function createTable(
  on: Exclusive,
  name: string,
  sql: string,
  bindings: Bindings | undefined,
  { replace = false }: CreateOptions,
): Promise<void> {
  const target = qualified(name);
  if (replace && (await kindOf(on, name)) === "view") {
    // OR REPLACE does not put a table in the place of a view; the view may be what the query reads.
    const draft = qualified(`${name} (new)`);
    await on.transaction(async () => {
      await on.run(`CREATE OR REPLACE TABLE ${draft} AS\n${sql}`, bindings);
      await on.run(`DROP VIEW ${target}`);
      await on.run(`ALTER TABLE ${draft} RENAME TO ${target}`);
    });
  } else await on.run(`CREATE ${replace ? "OR REPLACE " : ""}TABLE ${target} AS\n${sql}`, bindings);
}

/** Makes a view of a query. */
export async function createView(
  on: Exclusive,
  name: string,
  relation: ir.Relation,
  { replace = false }: CreateOptions,
): Promise<void> {
  const { sql, params } = compileDuckDB(relation);
  if (params.length > 0)
    throw new AvocetError("missing-parameter", `the view ${name} cannot hold the parameter \`${params[0]?.name}\``, {
      hint: "Put a literal in its place, or make a table.",
    });
  if (readsItself(name, relation))
    throw new AvocetError("invalid-argument", `the view ${name} would read itself`, {
      hint: "Give it another name, or make a table, which may take the place of what it was made from.",
    });
  const target = qualified(name);
  const kind = replace ? await kindOf(on, name) : null;
  await on.transaction(async () => {
    if (kind === "table") await on.run(`DROP TABLE ${target}`);
    await on.run(`CREATE ${replace ? "OR REPLACE " : ""}VIEW ${target} AS\n${sql}`);
    await on.columns(`SELECT * FROM ${target}`); // refuses a view that reads itself by way of another
  });
}

const readsItself = (name: string, relation: ir.Relation): boolean =>
  ir
    .relationsBelow(relation)
    .some((r) => r.type === "table" && r.database === null && r.name.toLowerCase() === name.toLowerCase());

export async function drop(
  on: Exclusive,
  kind: "TABLE" | "VIEW",
  name: string,
  { ifExists = false }: DropOptions,
): Promise<void> {
  const actual = await kindOf(on, name);
  if (actual !== null && actual.toUpperCase() !== kind)
    throw new AvocetError("invalid-argument", `${name} is a ${actual}, not a ${kind.toLowerCase()}`, {
      hint: actual === "view" ? "Use dropView." : "Use dropTable.",
    });
  await found(on, name, () => on.run(`DROP ${kind} ${ifExists ? "IF EXISTS " : ""}${qualified(name)}`));
}

/** Adds rows to a table, column by column of the same name; columns that the rows lack get their default. */
export async function insert(
  on: Exclusive,
  name: string,
  table: TableLike,
  sql: string,
  bindings: Bindings | undefined,
): Promise<number> {
  const live = [...(await liveSchema(on, name)).keys()];
  const lower = new Set(live.map((column) => column.toLowerCase()));
  const extra = [...table.relation.schema.keys()].find((column) => !lower.has(column.toLowerCase()));
  if (extra !== undefined)
    throw new AvocetError("schema-mismatch", `the table ${name} has no column \`${extra}\``, {
      hint: suggestion(extra, live),
    });
  const result = await on.run(`INSERT INTO ${qualified(name)} BY NAME\n${sql}`, bindings);
  return result.rowsChanged;
}
