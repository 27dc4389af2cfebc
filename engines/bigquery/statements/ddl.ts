import { ApiError, invalidQuery } from "../api-error.js";
import { resolve } from "../catalog/paths.js";
import type { Entry, Path } from "../catalog/store.js";
import { pathText } from "../catalog/store.js";
import {
  childNode,
  nodeList,
  queryColumns,
  type ResolvedNode,
  stringList,
  toResolvedNode,
  typeField,
} from "../googlesql/resolved.js";
import { child, type Tree } from "../googlesql/syntax.js";
import { nodeText } from "../googlesql/text-edits.js";
import type { Column, Limits } from "../values/types.js";
import { type Outcome, outputColumns } from "./outcome.js";
import { type Context, findTable, type Prepared, prepare, queryRows, withBigQueryErrors } from "./prepare.js";
import { castRows, toTableRows } from "./table-rows.js";

/** Runs CREATE, DROP and ALTER statements. Returns null for other statements. */
export async function runDdl(context: Context, sql: string, tree: Tree): Promise<Outcome | null> {
  const prepared = await prepare(context, sql, tree);
  const statement = toResolvedNode(
    await withBigQueryErrors(sql, prepared.renamed, () => context.engine.analyze(prepared.statement)),
  );
  const ddlOutcome = await runDdlStatement(context, sql, tree, prepared, statement);
  if (!ddlOutcome) return null;
  return { ...ddlOutcome, result: null, readTables: prepared.tables.map(({ path }) => path), bytes: prepared.bytes };
}

type DdlOutcome = Pick<Outcome, "type" | "target">;

async function runDdlStatement(
  context: Context,
  sql: string,
  tree: Tree,
  prepared: Prepared,
  statement: ResolvedNode,
): Promise<DdlOutcome | null> {
  const names = stringList(statement.fields, "namePath");
  switch (statement.kind) {
    case "CreateSchemaStmt": {
      const { dataset, table } = resolve(names.length > 1 ? names : [context.project, ...names], context);
      context.store.createDataset(dataset, table, {}, statement.fields.createMode === "CREATE_IF_NOT_EXISTS");
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

/** Stores a new table or view. Returns false if it exists and IF NOT EXISTS is set; throws if it cannot be replaced. */
function createEntry(context: Context, path: Path, statement: ResolvedNode, entry: () => Entry): boolean {
  const existing = path.dataset === "_SESSION" ? context.temporary.get(path.table) : context.store.find(path);
  if (existing) {
    if (statement.fields.createMode === "CREATE_IF_NOT_EXISTS") return false;
    if (statement.fields.createMode !== "CREATE_OR_REPLACE")
      throw new ApiError("duplicate", `Already Exists: Table ${pathText(path)}`);
    if (existing.kind !== entry().kind) throw notAllowed(path, existing);
  }
  if (path.dataset === "_SESSION") context.temporary.set(path.table, entry());
  else context.store.put(path, entry());
  return true;
}
const notAllowed = (path: Path, { kind }: Entry): ApiError =>
  invalidQuery(`${pathText(path)} is not allowed for this operation because it is currently a ${kind}.`);

async function createTable(
  context: Context,
  sql: string,
  tree: Tree,
  prepared: Prepared,
  statement: ResolvedNode,
): Promise<DdlOutcome> {
  const names = stringList(statement.fields, "namePath");
  const isTemporary = statement.fields.createScope === "CREATE_TEMP";
  const path: Path = isTemporary
    ? { project: context.project, dataset: "_SESSION", table: names.at(-1) ?? "" }
    : resolve(names, context);
  const query = child(tree, "query");
  const like = child(tree, "likeTableName") ?? child(tree, "copyDataSource");
  const definitions = nodeList(statement.fields, "columnDefinitionList").map(columnFromDefinition);
  const template = like ? prepared.tables[0]?.entry : undefined;
  const columns = template ? template.columns : definitions;
  const rows = query ? await convertedRows(context, nodeText(sql, query), columns) : [];
  const entry: Entry = { kind: "TABLE", columns, rows: toTableRows(columns, rows), created: Date.now() };
  createEntry(context, path, statement, () => entry);
  return { type: query ? "CREATE_TABLE_AS_SELECT" : "CREATE_TABLE", target: path };
}

async function convertedRows(context: Context, query: string, columns: readonly Column[]): ReturnType<typeof castRows> {
  const result = await queryRows(context, await prepare(context, query));
  const from = result.columns.map(({ type }) => type);
  return castRows(
    context.engine,
    result.rows,
    from,
    columns.map(({ type }) => type),
  );
}

function columnFromDefinition({ fields }: ResolvedNode): Column {
  const annotations = childNode(fields, "annotations")?.fields ?? {};
  return {
    name: String(fields.name),
    type: typeField(fields),
    required: annotations.notNull === true,
    limits: limitsFromAnnotations(annotations),
  };
}

function limitsFromAnnotations(annotations: ResolvedNode["fields"]): Limits {
  const nested = nodeList(annotations, "childList").map(({ fields }) => limitsFromAnnotations(fields));
  const parameters = childNode(annotations, "typeParameters")?.fields ?? {};
  const numeric = childNode(parameters, "numericTypeParameters")?.fields;
  const text = childNode(parameters, "stringTypeParameters")?.fields;
  return {
    ...(nested.length > 0 ? { nested } : {}),
    ...(numeric ? { precision: Number(numeric.precision), scale: Number(numeric.scale ?? 0) } : {}),
    ...(text?.maxLength ? { length: Number(text.maxLength) } : {}),
  };
}

async function createView(context: Context, sql: string, tree: Tree, statement: ResolvedNode): Promise<DdlOutcome> {
  const path = resolve(stringList(statement.fields, "namePath"), context);
  const query = child(tree, "query");
  if (!query) throw invalidQuery("CREATE VIEW has no query");
  const output = outputColumns(queryColumns(statement));
  const columns = output.map((column) => ({ ...column, required: false, limits: {} }));
  const kind = statement.kind === "CreateViewStmt" ? "VIEW" : "MATERIALIZED_VIEW";
  const entry: Entry = {
    kind,
    columns,
    query: nodeText(sql, query),
    project: context.project,
    created: Date.now(),
  };
  // Names in a view must be qualified: the default dataset does not apply to them.
  await prepare({ ...context, dataset: undefined, temporary: new Map() }, entry.query);
  createEntry(context, path, statement, () => entry);
  return { type: `CREATE_${kind}`, target: path };
}

function drop(context: Context, statement: ResolvedNode): DdlOutcome {
  const object =
    statement.kind === "DropMaterializedViewStmt" ? "MATERIALIZED_VIEW" : String(statement.fields.objectType);
  const kind = object.toUpperCase().replace(" ", "_");
  const names = stringList(statement.fields, "namePath");
  const ifExists = statement.fields.isIfExists === true;
  if (kind === "SCHEMA" || kind === "DATASET") {
    const { dataset, table } = resolve(names.length > 1 ? names : [context.project, ...names], context);
    if (!ifExists || context.store.datasetNames(dataset).includes(table))
      context.store.dropDataset(dataset, table, statement.fields.dropMode === "CASCADE");
    return { type: "DROP_SCHEMA" };
  }
  if (names.length === 1 && context.temporary.delete(names[0] ?? "")) return { type: `DROP_${kind}` };
  const path = resolve(names, context);
  const entry = context.store.find(path);
  if (!entry && !ifExists) context.store.get(path);
  if (entry && entry.kind !== kind) throw notAllowed(path, entry);
  if (entry) context.store.put(path, null);
  return { type: `DROP_${kind}`, target: path };
}

function alter(context: Context, statement: ResolvedNode): DdlOutcome {
  const names = stringList(statement.fields, "namePath");
  const { path, entry } = findTable(context, names);
  for (const action of nodeList(statement.fields, "alterActionList")) {
    if (action.kind !== "RenameToAction") throw new ApiError("notImplemented", `ALTER TABLE: ${action.kind}`);
    const [name = "", ...otherSegments] = stringList(action.fields, "newPath");
    if (otherSegments.length > 0) throw invalidQuery("Renaming a table to another dataset is not supported");
    const newPath = { ...path, table: name };
    if (context.store.find(newPath)) throw new ApiError("duplicate", `Already Exists: Table ${pathText(newPath)}`);
    context.store.put(path, null);
    context.store.put(newPath, entry);
  }
  return { type: "ALTER_TABLE", target: path };
}

/** Returns the columns of a query without running it; null for other statements. */
export async function columnsOf(
  context: Context,
  prepared: Prepared,
): Promise<ReturnType<typeof outputColumns> | null> {
  const raw = await withBigQueryErrors(prepared.sql, prepared.renamed, () =>
    context.engine.analyze(prepared.statement),
  );
  const statement = toResolvedNode(raw);
  return statement.kind === "QueryStmt" ? outputColumns(queryColumns(statement)) : null;
}
