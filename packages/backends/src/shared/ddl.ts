import { AvocetError, ir } from "@avocet/core";
import { qualified, withTableSuggestions } from "./catalog.js";
import type {
  CreateTableOptions,
  CreateViewOptions,
  Driver,
  MaterializedViews,
  RelationKind,
  Session,
} from "./driver.js";
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
  const sql = viewSql(driver, name, relation);
  const kind = options.replace ? await driver.catalog.kindOf(on, name) : null;
  await driver.definitions.createView(on, name, sql, options, kind);
}

/** Makes a view whose rows are kept. */
export async function createMaterializedView<S extends Session>(
  driver: Driver<S>,
  on: S,
  name: string,
  relation: ir.Relation,
  { replace = false }: CreateViewOptions,
): Promise<void> {
  materializedViews(driver);
  const sql = viewSql(driver, name, relation);
  const target = qualified(driver.dialect, name);
  const kind = replace ? await driver.catalog.kindOf(on, name) : null;
  await on.transaction(async () => {
    if (kind !== null) await on.run(plain(`DROP ${kind.toUpperCase()} ${target}`));
    await on.run(plain(`CREATE MATERIALIZED VIEW ${target} AS\n${sql}`));
  });
}

/** Works the rows of a materialised view out anew. */
export async function refresh<S extends Session>(driver: Driver<S>, on: S, name: string): Promise<void> {
  const sql = materializedViews(driver).refresh(name);
  if (sql !== null) await withTableSuggestions(driver, on, name, () => on.run(plain(sql)));
}

function materializedViews<S extends Session>({ dialect, materializedViews: views }: Driver<S>): MaterializedViews {
  if (views) return views;
  throw new AvocetError("unsupported-operation", `${dialect.name} has no materialised views`, {
    hint: "Make a table, and make it anew with { replace: true }.",
  });
}

function viewSql<S extends Session>(driver: Driver<S>, name: string, relation: ir.Relation): string {
  const { sql, params } = driver.compile(relation);
  if (params.length > 0)
    throw new AvocetError("missing-parameter", `the view ${name} cannot hold the parameter \`${params[0]?.name}\``, {
      hint: "Put a literal in its place, or make a table.",
    });
  if (readsItself(name, relation))
    throw new AvocetError("invalid-argument", `the view ${name} would read itself`, {
      hint: "Give it another name, or make a table, which may take the place of what it was made from.",
    });
  return sql;
}

const readsItself = (name: string, relation: ir.Relation): boolean =>
  ir
    .relationsBelow(relation)
    .some((r) => r.type === "table" && r.database === null && r.name.toLowerCase() === name.toLowerCase());

const DROPS: Readonly<Record<RelationKind, string>> = {
  table: "dropTable",
  view: "dropView",
  "materialized view": "dropMaterializedView",
};

/** Removes a table or a view; another kind than is asked for is an error. */
export async function drop<S extends Session>(
  driver: Driver<S>,
  on: S,
  kind: RelationKind,
  name: string,
  { ifExists = false }: DropOptions,
): Promise<void> {
  const actual = await driver.catalog.kindOf(on, name);
  if (actual !== null && actual !== kind)
    throw new AvocetError("invalid-argument", `${name} is a ${actual}, not a ${kind}`, {
      hint: `Use ${DROPS[actual]}.`,
    });
  const sql = `DROP ${kind.toUpperCase()} ${ifExists ? "IF EXISTS " : ""}${qualified(driver.dialect, name)}`;
  await withTableSuggestions(driver, on, name, () => on.run(plain(sql)));
}
