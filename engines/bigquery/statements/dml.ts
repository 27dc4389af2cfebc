import type { Path, Table } from "../catalog/store.js";
import { keyOf } from "../googlesql/names.js";
import type { Row, Value } from "../googlesql/proto.js";
import { child, namesOf, type Tree } from "../googlesql/syntax.js";
import { invalidQuery } from "../problem.js";
import type { Outcome } from "./outcome.js";
import { type Context, find, inWords, type Prepared, prepare } from "./prepare.js";
import { keptRows } from "./rows.js";

/** The table that a statement changes. */
export function targetOf(
  context: Context,
  tree: Tree,
): { readonly key: string; readonly path: Path; readonly table: Table } {
  const names = namesOf(child(tree, "targetPath"));
  const { path, entry } = find(context, names);
  if (entry.kind !== "TABLE")
    throw invalidQuery(`${keyOf(names)} is not allowed for this operation because it is currently a ${entry.kind}.`);
  return { key: keyOf(names), path, table: entry };
}

/** Keeps the new rows of a table. */
export function write({ store, temporary }: Context, path: Path, table: Table, rows: readonly Row[]): void {
  const entry: Table = { ...table, rows };
  if (path.dataset === "_SESSION") temporary.set(path.table, entry);
  else store.put(path, entry);
}

export async function insert(context: Context, sql: string, tree: Tree): Promise<Outcome> {
  const { path, table } = targetOf(context, tree);
  const prepared = await prepare(context, sql, tree);
  const changes = await changesOf(context, prepared);
  const rows = keptRows(
    table.columns,
    changes.map(({ cell = [] }) => ({ cell })),
  );
  write(context, path, table, [...table.rows, ...rows]);
  return outcome("INSERT", path, prepared, { inserted: rows.length, updated: 0, deleted: 0 });
}

/** UPDATE and DELETE. */
export async function change(context: Context, sql: string, tree: Tree, type: "UPDATE" | "DELETE"): Promise<Outcome> {
  if (!child(tree, "where")) throw invalidQuery(`${type} must have a WHERE clause at [1:1]`);
  const { key, path, table } = targetOf(context, tree);
  const prepared = await prepare(context, sql, tree, key);
  const changes = await changesOf(context, prepared);
  const after = new Map<number, Row | null>();
  for (const { cell, oldPrimaryKey = [] } of changes)
    after.set(Number(oldPrimaryKey[0]?.int64Value), type === "DELETE" ? null : { cell: cell ?? [] });
  write(context, path, table, replaced(table, after));
  const count = changes.length;
  return outcome(type, path, prepared, {
    inserted: 0,
    updated: type === "UPDATE" ? count : 0,
    deleted: type === "DELETE" ? count : 0,
  });
}

/** The rows of a table with some replaced, or removed where there is null. */
export function replaced(table: Table, after: ReadonlyMap<number, Row | null>): readonly Row[] {
  const places = [...after].flatMap(([place, row]) => (row ? [{ place, row }] : []));
  const kept = keptRows(
    table.columns,
    places.map(({ row }) => row),
  );
  const changed = new Map(places.map(({ place }, i) => [place, kept[i]]));
  return table.rows.flatMap((row, i) => (after.has(i) ? (changed.get(i) ?? []) : row));
}

export async function truncate(context: Context, sql: string, tree: Tree): Promise<Outcome> {
  const { path, table } = targetOf(context, tree);
  const prepared = await prepare(context, sql, tree);
  write(context, path, table, []);
  return outcome("TRUNCATE_TABLE", path, prepared, { inserted: 0, updated: 0, deleted: table.rows.length });
}

async function changesOf(
  { engine, signal }: Context,
  { sql, named, statement }: Prepared,
): Promise<readonly { readonly cell?: readonly Value[]; readonly oldPrimaryKey?: readonly Value[] }[]> {
  return (await inWords(sql, named, () => engine.modify(statement, signal))).content ?? [];
}

export function outcome(
  type: string,
  target: Path,
  { tables, bytes }: Prepared,
  changed: NonNullable<Outcome["changed"]>,
): Outcome {
  return { type, result: null, changed, target, read: tables.map(({ path }) => path), bytes };
}
