import { type Defaults, resolve } from "../catalog/paths.js";
import { sizeInBytes, type Entry, type Path, type Store } from "../catalog/store.js";
import type { GoogleSql, Parameter, Source, Statement } from "../googlesql/engine.js";
import { Failure } from "../googlesql/failure.js";
import { sourceName, tablePathEdits } from "../googlesql/table-paths.js";
import type { Row, TableColumn } from "../googlesql/proto.js";
import { child, allNodes, type Tree } from "../googlesql/syntax.js";
import { type EditedText, applyEdits, relocateMessage } from "../googlesql/text-edits.js";
import { invalidQuery, ApiError } from "../api-error.js";
import { queryWithCallOuts, rewriteCallOuts } from "./call-outs.js";
import { groupingSetEdits } from "./grouping-sets.js";
import { checkRestrictions } from "./restrictions.js";
import { standInEdits } from "./function-rewrites.js";

/** Where and for whom a statement is run. */
export interface Context extends Defaults {
  readonly engine: GoogleSql;
  readonly store: Store;
  /** The tables of a session, which are found before all others. */
  readonly temporary: Map<string, Entry>;
  readonly parameters: readonly Parameter[];
  readonly signal: AbortSignal;
  /** Runs what changes something after all that has been asked for before. */
  enqueueChange<T>(work: () => Promise<T>): Promise<T>;
}
/** A statement whose tables have been found. */
export interface Prepared {
  readonly sql: string;
  readonly tree: Tree;
  readonly renamed: EditedText;
  readonly statement: Statement;
  /** The tables that it names. */
  readonly tables: readonly { readonly path: Path; readonly entry: Entry }[];
  readonly bytes: number;
}

/** The column that tells the rows of a table apart where they are changed. */
export const ROW_NUMBER_COLUMN = "__row";

/** Finds the tables of a statement, whose syntax tree may be known already. The table of the name `target` gets a column of row numbers. */
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

/** Whether a statement may name tables at all; many only have rows of their own. */
const mayNameTables = (tree: Tree): boolean =>
  allNodes(tree).some((node) => child(node, "pathExpr") ?? child(node, "targetPath") ?? node.kind.includes("Create"));

function uniquePaths(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const pathByName = new Map(paths.map((path) => [sourceName(path).toLowerCase(), path]));
  return [...pathByName.values()];
}

/** The table that a path means. */
export function findTable(context: Context, names: readonly string[]): { readonly path: Path; readonly entry: Entry } {
  const tableNames = names.length > 1 && names[0]?.toUpperCase() === "_SESSION" ? names.slice(1) : names;
  const temporary = tableNames.length === 1 ? context.temporary.get(tableNames[0] ?? "") : undefined;
  if (temporary)
    return { path: { project: context.project, dataset: "_SESSION", table: tableNames[0] ?? "" }, entry: temporary };
  const path = resolve(names, context);
  return { path, entry: context.store.get(path) };
}

/** A table with its rows, as the engine takes it; those of a view are worked out. */
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

/** The rows of a query that has been prepared. */
export async function queryRows(
  { engine, signal }: Context,
  prepared: Prepared,
): Promise<{ readonly columns: readonly TableColumn[]; readonly rows: readonly Row[] }> {
  const statement = await rewriteForExecutor(engine, prepared);
  const result = await withBigQueryErrors(prepared.sql, prepared.renamed, () => queryWithCallOuts(engine, statement, signal));
  return { columns: result.prepared.columns ?? [], rows: result.content?.tableData?.row ?? [] };
}

/** The statement with expressions in the place of what the executor cannot run; it has passed the analyzer as it is. */
async function rewriteForExecutor(engine: GoogleSql, { sql, tree: originalTree, renamed, statement }: Prepared): Promise<Statement> {
  if (groupingSetEdits(originalTree, sql).length + standInEdits(originalTree, sql).length === 0) return statement;
  let text = statement.sql;
  for (let isRewritten = false; ; isRewritten = true) {
    const tree = await engine.parse(text);
    const grouping = groupingSetEdits(tree, text);
    const edits = grouping.length > 0 ? grouping : standInEdits(tree, text);
    if (edits.length === 0) return { ...statement, sql: text };
    if (!isRewritten) await withBigQueryErrors(sql, renamed, () => engine.analyze(statement)).catch(ignoreGroupingErrors);
    text = applyEdits(text, edits).text;
  }
}

/** This analyzer is from before GROUPING was complete: it does not find keys that HAVING names, too, and falls over some of its columns. */
function ignoreGroupingErrors(error: unknown): void {
  if (!(error instanceof ApiError && /^GROUPING must have an argument|\$grouping_call/.test(error.message))) throw error;
}

/** Errors of the engine as those of BigQuery, at the place in the statement as it was sent. */
export async function withBigQueryErrors<T>(sql: string, renamed: EditedText | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = (renamed ? relocateMessage(error.message, sql, renamed) : error.message).replace(
      / \[at (\d+:\d+)\]$/,
      " at [$1]",
    );
    if (error.kind === "missing") throw new ApiError("notImplemented", `This stand-in cannot run it: ${message}`);
    if (error.kind === "lost") throw new ApiError("internalError", "The engine ended while it worked on the statement.");
    throw invalidQuery(message);
  }
}
