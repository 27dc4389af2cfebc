import { ApiError, invalidQuery } from "../api-error.js";
import { type Defaults, resolve } from "../catalog/paths.js";
import { type Entry, type Path, type Store, sizeInBytes } from "../catalog/store.js";
import type { GoogleSql, Parameter, Source, Statement } from "../googlesql/engine.js";
import { Failure } from "../googlesql/failure.js";
import type { Row, TableColumn } from "../googlesql/proto.js";
import { allNodes, child, type Tree } from "../googlesql/syntax.js";
import { sourceName, tablePathEdits } from "../googlesql/table-paths.js";
import { applyEdits, type EditedText, relocateMessage } from "../googlesql/text-edits.js";
import { queryWithCallOuts, rewriteCallOuts } from "./call-outs.js";
import { functionEdits } from "./function-rewrites.js";
import { groupingSetEdits } from "./grouping-sets.js";
import { checkRestrictions } from "./restrictions.js";

/** The environment in which a statement runs. */
export interface Context extends Defaults {
  readonly engine: GoogleSql;
  readonly store: Store;
  /** The temporary tables of the session, which hide others of their name. */
  readonly temporary: Map<string, Entry>;
  readonly parameters: readonly Parameter[];
  readonly signal: AbortSignal;
  /** Runs a change after all changes that were requested earlier. */
  enqueueChange<T>(work: () => Promise<T>): Promise<T>;
}
/** A statement whose tables have been resolved. */
export interface Prepared {
  readonly sql: string;
  readonly tree: Tree;
  readonly renamed: EditedText;
  readonly statement: Statement;
  /** The tables that the statement names. */
  readonly tables: readonly { readonly path: Path; readonly entry: Entry }[];
  readonly bytes: number;
}

/** The pseudo-column that identifies the rows of a table that is changed. */
export const ROW_NUMBER_COLUMN = "__row";

/** Parses a statement and resolves its tables. Adds the pseudo-column of row numbers to the table named `target`. */
export async function prepare(context: Context, sql: string, parsedTree?: Tree, target?: string): Promise<Prepared> {
  const { engine, parameters } = context;
  const tree = parsedTree ?? (await withBigQueryErrors(sql, null, () => engine.parse(sql)));
  checkRestrictions(tree);
  const paths = mayNameTables(tree) ? await engine.tablePaths(sql) : [];
  const renamed = applyEdits(sql, tablePathEdits(tree, paths));
  const tables: Prepared["tables"][number][] = [];
  const sources: Source[] = [];
  for (const path of uniquePaths(paths)) {
    const table = findTable(context, path);
    tables.push(table);
    sources.push(await tableSource(context, sourceName(path), table.entry, sourceName(path) === target));
  }
  const bytes = tables.reduce((sum, { entry }) => sum + sizeInBytes(entry), 0);
  const statement = await rewriteCallOuts(engine, { sql: renamed.text, tables: sources, parameters });
  return { sql, tree, renamed, statement, tables, bytes };
}

/** Whether a statement may name tables; many only have literal rows. */
const mayNameTables = (tree: Tree): boolean =>
  allNodes(tree).some((node) => child(node, "pathExpr") ?? child(node, "targetPath") ?? node.kind.includes("Create"));

function uniquePaths(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const pathByName = new Map(paths.map((path) => [sourceName(path).toLowerCase(), path]));
  return [...pathByName.values()];
}

/** Resolves a table path. Throws if there is no such table. */
export function findTable(context: Context, names: readonly string[]): { readonly path: Path; readonly entry: Entry } {
  const tableNames = names.length > 1 && names[0]?.toUpperCase() === "_SESSION" ? names.slice(1) : names;
  const temporary = tableNames.length === 1 ? context.temporary.get(tableNames[0] ?? "") : undefined;
  if (temporary)
    return { path: { project: context.project, dataset: "_SESSION", table: tableNames[0] ?? "" }, entry: temporary };
  const path = resolve(names, context);
  return { path, entry: context.store.get(path) };
}

/** Returns a table with its rows for the engine. The rows of a view are computed. */
async function tableSource(context: Context, name: string, entry: Entry, isTarget: boolean): Promise<Source> {
  const columns: TableColumn[] = entry.columns.map((column) => ({ name: column.name, type: column.type }));
  if (entry.kind === "TABLE") {
    if (!isTarget) return { name, columns, rows: entry.rows };
    const rows = entry.rows.map(
      ({ cell = [] }, i): Row => ({ cell: [...cell, { value: "int64Value", int64Value: String(i) }] }),
    );
    return {
      name,
      columns: [...columns, { name: ROW_NUMBER_COLUMN, type: { typeKind: "TYPE_INT64" }, isPseudoColumn: true }],
      rows,
      key: columns.length,
    };
  }
  if (isTarget)
    throw invalidQuery(`${name} is not allowed for this operation because it is currently a ${entry.kind}.`);
  const viewContext = { ...context, project: entry.project, dataset: undefined, parameters: [], temporary: new Map() };
  return { name, columns, rows: (await queryRows(viewContext, await prepare(viewContext, entry.query))).rows };
}

/** Runs a prepared query. */
export async function queryRows(
  { engine, signal }: Context,
  prepared: Prepared,
): Promise<{ readonly columns: readonly TableColumn[]; readonly rows: readonly Row[] }> {
  const statement = await rewriteForExecutor(engine, prepared);
  const result = await withBigQueryErrors(prepared.sql, prepared.renamed, () =>
    queryWithCallOuts(engine, statement, signal),
  );
  return { columns: result.prepared.columns ?? [], rows: result.content?.tableData?.row ?? [] };
}

/** Rewrites what the executor cannot run. The original statement is analyzed first, so that its errors are reported. */
async function rewriteForExecutor(
  engine: GoogleSql,
  { sql, tree: originalTree, renamed, statement }: Prepared,
): Promise<Statement> {
  if (groupingSetEdits(originalTree, sql).length + functionEdits(originalTree, sql).length === 0) return statement;
  let text = statement.sql;
  for (let isRewritten = false; ; isRewritten = true) {
    const tree = await engine.parse(text);
    const grouping = groupingSetEdits(tree, text);
    const edits = grouping.length > 0 ? grouping : functionEdits(tree, text);
    if (edits.length === 0) return { ...statement, sql: text };
    if (!isRewritten)
      await withBigQueryErrors(sql, renamed, () => engine.analyze(statement)).catch(ignoreGroupingErrors);
    text = applyEdits(text, edits).text;
  }
}

/** This analyzer's support of GROUPING is incomplete: it rejects valid calls in HAVING and crashes on some columns. */
function ignoreGroupingErrors(error: unknown): void {
  if (!(error instanceof ApiError && /^GROUPING must have an argument|\$grouping_call/.test(error.message)))
    throw error;
}

/** Converts errors of the engine to BigQuery's, with positions in the original statement. */
export async function withBigQueryErrors<T>(
  sql: string,
  renamed: EditedText | null,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = (renamed ? relocateMessage(error.message, sql, renamed) : error.message).replace(
      / \[at (\d+:\d+)\]$/,
      " at [$1]",
    );
    if (error.kind === "missing")
      throw new ApiError("notImplemented", `The stand-in does not support this statement: ${message}`);
    if (error.kind === "lost")
      throw new ApiError("internalError", "The engine crashed while it was running the statement.");
    throw invalidQuery(message);
  }
}
