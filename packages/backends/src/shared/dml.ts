import type { AnyColumn, ir, TableLike } from "@avocet/core";
import { AvocetError, int64, lit, ir as nodes, count as rowCount, Table } from "@avocet/core";
import { compileDelete, compileUpdate } from "@avocet/sql-dialects";
import type { Live } from "./assign.js";
import { assigned, columnOf } from "./assign.js";
import { fieldsOf, qualified, withTableSuggestions } from "./catalog.js";
import type { Driver, Session } from "./driver.js";
import type { Statement } from "./statement.js";
import { plain, statementOf } from "./statement.js";

type Given = Parameters<typeof statementOf>[1];

async function liveOf<S extends Session>(driver: Driver<S>, on: S, name: string): Promise<Live> {
  const columns = await withTableSuggestions(driver, on, name, () => driver.catalog.columnsOf(on, name));
  return fieldsOf(columns, `the table ${name}`);
}

const written = <S extends Session>(
  driver: Driver<S>,
  rows: Statement,
  table: string,
  columns: readonly string[],
): Statement => driver.writable?.(rows, table, columns) ?? rows;

/** Adds rows to a table, column by column of the same name; columns that the rows lack get their default. */
export async function insert<S extends Session>(
  driver: Driver<S>,
  on: S,
  name: string,
  rows: TableLike,
  params: Given,
): Promise<number | null> {
  const live = await liveOf(driver, on, name);
  const insertPart = (relation: ir.Relation): Promise<number | null> => {
    const source = assigned(new Table(relation), live, name, driver.storedAs);
    const list = source.columns.map((column) => driver.dialect.quote(column)).join(", ");
    const query = written(driver, statementOf(driver.compile(source.relation), params), name, source.columns);
    return on.run({ ...query, sql: `INSERT INTO ${qualified(driver.dialect, name)} (${list})\n${query.sql}` });
  };
  const parts = partsOf(rows.relation, driver.maxRowsPerStatement ?? Number.POSITIVE_INFINITY);
  const [only] = parts;
  if (only && parts.length === 1) return insertPart(only);
  return on.transaction(async () => {
    let count = 0;
    for (const part of parts) count += (await insertPart(part)) ?? 0;
    return count;
  });
}

/** Rows that are written out, in parts of some size; any other relation as it is. */
function partsOf(relation: ir.Relation, size: number): readonly ir.Relation[] {
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

/** What becomes of rows of a table that have a counterpart among new rows, and of new rows that have none. */
export interface MergeOptions<C extends string = string> {
  /** The columns that say which rows belong together; NULL belongs to NULL. Two new rows of one key are an error. */
  readonly on: C | readonly C[];
  /** `update`, unless told: the row takes the new values. `delete`: it goes. `keep`: it stays as it is. */
  readonly matched?: "update" | "delete" | "keep";
  /** The columns that an update changes; all that the new rows have unless told. */
  readonly update?: readonly C[];
  /** A column of type bool of the new rows: where it is true the row of the table goes, and nothing is inserted. It is not written. */
  readonly deleteWhere?: C;
  /** `insert`, unless told; or `ignore`. */
  readonly notMatched?: "insert" | "ignore";
}

/** Holds 1, and is an error where two rows have one key. */
const SINGLE = "avocet_single";

/** Brings new rows into a table by their keys. */
export async function merge<S extends Session>(
  driver: Driver<S>,
  on: S,
  name: string,
  rows: TableLike,
  options: MergeOptions,
  params: Given,
): Promise<number | null> {
  const live = await liveOf(driver, on, name);
  const source = sourceOf(rows, live, name, options, driver.storedAs);
  const query = written(driver, statementOf(driver.compile(source.relation), params), name, source.columns);
  const { dialect } = driver;
  const names = [...rows.relation.schema.keys()]
    .filter((c) => c !== options.deleteWhere)
    .map((c) => columnOf(live, c, name));
  const keys = keysOf(options).map((c) => columnOf(live, c, name));
  const [old, fresh] = ["target", "source"].map(
    (alias) => (column: string) => `${dialect.quote(alias)}.${dialect.quote(column)}`,
  ) as [Side, Side]; // of two
  const single = `${fresh(SINGLE)} = 1`;
  const gone = options.deleteWhere === undefined ? null : fresh(options.deleteWhere);
  const clauses: string[] = [];
  if (gone) clauses.push(`WHEN MATCHED AND ${single} AND ${gone} THEN DELETE`);
  const { matched = "update", notMatched = "insert" } = options;
  const changed = (options.update ?? names).map((c) => columnOf(live, c, name)).filter((c) => !keys.includes(c));
  if (matched === "delete") clauses.push(`WHEN MATCHED AND ${single} THEN DELETE`);
  else if (matched === "update" && changed.length > 0)
    clauses.push(
      `WHEN MATCHED AND ${single} THEN UPDATE SET ${changed.map((c) => `${dialect.quote(c)} = ${fresh(c)}`).join(", ")}`,
    );
  if (notMatched === "insert") {
    const stays = gone ? ` AND NOT COALESCE(${gone}, FALSE)` : "";
    const list = (each: Side) => names.map(each).join(", ");
    clauses.push(`WHEN NOT MATCHED AND ${single}${stays} THEN INSERT (${list(dialect.quote)}) VALUES (${list(fresh)})`);
  }
  if (clauses.length === 0)
    throw new AvocetError("invalid-argument", "this merge would change nothing", {
      hint: 'Take matched: "update" or notMatched: "insert".',
    });
  const condition = keys.map((key) => `${old(key)} IS NOT DISTINCT FROM ${fresh(key)}`).join(" AND ");
  const sql = `MERGE INTO ${qualified(dialect, name)} AS ${dialect.quote("target")}
USING (\n${query.sql}\n) AS ${dialect.quote("source")}
ON ${condition}\n${clauses.join("\n")}`;
  return on.run({ ...query, sql });
}
type Side = (column: string) => string;

function keysOf({ on }: MergeOptions): readonly string[] {
  const keys = typeof on === "string" ? [on] : on;
  if (keys.length === 0)
    throw new AvocetError("invalid-argument", "merge wants a key", { hint: 'For example on: "id".' });
  return keys;
}

/** The new rows with a column that fails where two have one key: engines differ in what they would do with such rows. */
function sourceOf(
  rows: TableLike,
  live: Live,
  name: string,
  options: MergeOptions,
  storedAs: Driver["storedAs"],
): Table {
  const given = new Table(rows.relation);
  const { deleteWhere } = options;
  const missing = [...keysOf(options), ...(options.update ?? [])].find((key) => !rows.relation.schema.has(key));
  if (missing !== undefined)
    throw new AvocetError("unknown-column", `the new rows have no column \`${missing}\``, {
      hint: `They have: ${given.columns.join(", ")}.`,
    });
  if (deleteWhere !== undefined && rows.relation.schema.get(deleteWhere)?.kind !== "bool")
    throw new AvocetError(
      "invalid-argument",
      `deleteWhere wants a column of type bool of the new rows, which \`${deleteWhere}\` is not`,
    );
  const written = assigned(given, live, name, storedAs, deleteWhere);
  const keys = keysOf(options).map((key) => columnIn(written, columnOf(live, key, name)));
  const single = rowCount()
    .over({ partitionBy: keys })
    .gt(1)
    .ifelse(lit("two new rows have one key"), lit("1"))
    .cast(int64);
  return written.mutate({ [SINGLE]: single });
}

function columnIn(table: Table, name: string): AnyColumn {
  const column = table.c[name];
  if (!column) throw new TypeError(`no column ${name}`); // its name was looked up before
  return column;
}

/** Removes the rows of a filtered table from it. */
export function deleteRows<S extends Session>(
  driver: Driver<S>,
  on: S,
  rows: TableLike,
  params: Given,
): Promise<number | null> {
  return on.run(changeOf(compileDelete(driver.dialect, rows.relation), params));
}

/** Gives the columns that `values` selects from a filtered table their new values there. */
export function updateRows<S extends Session>(
  driver: Driver<S>,
  on: S,
  table: TableLike,
  values: TableLike,
  params: Given,
): Promise<number | null> {
  const chosen = assigned(new Table(values.relation), table.relation.schema, "the table", driver.storedAs);
  return on.run(changeOf(compileUpdate(driver.dialect, chosen.relation), params));
}
const changeOf = (made: ReturnType<typeof compileDelete>, params: Given): Statement =>
  statementOf({ ...made, schema: new Map() }, params);

/** Removes all rows of a table. */
export async function truncate<S extends Session>(driver: Driver<S>, on: S, name: string): Promise<void> {
  await withTableSuggestions(driver, on, name, () =>
    on.run(plain(`TRUNCATE TABLE ${qualified(driver.dialect, name)}`)),
  );
}
/** Gives a table another name. */
export async function rename<S extends Session>(driver: Driver<S>, on: S, from: string, to: string): Promise<void> {
  const { dialect } = driver;
  await withTableSuggestions(driver, on, from, () =>
    on.run(plain(`ALTER TABLE ${qualified(dialect, from)} RENAME TO ${qualified(dialect, to)}`)),
  );
}
