import type { Batch, DType, LiteralValue, LoadOptions } from "@avocet/core";
import { AvocetError, ir, printDType, Table } from "@avocet/core";
import { qualified } from "../catalog.js";
import * as relations from "../ddl.js";
import * as rows from "../dml.js";
import type { Driver, Session } from "../driver.js";
import { plain, statementOf } from "../statement.js";
import { canonical } from "./canonical.js";
import { draftName, isLeftOver } from "./draft.js";

/** Enough rows for one statement where an engine has no faster way in. */
const ROWS_OF_A_STATEMENT = 500;

/**
 * Fills a table with rows from elsewhere, a batch at a time. They go into a draft first, so that the table has all of them or none.
 */
export async function load<S extends Session, D extends Driver<S>>(
  driver: D,
  name: string,
  schema: ir.Fields,
  batches: AsyncIterable<Batch>,
  options: LoadOptions,
): Promise<number> {
  if (options.append && options.replace)
    throw new AvocetError("invalid-argument", "append and replace exclude each other", {
      hint: "Take replace to make the table anew, append to keep its rows.",
    });
  if (!options.append && !options.replace) await driver.withReadSession((on) => mustNotBeThere(driver, on, name));
  if (driver.atomicDefinitions) return driver.transaction((inside) => fill(inside, name, schema, batches, options));
  return fill(driver, name, schema, batches, options);
}

async function fill<S extends Session>(
  driver: Driver<S>,
  name: string,
  schema: ir.Fields,
  batches: AsyncIterable<Batch>,
  options: LoadOptions,
): Promise<number> {
  const draft = draftName();
  await driver.withWriteSession((on) => clearLeftOvers(driver, on));
  try {
    await driver.withWriteSession(async (on) => {
      await relations.createTable(driver, on, draft, statementOf(driver.compile(empty(schema))), {});
      if (!options.allowDTypeChanges) await mustKeepDTypes(driver, on, draft, schema);
    });
    let count = 0;
    const makers = [...schema.values()].map(canonical);
    for await (const batch of batches) {
      const columns = makers.map((make, i) => Array.from(batch.columns[i] ?? [], make));
      await driver.withWriteSession((on) => send(driver, on, draft, schema, columns, batch.rowCount));
      count += batch.rowCount;
    }
    const filled = new Table(ir.table(draft, schema));
    await driver.withWriteSession(async (on) => {
      if (options.append) await rows.insert(driver, on, name, filled, undefined);
      else {
        const query = statementOf(driver.compile(filled.relation));
        await relations.createTable(driver, on, name, query, { replace: options.replace ?? false });
      }
      await on.run(plain(`DROP TABLE ${qualified(driver.dialect, draft)}`));
    });
    return count;
  } catch (error) {
    // Inside a transaction it is gone with that.
    if (!driver.atomicDefinitions)
      await driver
        .withWriteSession((on) => on.run(plain(`DROP TABLE IF EXISTS ${qualified(driver.dialect, draft)}`)))
        .catch(() => undefined); // the first error says more
    throw error;
  }
}

const empty = (schema: ir.Fields): ir.Relation =>
  ir.memtable(
    "none",
    schema,
    [...schema].map(() => []),
  );

async function send<S extends Session>(
  driver: Driver<S>,
  on: S,
  draft: string,
  schema: ir.Fields,
  columns: readonly (readonly LiteralValue[])[],
  rowCount: number,
): Promise<void> {
  if (driver.append) return driver.append(on, draft, schema, columns);
  for (let from = 0; from < rowCount; from += ROWS_OF_A_STATEMENT) {
    const some = columns.map((column) => column.slice(from, from + ROWS_OF_A_STATEMENT));
    const query = statementOf(driver.compile(ir.memtable("rows", schema, some)));
    const list = [...schema.keys()].map((column) => driver.dialect.quote(column)).join(", ");
    await on.run({ ...query, sql: `INSERT INTO ${qualified(driver.dialect, draft)} (${list})\n${query.sql}` });
  }
}

async function mustNotBeThere<S extends Session>(driver: Driver<S>, on: S, name: string): Promise<void> {
  const kind = await driver.catalog.kindOf(on, name);
  if (kind !== null)
    throw new AvocetError("invalid-argument", `there is a ${kind} \`${name}\` already`, {
      hint: "Say { replace: true } to make it anew, or { append: true } to add to its rows.",
    });
}

async function mustKeepDTypes<S extends Session>(
  driver: Driver<S>,
  on: S,
  draft: string,
  schema: ir.Fields,
): Promise<void> {
  const live = await driver.catalog.columnsOf(on, draft);
  const lines = live.flatMap(({ name, dtype, type }) => {
    const wanted = schema.get(name);
    if (!wanted || (dtype && text(dtype) === text(wanted))) return [];
    return [`- ${name}: ${printDType(wanted)} would be ${dtype ? printDType(dtype) : type}`];
  });
  if (lines.length > 0)
    throw new AvocetError("schema-mismatch", `${driver.dialect.name} does not keep all dtypes`, {
      hint: "Cast the columns to what it has, or say { allowDTypeChanges: true }.",
      detail: lines.join("\n"),
    });
}
/** Tables keep neither the zone's name nor, when they are made of a query, that a column has no NULL. */
const text = (dtype: DType): string =>
  printDType(dtype)
    .replaceAll("!", "")
    .replace(/timestamp\('[^']*'/g, "timestamp('UTC'");

async function clearLeftOvers<S extends Session>(driver: Driver<S>, on: S): Promise<void> {
  for (const name of await driver.catalog.names(on))
    if (isLeftOver(name)) await on.run(plain(`DROP TABLE IF EXISTS ${qualified(driver.dialect, name)}`));
}
