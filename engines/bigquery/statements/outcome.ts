import { invalidQuery } from "../api-error.js";
import type { Path } from "../catalog/store.js";
import type { Row, TableColumn } from "../googlesql/proto.js";
import { hasNullElement } from "../values/cells.js";

/** The outcome of a statement. */
export interface Outcome {
  /** The statement type, such as SELECT or CREATE_TABLE_AS_SELECT. */
  readonly type: string;
  /** Null if the statement is not a query. */
  readonly result: { readonly columns: readonly TableColumn[]; readonly rows: readonly Row[] } | null;
  readonly changed?: { readonly inserted: number; readonly updated: number; readonly deleted: number };
  /** The table or view that the statement created, changed or dropped. */
  readonly target?: Path;
  /** The tables that the statement read. */
  readonly readTables: readonly Path[];
  readonly bytes: number;
}

/** Names the columns of a result as BigQuery does. Throws if names are duplicate. */
export function outputColumns(columns: readonly TableColumn[]): readonly TableColumn[] {
  let anonymousCount = 0;
  const named = columns.map((column) => ({
    ...column,
    name: isAnonymous(column.name) ? `f${anonymousCount++}_` : column.name,
  }));
  const names = named.map((column) => column.name.toLowerCase());
  const duplicate = named.find((_, i) => names.indexOf(names[i] ?? "") !== i);
  if (duplicate)
    throw invalidQuery(`Duplicate column names in the result are not supported. Found duplicate(s): ${duplicate.name}`);
  return named;
}
const isAnonymous = (name: string): boolean => name === "" || /^\$col\d+$/.test(name);

/** Throws if a row contains an array with a NULL element. */
export function rejectNullElements(columns: readonly TableColumn[], rows: readonly Row[]): void {
  for (const [i, { name, type }] of columns.entries())
    if (rows.some(({ cell = [] }) => hasNullElement(cell[i], type)))
      throw invalidQuery(`Array cannot have a null element; error in writing field ${name}`);
}
