import type { DType } from "@avocet/core";
import { AvocetError, printDType, Table } from "@avocet/core";
import type { Batch, LiteralValue, LoadOptions } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import { qualifiedName } from "../catalog.js";
import * as ddl from "../ddl.js";
import * as dml from "../dml.js";
import type { Driver, Session } from "../driver.js";
import { sqlStatement, statementOf } from "../statement.js";
import { draftTableName, isAbandonedDraft } from "./draft-table.js";
import { literalEncoder } from "./literal-encoder.js";

/** Rows in one INSERT, for engines without a bulk load. */
const MAX_ROWS_PER_INSERT = 500;

/**
 * Loads rows into a table, a batch at a time. They are first written to a draft table, so that the table receives all
 * of them or none.
 */
export async function load<S extends Session, D extends Driver<S>>(
  driver: D,
  name: string,
  schema: ir.Fields,
  batches: AsyncIterable<Batch>,
  options: LoadOptions,
): Promise<number> {
  if (options.append && options.replace)
    throw new AvocetError("invalid-argument", '"append" and "replace" exclude each other', {
      hint: "Pass replace to rebuild the table, or append to keep its rows.",
    });
  if (!options.append && !options.replace)
    await driver.withReadSession((session) => requireAbsent(driver, session, name));
  if (driver.transactionalDdl)
    return driver.transaction((transactionDriver) => fillTable(transactionDriver, name, schema, batches, options));
  return fillTable(driver, name, schema, batches, options);
}

async function fillTable<S extends Session>(
  driver: Driver<S>,
  name: string,
  schema: ir.Fields,
  batches: AsyncIterable<Batch>,
  options: LoadOptions,
): Promise<number> {
  const draft = draftTableName();
  await driver.withWriteSession((session) => dropAbandonedDrafts(driver, session));
  try {
    await driver.withWriteSession(async (session) => {
      await ddl.createTable(driver, session, draft, statementOf(driver.compile(emptyRelation(schema))), {});
      if (!options.allowDTypeChanges) await requireSameDTypes(driver, session, draft, schema);
    });
    let count = 0;
    const encoders = [...schema.values()].map(literalEncoder);
    for await (const batch of batches) {
      const columns = encoders.map((make, i) => Array.from(batch.columns[i] ?? [], make));
      await driver.withWriteSession((session) => insertBatch(driver, session, draft, schema, columns, batch.rowCount));
      count += batch.rowCount;
    }
    const filled = new Table(ir.table(draft, schema));
    await driver.withWriteSession(async (session) => {
      if (options.append) await dml.insert(driver, session, name, filled, undefined);
      else {
        const query = statementOf(driver.compile(filled.relation));
        await ddl.createTable(driver, session, name, query, { replace: options.replace ?? false });
      }
      await session.run(sqlStatement(`DROP TABLE ${qualifiedName(driver.dialect, draft)}`));
    });
    return count;
  } catch (error) {
    // Otherwise the rollback of the transaction drops the draft.
    if (!driver.transactionalDdl)
      await driver
        .withWriteSession((session) =>
          session.run(sqlStatement(`DROP TABLE IF EXISTS ${qualifiedName(driver.dialect, draft)}`)),
        )
        .catch(() => undefined); // the first error is the cause
    throw error;
  }
}

const emptyRelation = (schema: ir.Fields): ir.Relation =>
  ir.memtable(
    "none",
    schema,
    [...schema].map(() => []),
  );

async function insertBatch<S extends Session>(
  driver: Driver<S>,
  session: S,
  draft: string,
  schema: ir.Fields,
  columns: readonly (readonly LiteralValue[])[],
  rowCount: number,
): Promise<void> {
  if (driver.append) return driver.append(session, draft, schema, columns);
  for (let start = 0; start < rowCount; start += MAX_ROWS_PER_INSERT) {
    const slice = columns.map((column) => column.slice(start, start + MAX_ROWS_PER_INSERT));
    const query = statementOf(driver.compile(ir.memtable("rows", schema, slice)));
    const list = [...schema.keys()].map((column) => driver.dialect.quote(column)).join(", ");
    await session.run({ ...query, sql: `INSERT INTO ${qualifiedName(driver.dialect, draft)} (${list})\n${query.sql}` });
  }
}

async function requireAbsent<S extends Session>(driver: Driver<S>, session: S, name: string): Promise<void> {
  const kind = await driver.catalog.kindOf(session, name);
  if (kind !== null)
    throw new AvocetError("invalid-argument", `A ${kind} \`${name}\` exists already`, {
      hint: "Pass { replace: true } to rebuild it, or { append: true } to add to its rows.",
    });
}

async function requireSameDTypes<S extends Session>(
  driver: Driver<S>,
  session: S,
  draft: string,
  schema: ir.Fields,
): Promise<void> {
  const columns = await driver.catalog.columnsOf(session, draft);
  const lines = columns.flatMap(({ name, dtype, type }) => {
    const expected = schema.get(name);
    if (!expected || (dtype && comparableText(dtype) === comparableText(expected))) return [];
    return [`- ${name}: ${printDType(expected)} would be ${dtype ? printDType(dtype) : type}`];
  });
  if (lines.length > 0)
    throw new AvocetError("schema-mismatch", `The ${driver.dialect.name} backend cannot preserve all dtypes`, {
      hint: "Cast the columns to dtypes that the engine supports, or pass { allowDTypeChanges: true }.",
      detail: lines.join("\n"),
    });
}
/** Tables do not store the name of a time zone, and those created from a query have nullable columns. */
const comparableText = (dtype: DType): string =>
  printDType(dtype)
    .replaceAll("!", "")
    .replace(/timestamp\('[^']*'/g, "timestamp('UTC'");

async function dropAbandonedDrafts<S extends Session>(driver: Driver<S>, session: S): Promise<void> {
  for (const name of await driver.catalog.names(session))
    if (isAbandonedDraft(name))
      await session.run(sqlStatement(`DROP TABLE IF EXISTS ${qualifiedName(driver.dialect, name)}`));
}
