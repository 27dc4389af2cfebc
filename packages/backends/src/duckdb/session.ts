import type { DType, RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { ColumnBatch, LiteralValue } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
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
import { sqlStatement } from "../shared/statement.js";
import { append } from "./append.js";
import { engineError, missingTable } from "./errors.js";
import { runInterruptibly } from "./interruptible.js";
import type { DuckDBOptions } from "./options.js";
import { ConnectionPool, closedError } from "./pool.js";
import { vectorsOf } from "./read.js";
import { preservesOrder, streamQuery } from "./stream.js";
import { dtypeOf } from "./types.js";
import { bindingsOf } from "./values.js";

/** The interval of progress reports. */
const PROGRESS_EVERY_MS = 200;

/** A session on one native connection. */
export interface DuckDBSession extends Session {
  /**
   * Runs a statement and returns its result. `token` cancels this statement, in addition to the token of the session.
   */
  query(statement: Statement, token?: CancellationToken, report?: Report): Promise<DuckDBMaterializedResult>;
  /** Appends rows to a table whose columns have exactly these dtypes. */
  append(table: string, dtypes: readonly DType[], columns: readonly (readonly LiteralValue[])[]): Promise<void>;
  /** Registers a function with the database. */
  register(scalarFunction: DuckDBScalarFunction): void;
}

/** Runs the statements of a driver. */
export interface StatementExecutor {
  /** Runs a query to its end, and returns the materialized result. */
  query(statement: Statement, options: RunOptions, report?: Report): Promise<DuckDBMaterializedResult>;
  /** Streams the rows of a query, so that few of them are in memory. */
  stream(statement: Statement, schema: ir.Fields, options: RunOptions, report?: Report): AsyncIterable<ColumnBatch>;
  /** Runs `work`, which only reads, on any free connection. */
  withReadSession<T>(work: (session: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Runs `work`, which may write, on the main connection, which it has to itself. */
  withWriteSession<T>(work: (session: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Checkpoints and closes the database. */
  close(): Promise<void>;
}

/** A stream that is being read. */
interface OpenStream {
  readonly native: Native;
  readonly rows: AsyncGenerator<ColumnBatch>;
  /** True if the connection ended the stream, not its reader. */
  closed: boolean;
}

/** Ends a stream, even while its reader waits for rows. */
async function endStream({ native, rows }: OpenStream): Promise<void> {
  const interruptTimer = setInterval(() => native.interrupt(), PROGRESS_EVERY_MS / 20);
  native.interrupt();
  await rows.return(undefined).catch(() => undefined);
  clearInterval(interruptTimer);
}

/** An open database. Runs statements with cancellation, and converts their errors. */
export class Database implements StatementExecutor {
  private readonly instance: DuckDBInstance;
  private readonly pool: ConnectionPool;
  private readonly options: DuckDBOptions;
  private readonly streams = new Set<OpenStream>();

  constructor(instance: DuckDBInstance, main: Native, options: DuckDBOptions) {
    this.instance = instance;
    this.options = options;
    this.pool = new ConnectionPool(main, () => openNative(instance, options), options.connections ?? 4);
  }

  query(statement: Statement, options: RunOptions, report?: Report): Promise<DuckDBMaterializedResult> {
    return this.withSession(false, options, (session) => session.query(statement, undefined, report));
  }
  async *stream(
    statement: Statement,
    schema: ir.Fields,
    options: RunOptions,
    report?: Report,
  ): AsyncGenerator<ColumnBatch> {
    const token = new CancellationToken(options);
    try {
      const native = await this.pool.acquireForStream(token);
      const rows = streamQuery(native, statement, schema, token);
      const openStream: OpenStream = { native, rows, closed: false };
      this.streams.add(openStream);
      let hasYielded = false;
      try {
        if (await preservesOrder(native)) {
          for await (const batch of rows) {
            hasYielded = true;
            yield batch;
          }
          if (openStream.closed) throw closedError();
          return;
        }
      } catch (error) {
        if (openStream.closed) throw closedError();
        // The table may be a temporary one, which only the main connection can read.
        if (hasYielded || missingTable(error) === undefined) throw error;
      } finally {
        this.streams.delete(openStream);
        if (!openStream.closed) this.pool.release(native);
      }
    } finally {
      token.dispose();
    }
    yield* vectorsOf(await this.query(statement, options, report), schema, options.signal);
  }
  withReadSession<T>(work: (session: DuckDBSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withSession(false, options, work);
  }

  withWriteSession<T>(work: (session: DuckDBSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withSession(true, options, work);
  }

  private async withSession<T>(
    onlyMain: boolean,
    options: RunOptions,
    work: (session: DuckDBSession) => Promise<T>,
  ): Promise<T> {
    const token = new CancellationToken(options);
    try {
      const native = await this.pool.acquire(onlyMain, token);
      try {
        return await work(this.sessionFor(native, token));
      } finally {
        this.pool.release(native);
      }
    } finally {
      token.dispose();
    }
  }

  private sessionFor(native: Native, token: CancellationToken): DuckDBSession {
    const query: DuckDBSession["query"] = async ({ sql, values }, statementToken, report) => {
      const bindings = bindingsOf(values);
      const tokens = statementToken ? [token, statementToken] : [token];
      for (const each of tokens) each.throwIfCancelled();
      return runInterruptibly(native, tokens, sql, () =>
        withProgress(native, wantsProgress(this.options) ? report : undefined, () =>
          bindings ? native.run(sql, bindings.values, bindings.types) : native.run(sql),
        ),
      );
    };
    const transaction = async <T>(work: () => Promise<T>): Promise<T> => {
      await query(sqlStatement("BEGIN TRANSACTION"));
      try {
        const value = await work();
        await query(sqlStatement("COMMIT"));
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
      register: (scalarFunction) => native.registerScalarFunction(scalarFunction),
    };
  }

  async close(): Promise<void> {
    if (this.pool.closed) return;
    // The reader of a stream may be waiting for this call, or never continue.
    for (const openStream of this.streams) {
      openStream.closed = true;
      await endStream(openStream);
      this.pool.release(openStream.native);
    }
    const main = await this.pool.drain();
    try {
      if (!this.options.readOnly) await main.run("CHECKPOINT");
    } catch (error) {
      // Another connection of this process may be in a transaction on the same file; the last one to close checkpoints.
      if (!(error instanceof Error && /Cannot CHECKPOINT/.test(error.message))) throw engineError(error);
    } finally {
      this.pool.disconnect();
      this.instance.closeSync();
    }
  }
}

/** Opens a native connection with UTC as its time zone. Progress, if wanted, costs about 0.1 ms for each statement. */
export async function openNative(instance: DuckDBInstance, options: DuckDBOptions): Promise<Native> {
  const native = await instance.connect();
  await native.run("SET TimeZone = 'UTC'");
  if (wantsProgress(options)) {
    await native.run("SET enable_progress_bar = true");
    await native.run("SET enable_progress_bar_print = false");
  }
  return native;
}

/** Reports the progress of a statement while it runs. DuckDB reports -1 as long as it is unknown. */
async function withProgress<T>(native: Native, report: Report | undefined, work: () => Promise<T>): Promise<T> {
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

/**
 * Describes a query. The text must be one statement, and valid as a subquery, where it is on separate lines so that a
 * trailing comment does not hide the parenthesis.
 */
async function columnsOf(native: Native, sql: string): Promise<ResultColumn[]> {
  const columns = await describe(native, sql);
  await describe(native, `SELECT * FROM (\n${sql}\n)`);
  return columns;
}
/** Describes the columns of a statement without running it. */
async function describe(native: Native, sql: string): Promise<ResultColumn[]> {
  const prepared = await native.prepare(sql).catch((error: unknown) => {
    throw engineError(error, sql);
  });
  try {
    if (prepared.parameterCount > 0)
      throw new AvocetError("invalid-argument", "SQL text cannot contain parameters", {
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
