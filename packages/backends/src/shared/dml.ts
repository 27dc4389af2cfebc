import type { AnyColumn, TableLike } from "@avocet/core";
import { AvocetError, int64, lit, count as rowCount, Table } from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import * as nodes from "@avocet/core/ir";
import { compileDelete, compileUpdate } from "@avocet/sql-dialects";
import type { TableFields } from "./align-to-table.js";
import { alignToTable, resolveColumnName } from "./align-to-table.js";
import { fieldsOf, qualifiedName, withTableSuggestions } from "./catalog.js";
import type { Driver, Session } from "./driver.js";
import type { Statement } from "./statement.js";
import { sqlStatement, statementOf } from "./statement.js";

type ParamValues = Parameters<typeof statementOf>[1];

async function currentSchema<S extends Session>(driver: Driver<S>, session: S, name: string): Promise<TableFields> {
  const columns = await withTableSuggestions(driver, session, name, () => driver.catalog.columnsOf(session, name));
  return fieldsOf(columns, `the table ${name}`);
}

const encodeForTable = <S extends Session>(
  driver: Driver<S>,
  rows: Statement,
  table: string,
  columns: readonly string[],
): Statement => driver.encodeForTable?.(rows, table, columns) ?? rows;

/** Inserts rows into a table, matching columns by name. Missing columns get their default. */
export async function insert<S extends Session>(
  driver: Driver<S>,
  session: S,
  name: string,
  rows: TableLike,
  params: ParamValues,
): Promise<number | null> {
  const tableFields = await currentSchema(driver, session, name);
  const insertChunk = (relation: ir.Relation): Promise<number | null> => {
    const source = alignToTable(new Table(relation), tableFields, name, driver.storedAs);
    const list = source.columns.map((column) => driver.dialect.quote(column)).join(", ");
    const query = encodeForTable(driver, statementOf(driver.compile(source.relation), params), name, source.columns);
    return session.run({ ...query, sql: `INSERT INTO ${qualifiedName(driver.dialect, name)} (${list})\n${query.sql}` });
  };
  const chunks = chunksOf(rows.relation, driver.maxRowsPerStatement ?? Number.POSITIVE_INFINITY);
  const [singleChunk] = chunks;
  if (singleChunk && chunks.length === 1) return insertChunk(singleChunk);
  return session.transaction(async () => {
    let count = 0;
    for (const chunk of chunks) count += (await insertChunk(chunk)) ?? 0;
    return count;
  });
}

/** Splits a memtable into relations of at most `size` rows. Other relations are returned unchanged. */
function chunksOf(relation: ir.Relation, size: number): readonly ir.Relation[] {
  const count = relation.type === "memtable" ? (relation.columns[0]?.length ?? 0) : 0;
  if (relation.type !== "memtable" || count <= size) return [relation];
  const { name, schema, columns } = relation;
  return Array.from({ length: Math.ceil(count / size) }, (_, i) =>
    nodes.memtable(
      name,
      schema,
      columns.map((column) => column.slice(i * size, (i + 1) * size)),
    ),
  );
}

/** Options for MERGE: how rows with and without a match are handled. */
export interface MergeOptions<C extends string = string> {
  /** The key columns that rows are matched by; NULL matches NULL. Duplicate keys in the new rows are an error. */
  readonly on: C | readonly C[];
  /** Whether to update (default), delete or keep a row of the table that matches a new row. */
  readonly matched?: "update" | "delete" | "keep";
  /** The columns to update; by default all columns of the new rows. */
  readonly update?: readonly C[];
  /**
   * A bool column of the new rows, which is not written: where true, the matching row is deleted and none is inserted.
   */
  readonly deleteWhere?: C;
  /** Whether to insert (default) or ignore new rows without a match. */
  readonly notMatched?: "insert" | "ignore";
}

/** A column of 1s, which fails to compute for duplicate keys. */
const UNIQUE_KEY_COLUMN = "avocet_single";

/** Merges new rows into a table by key columns. */
export async function merge<S extends Session>(
  driver: Driver<S>,
  session: S,
  name: string,
  rows: TableLike,
  options: MergeOptions,
  params: ParamValues,
): Promise<number | null> {
  const tableFields = await currentSchema(driver, session, name);
  const source = mergeSource(rows, tableFields, name, options, driver.storedAs);
  const query = encodeForTable(driver, statementOf(driver.compile(source.relation), params), name, source.columns);
  const { dialect } = driver;
  const names = [...rows.relation.schema.keys()]
    .filter((c) => c !== options.deleteWhere)
    .map((c) => resolveColumnName(tableFields, c, name));
  const keys = keyColumns(options).map((c) => resolveColumnName(tableFields, c, name));
  const [targetColumn, sourceColumn] = ["target", "source"].map(
    (alias) => (column: string) => `${dialect.quote(alias)}.${dialect.quote(column)}`,
  ) as [QualifyColumn, QualifyColumn]; // of two
  const isUniqueKey = `${sourceColumn(UNIQUE_KEY_COLUMN)} = 1`;
  const deleteCondition = options.deleteWhere === undefined ? null : sourceColumn(options.deleteWhere);
  const clauses: string[] = [];
  if (deleteCondition) clauses.push(`WHEN MATCHED AND ${isUniqueKey} AND ${deleteCondition} THEN DELETE`);
  const { matched = "update", notMatched = "insert" } = options;
  const updatedColumns = (options.update ?? names)
    .map((c) => resolveColumnName(tableFields, c, name))
    .filter((c) => !keys.includes(c));
  if (matched === "delete") clauses.push(`WHEN MATCHED AND ${isUniqueKey} THEN DELETE`);
  else if (matched === "update" && updatedColumns.length > 0)
    clauses.push(
      `WHEN MATCHED AND ${isUniqueKey} THEN UPDATE SET ${updatedColumns.map((c) => `${dialect.quote(c)} = ${sourceColumn(c)}`).join(", ")}`,
    );
  if (notMatched === "insert") {
    const insertCondition = deleteCondition ? ` AND NOT COALESCE(${deleteCondition}, FALSE)` : "";
    const list = (qualify: QualifyColumn) => names.map(qualify).join(", ");
    clauses.push(
      `WHEN NOT MATCHED AND ${isUniqueKey}${insertCondition} THEN INSERT (${list(dialect.quote)}) VALUES (${list(sourceColumn)})`,
    );
  }
  if (clauses.length === 0)
    throw new AvocetError(
      "invalid-argument",
      "The merge has no effect: matched rows are kept, and other rows are ignored",
      {
        hint: 'Pass matched: "update" or notMatched: "insert".',
      },
    );
  const condition = keys.map((key) => `${targetColumn(key)} IS NOT DISTINCT FROM ${sourceColumn(key)}`).join(" AND ");
  const sql = `MERGE INTO ${qualifiedName(dialect, name)} AS ${dialect.quote("target")}
USING (\n${query.sql}\n) AS ${dialect.quote("source")}
ON ${condition}\n${clauses.join("\n")}`;
  return session.run({ ...query, sql });
}
type QualifyColumn = (column: string) => string;

function keyColumns({ on }: MergeOptions): readonly string[] {
  const keys = typeof on === "string" ? [on] : on;
  if (keys.length === 0)
    throw new AvocetError("invalid-argument", '"on" needs at least one key column', {
      hint: 'Pass a column name, such as on: "id".',
    });
  return keys;
}

/** Adds a column that fails for duplicate keys, because engines differ in how MERGE handles them. */
function mergeSource(
  rows: TableLike,
  tableFields: TableFields,
  name: string,
  options: MergeOptions,
  storedAs: Driver["storedAs"],
): Table {
  const newRows = new Table(rows.relation);
  const { deleteWhere } = options;
  const missing = [...keyColumns(options), ...(options.update ?? [])].find((key) => !rows.relation.schema.has(key));
  if (missing !== undefined)
    throw new AvocetError("unknown-column", `The new rows have no column \`${missing}\``, {
      hint: `Choose one of their columns: ${newRows.columns.join(", ")}.`,
    });
  if (deleteWhere !== undefined && rows.relation.schema.get(deleteWhere)?.kind !== "bool")
    throw new AvocetError(
      "invalid-argument",
      `"deleteWhere" must name a bool column of the new rows, got \`${deleteWhere}\``,
    );
  const alignedRows = alignToTable(newRows, tableFields, name, storedAs, deleteWhere);
  const keys = keyColumns(options).map((key) => columnByName(alignedRows, resolveColumnName(tableFields, key, name)));
  const uniqueKeyMarker = rowCount()
    .over({ partitionBy: keys })
    .gt(1)
    .ifelse(lit("two new rows have one key"), lit("1"))
    .cast(int64);
  return alignedRows.mutate({ [UNIQUE_KEY_COLUMN]: uniqueKeyMarker });
}

function columnByName(table: Table, name: string): AnyColumn {
  const column = table.c[name];
  if (!column) throw new TypeError(`Internal error: no column ${name} to merge by`);
  return column;
}

/** Deletes the rows of a filtered table. */
export function deleteRows<S extends Session>(
  driver: Driver<S>,
  session: S,
  rows: TableLike,
  params: ParamValues,
): Promise<number | null> {
  return session.run(changeStatement(compileDelete(driver.dialect, rows.relation), params));
}

/** Updates the rows of a filtered table with the columns of `values`. */
export function updateRows<S extends Session>(
  driver: Driver<S>,
  session: S,
  table: TableLike,
  values: TableLike,
  params: ParamValues,
): Promise<number | null> {
  const newValues = alignToTable(new Table(values.relation), table.relation.schema, "the table", driver.storedAs);
  return session.run(changeStatement(compileUpdate(driver.dialect, newValues.relation), params));
}
const changeStatement = (compiled: ReturnType<typeof compileDelete>, params: ParamValues): Statement =>
  statementOf({ ...compiled, schema: new Map() }, params);

/** Deletes all rows of a table. */
export async function truncate<S extends Session>(driver: Driver<S>, session: S, name: string): Promise<void> {
  await withTableSuggestions(driver, session, name, () =>
    session.run(sqlStatement(`TRUNCATE TABLE ${qualifiedName(driver.dialect, name)}`)),
  );
}
/** Renames a table. */
export async function rename<S extends Session>(
  driver: Driver<S>,
  session: S,
  from: string,
  to: string,
): Promise<void> {
  const { dialect } = driver;
  await withTableSuggestions(driver, session, from, () =>
    session.run(sqlStatement(`ALTER TABLE ${qualifiedName(dialect, from)} RENAME TO ${qualifiedName(dialect, to)}`)),
  );
}
