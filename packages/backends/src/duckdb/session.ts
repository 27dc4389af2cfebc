import type { ColumnBatch, DType, ir, LiteralValue, RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type {
  DuckDBInstance,
  DuckDBMaterializedResult,
  DuckDBScalarFunction,
  DuckDBConnection as Native,
} from "@duckdb/node-api";
import { CancellationToken } from "../shared/cancellation.js";
import type { ResultColumn, Session } from "../shared/driver.js";
import type { Report } from "../shared/events/event.js";
import { wantsProgress } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import { plain } from "../shared/statement.js";
import { append } from "./append.js";
import { engineError, missingTable } from "./errors.js";
import type { DuckDBOptions } from "./options.js";
import { closedError, Pool } from "./pool.js";
import { vectorsOf } from "./read.js";
import { stoppable } from "./stoppable.js";
import { keepsOrder, streamed } from "./stream.js";
import { dtypeOf } from "./types.js";
import { bindingsOf } from "./values.js";

/** How often a statement says how far it is. */
const PROGRESS_EVERY_MS = 200;

/** Runs statements one after the other on one native connection. */
export interface DuckDBSession extends Session {
  /** As `run`, with the rows of the result. `stop` is one more reason to stop, besides that of all the statements together. */
  query(statement: Statement, stop?: CancellationToken, report?: Report): Promise<DuckDBMaterializedResult>;
  /** Adds rows to a table of columns of just these dtypes. */
  append(table: string, dtypes: readonly DType[], columns: readonly (readonly LiteralValue[])[]): Promise<void>;
  /** Makes a function known to the whole database. */
  register(made: DuckDBScalarFunction): void;
}

/** What a connection needs to run statements. */
export interface Statements {
  /** Runs a query to its end inside the engine; its rows are taken from the result afterwards. */
  query(statement: Statement, options: RunOptions, report?: Report): Promise<DuckDBMaterializedResult>;
  /** The rows of a query as they are taken from the engine, which holds few of them. */
  stream(statement: Statement, schema: ir.Fields, options: RunOptions, report?: Report): AsyncIterable<ColumnBatch>;
  /** Statements that only read, on whichever connection is free. */
  shared<T>(work: (on: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Statements that write: on the main connection, where no other runs meanwhile. */
  exclusive<T>(work: (on: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Writes everything to the file and lets go of it. */
  close(): Promise<void>;
}

/** A stream whose rows are still being taken. */
interface OpenStream {
  readonly native: Native;
  readonly rows: AsyncGenerator<ColumnBatch>;
  /** Whether it was ended by the connection, and not by its reader. */
  closed: boolean;
}

/** Ends a stream, also while its reader waits for rows. */
async function stopped({ native, rows }: OpenStream): Promise<void> {
  const again = setInterval(() => native.interrupt(), PROGRESS_EVERY_MS / 20);
  native.interrupt();
  await rows.return(undefined).catch(() => undefined);
  clearInterval(again);
}

/** An open database: runs statements, with their stopping and their errors. */
export class Database implements Statements {
  private readonly instance: DuckDBInstance;
  private readonly pool: Pool;
  private readonly options: DuckDBOptions;
  private readonly streams = new Set<OpenStream>();

  constructor(instance: DuckDBInstance, main: Native, options: DuckDBOptions) {
    this.instance = instance;
    this.options = options;
    this.pool = new Pool(main, () => openNative(instance, options), options.connections ?? 4);
  }

  query(statement: Statement, options: RunOptions, report?: Report): Promise<DuckDBMaterializedResult> {
    return this.hold(false, options, (on) => on.query(statement, undefined, report));
  }
  async *stream(
    statement: Statement,
    schema: ir.Fields,
    options: RunOptions,
    report?: Report,
  ): AsyncGenerator<ColumnBatch> {
    const stop = new CancellationToken(options);
    try {
      const native = await this.pool.takeAside(stop);
      const rows = streamed(native, statement, schema, stop);
      const open: OpenStream = { native, rows, closed: false };
      this.streams.add(open);
      let begun = false;
      try {
        if (await keepsOrder(native)) {
          for await (const batch of rows) {
            begun = true;
            yield batch;
          }
          if (open.closed) throw closedError();
          return;
        }
      } catch (error) {
        if (open.closed) throw closedError();
        // The main connection may have a temporary table of the name.
        if (begun || missingTable(error) === undefined) throw error;
      } finally {
        this.streams.delete(open);
        if (!open.closed) this.pool.giveBack(native);
      }
    } finally {
      stop.dispose();
    }
    yield* vectorsOf(await this.query(statement, options, report), schema, options.signal);
  }
  shared<T>(work: (on: DuckDBSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.hold(false, options, work);
  }

  exclusive<T>(work: (on: DuckDBSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.hold(true, options, work);
  }

  private async hold<T>(onlyMain: boolean, options: RunOptions, work: (on: DuckDBSession) => Promise<T>): Promise<T> {
    const stop = new CancellationToken(options);
    try {
      const native = await this.pool.take(onlyMain, stop);
      try {
        return await work(this.on(native, stop));
      } finally {
        this.pool.giveBack(native);
      }
    } finally {
      stop.dispose();
    }
  }

  private on(native: Native, stop: CancellationToken): DuckDBSession {
    const query: DuckDBSession["query"] = async ({ sql, values }, own, report) => {
      const bindings = bindingsOf(values);
      const stops = own ? [stop, own] : [stop];
      for (const each of stops) each.throwIfStopped();
      return stoppable(native, stops, sql, () =>
        watched(native, wantsProgress(this.options) ? report : undefined, () =>
          bindings ? native.run(sql, bindings.values, bindings.types) : native.run(sql),
        ),
      );
    };
    const transaction = async <T>(work: () => Promise<T>): Promise<T> => {
      await query(plain("BEGIN TRANSACTION"));
      try {
        const value = await work();
        await query(plain("COMMIT"));
        return value;
      } catch (error) {
        await native.run("ROLLBACK").catch(() => undefined); // the engine may have rolled back already
        throw error;
      }
    };
    return {
      query,
      run: async (statement, report) => (await query(statement, undefined, report)).rowsChanged,
      transaction,
      columns: (sql) => columnsOf(native, sql),
      append: (table, dtypes, columns) => append(native, table, dtypes, columns),
      register: (made) => native.registerScalarFunction(made),
    };
  }

  async close(): Promise<void> {
    if (this.pool.closed) return;
    // Whoever reads a stream may be the one who waits for the end, or have forgotten it.
    for (const open of this.streams) {
      open.closed = true;
      await stopped(open);
      this.pool.giveBack(open.native);
    }
    const main = await this.pool.drain();
    try {
      if (!this.options.readOnly) await main.run("CHECKPOINT");
    } catch (error) {
      // Another connection of this process may be in a transaction on the same file; the last one to close it writes all.
      if (!(error instanceof Error && /Cannot CHECKPOINT/.test(error.message))) throw engineError(error);
    } finally {
      this.pool.disconnect();
      this.instance.closeSync();
    }
  }
}

/** A connection whose instants are in UTC, wherever the process runs, and that says how far it is if someone asks: to know takes a tenth of a millisecond. */
export async function openNative(instance: DuckDBInstance, options: DuckDBOptions): Promise<Native> {
  const native = await instance.connect();
  await native.run("SET TimeZone = 'UTC'");
  if (wantsProgress(options)) {
    await native.run("SET enable_progress_bar = true");
    await native.run("SET enable_progress_bar_print = false");
  }
  return native;
}

/** Reports how far a statement is while it runs. The engine says -1 until it knows. */
async function watched<T>(native: Native, report: Report | undefined, work: () => Promise<T>): Promise<T> {
  if (!report) return work();
  const timer = setInterval(() => {
    const { percentage } = native.progress;
    report.progress(percentage < 0 ? null : percentage / 100);
  }, PROGRESS_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Alone a text must be one statement, and as a subquery a query; on lines of its own, so that a comment at its end hides nothing. */
async function columnsOf(native: Native, sql: string): Promise<ResultColumn[]> {
  const columns = await describe(native, sql);
  await describe(native, `SELECT * FROM (\n${sql}\n)`);
  return columns;
}
/** The columns of a statement, without running it. */
async function describe(native: Native, sql: string): Promise<ResultColumn[]> {
  const prepared = await native.prepare(sql).catch((error: unknown) => {
    throw engineError(error, sql);
  });
  try {
    if (prepared.parameterCount > 0)
      throw new AvocetError("invalid-argument", "SQL text cannot hold parameters", {
        hint: "Write the values into the text, or build the expression with param(name, dtype).",
        sql,
      });
    return Array.from({ length: prepared.columnCount }, (_, i) => {
      const type = prepared.columnType(i);
      return { name: prepared.columnName(i), dtype: dtypeOf(type), type: String(type) };
    });
  } finally {
    prepared.destroySync();
  }
}
