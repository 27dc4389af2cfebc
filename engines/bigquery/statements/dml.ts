import { invalidQuery } from "../api-error.js";
import type { Path, Table } from "../catalog/store.js";
import type { Row, Value } from "../googlesql/proto.js";
import { child, namesOf, type Tree } from "../googlesql/syntax.js";
import { sourceName } from "../googlesql/table-paths.js";
import type { Outcome } from "./outcome.js";
import { type Context, findTable, type Prepared, prepare, withBigQueryErrors } from "./prepare.js";
import { toTableRows } from "./table-rows.js";

/** Returns the table that a statement changes. */
export function findTarget(
  context: Context,
  tree: Tree,
): { readonly key: string; readonly path: Path; readonly table: Table } {
  const names = namesOf(child(tree, "targetPath"));
  const { path, entry } = findTable(context, names);
  if (entry.kind !== "TABLE")
    throw invalidQuery(
      `${sourceName(names)} is not allowed for this operation because it is currently a ${entry.kind}.`,
    );
  return { key: sourceName(names), path, table: entry };
}

/** Replaces the rows of a table. */
export function writeRows({ store, temporary }: Context, path: Path, table: Table, rows: readonly Row[]): void {
  const entry: Table = { ...table, rows };
  if (path.dataset === "_SESSION") temporary.set(path.table, entry);
  else store.put(path, entry);
}

export async function insert(context: Context, sql: string, tree: Tree): Promise<Outcome> {
  const { path, table } = findTarget(context, tree);
  const prepared = await prepare(context, sql, tree);
  const changes = await evaluateChanges(context, prepared);
  const rows = toTableRows(
    table.columns,
    changes.map(({ cell = [] }) => ({ cell })),
  );
  writeRows(context, path, table, [...table.rows, ...rows]);
  return dmlOutcome("INSERT", path, prepared, { inserted: rows.length, updated: 0, deleted: 0 });
}

/** Runs UPDATE and DELETE. */
export async function updateOrDelete(
  context: Context,
  sql: string,
  tree: Tree,
  type: "UPDATE" | "DELETE",
): Promise<Outcome> {
  if (!child(tree, "where")) throw invalidQuery(`${type} must have a WHERE clause at [1:1]`);
  const { key, path, table } = findTarget(context, tree);
  const prepared = await prepare(context, sql, tree, key);
  const changes = await evaluateChanges(context, prepared);
  const changedRows = new Map<number, Row | null>();
  for (const { cell, oldPrimaryKey = [] } of changes)
    changedRows.set(Number(oldPrimaryKey[0]?.int64Value), type === "DELETE" ? null : { cell: cell ?? [] });
  writeRows(context, path, table, replaceRows(table, changedRows));
  const count = changes.length;
  return dmlOutcome(type, path, prepared, {
    inserted: 0,
    updated: type === "UPDATE" ? count : 0,
    deleted: type === "DELETE" ? count : 0,
  });
}

/** Replaces rows of a table by index; null removes a row. */
export function replaceRows(table: Table, changedRows: ReadonlyMap<number, Row | null>): readonly Row[] {
  const updates = [...changedRows].flatMap(([index, row]) => (row ? [{ index, row }] : []));
  const newRows = toTableRows(
    table.columns,
    updates.map(({ row }) => row),
  );
  const newRowByIndex = new Map(updates.map(({ index }, i) => [index, newRows[i]]));
  return table.rows.flatMap((row, i) => (changedRows.has(i) ? (newRowByIndex.get(i) ?? []) : row));
}

export async function truncate(context: Context, sql: string, tree: Tree): Promise<Outcome> {
  const { path, table } = findTarget(context, tree);
  const prepared = await prepare(context, sql, tree);
  writeRows(context, path, table, []);
  return dmlOutcome("TRUNCATE_TABLE", path, prepared, { inserted: 0, updated: 0, deleted: table.rows.length });
}

async function evaluateChanges(
  { engine, signal }: Context,
  { sql, renamed: named, statement }: Prepared,
): Promise<readonly { readonly cell?: readonly Value[]; readonly oldPrimaryKey?: readonly Value[] }[]> {
  return (await withBigQueryErrors(sql, named, () => engine.modify(statement, signal))).content ?? [];
}

export function dmlOutcome(
  type: string,
  target: Path,
  { tables, bytes }: Prepared,
  changed: NonNullable<Outcome["changed"]>,
): Outcome {
  return { type, result: null, changed, target, readTables: tables.map(({ path }) => path), bytes };
}
