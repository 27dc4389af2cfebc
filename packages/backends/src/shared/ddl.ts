import { AvocetError } from "@avocet/core";
import * as ir from "@avocet/core/ir";
import { qualifiedName, withTableSuggestions } from "./catalog.js";
import type {
  CreateTableOptions,
  CreateViewOptions,
  Driver,
  MaterializedViews,
  RelationKind,
  Session,
} from "./driver.js";
import type { Statement } from "./statement.js";
import { sqlStatement } from "./statement.js";

/** Options for DROP TABLE and DROP VIEW. */
export interface DropOptions {
  /** Does nothing if the name does not exist; otherwise that is an error. */
  readonly ifExists?: boolean;
}

/** Creates a table from a query. Concurrent readers see the old table until the new one is complete. */
export async function createTable<S extends Session>(
  driver: Driver<S>,
  session: S,
  name: string,
  query: Statement,
  options: CreateTableOptions,
): Promise<void> {
  if (options.replace && options.ifNotExists)
    throw new AvocetError("invalid-argument", '"replace" and "ifNotExists" exclude each other', {
      hint: "Pass replace to rebuild the table, or ifNotExists to keep an existing one.",
    });
  await driver.definitions.createTable(session, name, query, options);
}

/** Creates a view from a query. */
export async function createView<S extends Session>(
  driver: Driver<S>,
  session: S,
  name: string,
  relation: ir.Relation,
  options: CreateViewOptions,
): Promise<void> {
  const sql = viewSql(driver, name, relation);
  const kind = options.replace ? await driver.catalog.kindOf(session, name) : null;
  await driver.definitions.createView(session, name, sql, options, kind);
}

/** Creates a materialized view from a query. */
export async function createMaterializedView<S extends Session>(
  driver: Driver<S>,
  session: S,
  name: string,
  relation: ir.Relation,
  { replace = false }: CreateViewOptions,
): Promise<void> {
  materializedViews(driver);
  const sql = viewSql(driver, name, relation);
  const target = qualifiedName(driver.dialect, name);
  const kind = replace ? await driver.catalog.kindOf(session, name) : null;
  await session.transaction(async () => {
    if (kind !== null) await session.run(sqlStatement(`DROP ${kind.toUpperCase()} ${target}`));
    await session.run(sqlStatement(`CREATE MATERIALIZED VIEW ${target} AS\n${sql}`));
  });
}

/** Refreshes a materialized view. */
export async function refresh<S extends Session>(driver: Driver<S>, session: S, name: string): Promise<void> {
  const sql = materializedViews(driver).refreshSql(name);
  if (sql !== null) await withTableSuggestions(driver, session, name, () => session.run(sqlStatement(sql)));
}

function materializedViews<S extends Session>({ dialect, materializedViews: views }: Driver<S>): MaterializedViews {
  if (views) return views;
  throw new AvocetError("unsupported-operation", `The ${dialect.name} backend does not support materialized views`, {
    hint: "Create a table, and rebuild it with { replace: true }.",
  });
}

function viewSql<S extends Session>(driver: Driver<S>, name: string, relation: ir.Relation): string {
  const { sql, params } = driver.compile(relation);
  if (params.length > 0)
    throw new AvocetError("missing-parameter", `The view ${name} cannot contain the parameter \`${params[0]?.name}\``, {
      hint: "Use a literal instead, or create a table.",
    });
  if (readsItself(name, relation))
    throw new AvocetError("invalid-argument", `The view ${name} would read itself`, {
      hint: "Use another name, or create a table, which may replace a table it is computed from.",
    });
  return sql;
}

const readsItself = (name: string, relation: ir.Relation): boolean =>
  ir
    .reachableRelations(relation)
    .some((r) => r.type === "table" && r.database === null && r.name.toLowerCase() === name.toLowerCase());

const DROP_METHODS: Readonly<Record<RelationKind, string>> = {
  table: "dropTable",
  view: "dropView",
  "materialized view": "dropMaterializedView",
};

/** Drops a table or view. Throws if the name refers to another kind of relation. */
export async function drop<S extends Session>(
  driver: Driver<S>,
  session: S,
  kind: RelationKind,
  name: string,
  { ifExists = false }: DropOptions,
): Promise<void> {
  const actual = await driver.catalog.kindOf(session, name);
  if (actual !== null && actual !== kind)
    throw new AvocetError("invalid-argument", `\`${name}\` is a ${actual}, not a ${kind}`, {
      hint: `Use ${DROP_METHODS[actual]}.`,
    });
  const sql = `DROP ${kind.toUpperCase()} ${ifExists ? "IF EXISTS " : ""}${qualifiedName(driver.dialect, name)}`;
  await withTableSuggestions(driver, session, name, () => session.run(sqlStatement(sql)));
}
