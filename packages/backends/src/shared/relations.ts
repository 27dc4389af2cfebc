import { AvocetError, ir } from "@avocet/core";
import { found, qualified } from "./catalog.js";
import type { CreateTableOptions, CreateViewOptions, Driver, Session } from "./driver.js";
import type { Statement } from "./statement.js";
import { plain } from "./statement.js";

/** What becomes of nothing to drop. */
export interface DropOptions {
  /** Nothing to drop is no error. */
  readonly ifExists?: boolean;
}

/** Makes a table of a query's rows: readers see the old table until the new one is complete. */
export async function createTable<S extends Session>(
  driver: Driver<S>,
  on: S,
  name: string,
  query: Statement,
  options: CreateTableOptions,
): Promise<void> {
  if (options.replace && options.ifNotExists)
    throw new AvocetError("invalid-argument", "replace and ifNotExists exclude each other", {
      hint: "Take replace to make it anew, ifNotExists to keep what there is.",
    });
  await driver.definitions.createTable(on, name, query, options);
}

/** Makes a view of a query. */
export async function createView<S extends Session>(
  driver: Driver<S>,
  on: S,
  name: string,
  relation: ir.Relation,
  options: CreateViewOptions,
): Promise<void> {
  const { sql, params } = driver.compile(relation);
  if (params.length > 0)
    throw new AvocetError("missing-parameter", `the view ${name} cannot hold the parameter \`${params[0]?.name}\``, {
      hint: "Put a literal in its place, or make a table.",
    });
  if (readsItself(name, relation))
    throw new AvocetError("invalid-argument", `the view ${name} would read itself`, {
      hint: "Give it another name, or make a table, which may take the place of what it was made from.",
    });
  const kind = options.replace ? await driver.catalog.kindOf(on, name) : null;
  await driver.definitions.createView(on, name, sql, options, kind);
}

const readsItself = (name: string, relation: ir.Relation): boolean =>
  ir
    .relationsBelow(relation)
    .some((r) => r.type === "table" && r.database === null && r.name.toLowerCase() === name.toLowerCase());

/** Removes a table or a view; the other of the two is an error. */
export async function drop<S extends Session>(
  driver: Driver<S>,
  on: S,
  kind: "table" | "view",
  name: string,
  { ifExists = false }: DropOptions,
): Promise<void> {
  const actual = await driver.catalog.kindOf(on, name);
  if (actual !== null && actual !== kind)
    throw new AvocetError("invalid-argument", `${name} is a ${actual}, not a ${kind}`, {
      hint: actual === "view" ? "Use dropView." : "Use dropTable.",
    });
  const sql = `DROP ${kind.toUpperCase()} ${ifExists ? "IF EXISTS " : ""}${qualified(driver.dialect, name)}`;
  await found(driver, on, name, () => on.run(plain(sql)));
}
