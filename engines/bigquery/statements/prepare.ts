import { type Defaults, resolve } from "../catalog/paths.js";
import { bytesOf, type Entry, type Path, type Store } from "../catalog/store.js";
import type { GoogleSql, Parameter, Source, Statement } from "../googlesql/engine.js";
import { Failure } from "../googlesql/failure.js";
import { keyOf, nameEdits } from "../googlesql/names.js";
import type { Row, TableColumn } from "../googlesql/proto.js";
import { child, everything, type Tree } from "../googlesql/syntax.js";
import { type Edited, edited, relocated } from "../googlesql/text.js";
import { invalidQuery, Problem } from "../problem.js";
import { queryWithCallOuts, withCallOuts } from "./call-outs.js";
import { groupingSetEdits } from "./grouping-sets.js";
import { checkRestrictions } from "./restrictions.js";
import { standInEdits } from "./stand-ins.js";

/** Where and for whom a statement is run. */
export interface Context extends Defaults {
  readonly engine: GoogleSql;
  readonly store: Store;
  /** The tables of a session, which are found before all others. */
  readonly temporary: Map<string, Entry>;
  readonly parameters: readonly Parameter[];
  readonly signal: AbortSignal;
  /** Runs what changes something after all that has been asked for before. */
  oneByOne<T>(work: () => Promise<T>): Promise<T>;
}
/** A statement whose tables have been found. */
export interface Prepared {
  readonly sql: string;
  readonly tree: Tree;
  readonly named: Edited;
  readonly statement: Statement;
  /** The tables that it names. */
  readonly tables: readonly { readonly path: Path; readonly entry: Entry }[];
  readonly bytes: number;
}

/** The column that tells the rows of a table apart where they are changed. */
export const ROW = "__row";

/** Finds the tables of a statement, whose syntax tree may be known already. The table of the name `target` gets a column of row numbers. */
export async function prepare(context: Context, sql: string, known?: Tree, target?: string): Promise<Prepared> {
  const { engine, parameters } = context;
  const tree = known ?? (await inWords(sql, null, () => engine.parse(sql)));
  checkRestrictions(tree);
  const paths = namesTables(tree) ? await engine.tablePaths(sql) : [];
  const named = edited(sql, nameEdits(tree, paths));
  const tables: Prepared["tables"][number][] = [];
  const sources: Source[] = [];
  for (const path of uniquePaths(paths)) {
    const found = find(context, path);
    tables.push(found);
    sources.push(await sourceOf(context, keyOf(path), found.entry, keyOf(path) === target));
  }
  const bytes = tables.reduce((sum, { entry }) => sum + bytesOf(entry), 0);
  const statement = await withCallOuts(engine, { sql: named.text, tables: sources, parameters });
  return { sql, tree, named, statement, tables, bytes };
}

/** Whether a statement may name tables at all; many only have rows of their own. */
const namesTables = (tree: Tree): boolean =>
  everything(tree).some((node) => child(node, "pathExpr") ?? child(node, "targetPath") ?? node.kind.includes("Create"));

function uniquePaths(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const seen = new Map(paths.map((path) => [keyOf(path).toLowerCase(), path]));
  return [...seen.values()];
}

/** The table that a path means. */
export function find(context: Context, names: readonly string[]): { readonly path: Path; readonly entry: Entry } {
  const bare = names.length > 1 && names[0]?.toUpperCase() === "_SESSION" ? names.slice(1) : names;
  const temporary = bare.length === 1 ? context.temporary.get(bare[0] ?? "") : undefined;
  if (temporary)
    return { path: { project: context.project, dataset: "_SESSION", table: bare[0] ?? "" }, entry: temporary };
  const path = resolve(names, context);
  return { path, entry: context.store.get(path) };
}

/** A table with its rows, as the engine takes it; those of a view are worked out. */
async function sourceOf(context: Context, name: string, entry: Entry, asTarget: boolean): Promise<Source> {
  const columns: TableColumn[] = entry.columns.map((column) => ({ name: column.name, type: column.type }));
  if (entry.kind === "TABLE") {
    if (!asTarget) return { name, columns, rows: entry.rows };
    const rows = entry.rows.map(
      ({ cell = [] }, i): Row => ({ cell: [...cell, { value: "int64Value", int64Value: String(i) }] }),
    );
    return {
      name,
      columns: [...columns, { name: ROW, type: { typeKind: "TYPE_INT64" }, isPseudoColumn: true }],
      rows,
      key: columns.length,
    };
  }
  if (asTarget)
    throw invalidQuery(`${name} is not allowed for this operation because it is currently a ${entry.kind}.`);
  const inside = { ...context, project: entry.project, dataset: undefined, parameters: [], temporary: new Map() };
  return { name, columns, rows: (await rowsOf(inside, await prepare(inside, entry.query))).rows };
}

/** The rows of a query that has been prepared. */
export async function rowsOf(
  { engine, signal }: Context,
  prepared: Prepared,
): Promise<{ readonly columns: readonly TableColumn[]; readonly rows: readonly Row[] }> {
  const statement = await executable(engine, prepared);
  const result = await inWords(prepared.sql, prepared.named, () => queryWithCallOuts(engine, statement, signal));
  return { columns: result.prepared.columns ?? [], rows: result.content?.tableData?.row ?? [] };
}

/** The statement with expressions in the place of what the executor cannot run; it has passed the analyzer as it is. */
async function executable(engine: GoogleSql, { sql, tree: original, named, statement }: Prepared): Promise<Statement> {
  if (groupingSetEdits(original, sql).length + standInEdits(original, sql).length === 0) return statement;
  let text = statement.sql;
  for (let changed = false; ; changed = true) {
    const tree = await engine.parse(text);
    const grouping = groupingSetEdits(tree, text);
    const edits = grouping.length > 0 ? grouping : standInEdits(tree, text);
    if (edits.length === 0) return { ...statement, sql: text };
    if (!changed) await inWords(sql, named, () => engine.analyze(statement)).catch(unlessOfGrouping);
    text = edited(text, edits).text;
  }
}

/** This analyzer is from before GROUPING was complete: it does not find keys that HAVING names, too, and falls over some of its columns. */
function unlessOfGrouping(error: unknown): void {
  if (!(error instanceof Problem && /^GROUPING must have an argument|\$grouping_call/.test(error.message))) throw error;
}

/** Errors of the engine as those of BigQuery, at the place in the statement as it was sent. */
export async function inWords<T>(sql: string, named: Edited | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = (named ? relocated(error.message, sql, named) : error.message).replace(
      / \[at (\d+:\d+)\]$/,
      " at [$1]",
    );
    if (error.kind === "missing") throw new Problem("notImplemented", `This stand-in cannot run it: ${message}`);
    if (error.kind === "lost") throw new Problem("internalError", "The engine ended while it worked on the statement.");
    throw invalidQuery(message);
  }
}
