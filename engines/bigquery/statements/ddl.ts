import { resolve } from "../catalog/paths.js";
import type { Entry, Path } from "../catalog/store.js";
import { pathText } from "../catalog/store.js";
import { list, node, outputOf, type Resolved, resolvedOf, strings, typeIn } from "../googlesql/resolved.js";
import { child, type Tree } from "../googlesql/syntax.js";
import { slice } from "../googlesql/text.js";
import { invalidQuery, Problem } from "../problem.js";
import type { Column, Limits } from "../values/types.js";
import { type Outcome, outputColumns } from "./outcome.js";
import { type Context, find, inWords, type Prepared, prepare, rowsOf } from "./prepare.js";
import { converted, keptRows } from "./rows.js";

/** CREATE, DROP and ALTER; null for any other statement. */
export async function define(context: Context, sql: string, tree: Tree): Promise<Outcome | null> {
  const prepared = await prepare(context, sql, tree);
  const statement = resolvedOf(await inWords(sql, prepared.named, () => context.engine.analyze(prepared.statement)));
  const made = await defined(context, sql, tree, prepared, statement);
  if (!made) return null;
  return { ...made, result: null, read: prepared.tables.map(({ path }) => path), bytes: prepared.bytes };
}

type Made = Pick<Outcome, "type" | "target">;

async function defined(
  context: Context,
  sql: string,
  tree: Tree,
  prepared: Prepared,
  statement: Resolved,
): Promise<Made | null> {
  const names = strings(statement.parts, "namePath");
  switch (statement.kind) {
    case "CreateSchemaStmt": {
      const { dataset, table } = resolve(names.length > 1 ? names : [context.project, ...names], context);
      context.store.createDataset(dataset, table, {}, statement.parts.createMode === "CREATE_IF_NOT_EXISTS");
      return { type: "CREATE_SCHEMA" };
    }
    case "CreateTableStmt":
    case "CreateTableAsSelectStmt":
      return createTable(context, sql, tree, prepared, statement);
    case "CreateViewStmt":
    case "CreateMaterializedViewStmt":
      return createView(context, sql, tree, statement);
    case "DropStmt":
    case "DropMaterializedViewStmt":
      return drop(context, statement);
    case "AlterTableStmt":
      return alter(context, statement);
    default:
      return null;
  }
}

/** Puts something new under a name, as far as CREATE allows it. False where IF NOT EXISTS leaves what there is. */
function place(context: Context, path: Path, statement: Resolved, entry: () => Entry): boolean {
  const there = path.dataset === "_SESSION" ? context.temporary.get(path.table) : context.store.find(path);
  if (there) {
    if (statement.parts.createMode === "CREATE_IF_NOT_EXISTS") return false;
    if (statement.parts.createMode !== "CREATE_OR_REPLACE")
      throw new Problem("duplicate", `Already Exists: Table ${pathText(path)}`);
    if (there.kind !== entry().kind) throw notAllowed(path, there);
  }
  if (path.dataset === "_SESSION") context.temporary.set(path.table, entry());
  else context.store.put(path, entry());
  return true;
}
const notAllowed = (path: Path, { kind }: Entry): Problem =>
  invalidQuery(`${pathText(path)} is not allowed for this operation because it is currently a ${kind}.`);

async function createTable(
  context: Context,
  sql: string,
  tree: Tree,
  prepared: Prepared,
  statement: Resolved,
): Promise<Made> {
  const names = strings(statement.parts, "namePath");
  const temporary = statement.parts.createScope === "CREATE_TEMP";
  const path: Path = temporary
    ? { project: context.project, dataset: "_SESSION", table: names.at(-1) ?? "" }
    : resolve(names, context);
  const query = child(tree, "query");
  const like = child(tree, "likeTableName") ?? child(tree, "copyDataSource");
  const definitions = list(statement.parts, "columnDefinitionList").map(columnOf);
  const template = like ? prepared.tables[0]?.entry : undefined;
  const columns = template ? template.columns : definitions;
  const rows = query ? await rowsFor(context, slice(sql, query), columns) : [];
  const entry: Entry = { kind: "TABLE", columns, rows: keptRows(columns, rows), created: Date.now() };
  place(context, path, statement, () => entry);
  return { type: query ? "CREATE_TABLE_AS_SELECT" : "CREATE_TABLE", target: path };
}

async function rowsFor(context: Context, query: string, columns: readonly Column[]): ReturnType<typeof converted> {
  const result = await rowsOf(context, await prepare(context, query));
  const from = result.columns.map(({ type }) => type);
  return converted(
    context.engine,
    result.rows,
    from,
    columns.map(({ type }) => type),
  );
}

function columnOf({ parts }: Resolved): Column {
  const annotations = node(parts, "annotations")?.parts ?? {};
  return {
    name: String(parts.name),
    type: typeIn(parts),
    required: annotations.notNull === true,
    limits: limitsIn(annotations),
  };
}

function limitsIn(annotations: Resolved["parts"]): Limits {
  const inside = list(annotations, "childList").map(({ parts }) => limitsIn(parts));
  const parameters = node(annotations, "typeParameters")?.parts ?? {};
  const numeric = node(parameters, "numericTypeParameters")?.parts;
  const text = node(parameters, "stringTypeParameters")?.parts;
  return {
    ...(inside.length > 0 ? { inside } : {}),
    ...(numeric ? { precision: Number(numeric.precision), scale: Number(numeric.scale ?? 0) } : {}),
    ...(text?.maxLength ? { length: Number(text.maxLength) } : {}),
  };
}

async function createView(context: Context, sql: string, tree: Tree, statement: Resolved): Promise<Made> {
  const path = resolve(strings(statement.parts, "namePath"), context);
  const query = child(tree, "query");
  if (!query) throw invalidQuery("a view lacks its query");
  const output = outputColumns(outputOf(statement));
  const columns = output.map((column) => ({ ...column, required: false, limits: {} }));
  const kind = statement.kind === "CreateViewStmt" ? "VIEW" : "MATERIALIZED_VIEW";
  const entry: Entry = {
    kind,
    columns,
    query: slice(sql, query),
    project: context.project,
    created: Date.now(),
  };
  // Names in a view are not looked up in the dataset of the connection, but must say it.
  await prepare({ ...context, dataset: undefined, temporary: new Map() }, entry.query);
  place(context, path, statement, () => entry);
  return { type: `CREATE_${kind}`, target: path };
}

function drop(context: Context, statement: Resolved): Made {
  const object =
    statement.kind === "DropMaterializedViewStmt" ? "MATERIALIZED_VIEW" : String(statement.parts.objectType);
  const kind = object.toUpperCase().replace(" ", "_");
  const names = strings(statement.parts, "namePath");
  const quiet = statement.parts.isIfExists === true;
  if (kind === "SCHEMA" || kind === "DATASET") {
    const { dataset, table } = resolve(names.length > 1 ? names : [context.project, ...names], context);
    if (!quiet || context.store.datasetNames(dataset).includes(table))
      context.store.dropDataset(dataset, table, statement.parts.dropMode === "CASCADE");
    return { type: "DROP_SCHEMA" };
  }
  if (names.length === 1 && context.temporary.delete(names[0] ?? "")) return { type: `DROP_${kind}` };
  const path = resolve(names, context);
  const entry = context.store.find(path);
  if (!entry && !quiet) context.store.get(path);
  if (entry && entry.kind !== kind) throw notAllowed(path, entry);
  if (entry) context.store.put(path, null);
  return { type: `DROP_${kind}`, target: path };
}

function alter(context: Context, statement: Resolved): Made {
  const names = strings(statement.parts, "namePath");
  const { path, entry } = find(context, names);
  for (const action of list(statement.parts, "alterActionList")) {
    if (action.kind !== "RenameToAction") throw new Problem("notImplemented", `ALTER TABLE: ${action.kind}`);
    const [name = "", ...more] = strings(action.parts, "newPath");
    if (more.length > 0) throw invalidQuery("Renaming a table to another dataset is not supported");
    const to = { ...path, table: name };
    if (context.store.find(to)) throw new Problem("duplicate", `Already Exists: Table ${pathText(to)}`);
    context.store.put(path, null);
    context.store.put(to, entry);
  }
  return { type: "ALTER_TABLE", target: path };
}

/** The columns of a query, without running it. */
export async function columnsOf(
  context: Context,
  prepared: Prepared,
): Promise<ReturnType<typeof outputColumns> | null> {
  const raw = await inWords(prepared.sql, prepared.named, () => context.engine.analyze(prepared.statement));
  const statement = resolvedOf(raw);
  return statement.kind === "QueryStmt" ? outputColumns(outputOf(statement)) : null;
}
