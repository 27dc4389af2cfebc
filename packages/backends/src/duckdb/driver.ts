import type { CompiledQuery, CompileOptions, RunOptions } from "@avocet/core";
import type { Batch, CachedRelation, ColumnBatch, FileTarget, LiteralValue, ReadOptions } from "@avocet/core/backend";
import { resolveEncoding } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import type { Driver } from "../shared/driver.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import { cacheRows } from "./cache.js";
import { catalog } from "./catalog.js";
import { definitions } from "./definitions.js";
import { missingTable } from "./errors.js";
import { copyStatement } from "./files.js";
import { valuesOfBatch, vectorsOf } from "./read.js";
import type { DuckDBSession, StatementExecutor } from "./session.js";
import { Transaction } from "./transaction.js";

/** The driver of a DuckDB database in this process. */
export class DuckDBDriver implements Driver<DuckDBSession> {
  readonly dialect = duckdb;
  readonly catalog = catalog;
  readonly definitions = definitions;
  readonly missingTable = missingTable;
  readonly transactionalDdl = true;
  private readonly executor: StatementExecutor;

  constructor(executor: StatementExecutor) {
    this.executor = executor;
  }

  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return duckdb.compile(relation, options);
  }
  async *read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch> {
    const encoding = resolveEncoding(options.values);
    for await (const batch of this.readVectors(statement, schema, options, report))
      yield valuesOfBatch(batch, schema, encoding);
  }
  async *readVectors(
    statement: Statement,
    schema: ir.Fields,
    options: ReadOptions,
    report?: Report,
  ): AsyncGenerator<ColumnBatch> {
    if (!options.buffered) return yield* this.executor.stream(statement, schema, options, report);
    const result = await this.executor.query(statement, options, report);
    yield* vectorsOf(result, schema, options.signal);
  }
  withReadSession<T>(work: (session: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.withReadSession(work, options);
  }
  withWriteSession<T>(work: (session: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.withWriteSession(work, options);
  }
  transaction<T>(work: (driver: this) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.withWriteSession(
      (session) =>
        session.transaction(async () => {
          const transaction = new Transaction(session);
          try {
            return await work(new DuckDBDriver(transaction) as this); // the class has no subclasses
          } finally {
            await transaction.close();
          }
        }),
      options,
    );
  }
  async append(
    session: DuckDBSession,
    table: string,
    schema: ir.Fields,
    columns: readonly (readonly LiteralValue[])[],
  ): Promise<void> {
    await session.append(table, [...schema.values()], columns);
  }
  cache(statement: Statement, schema: ir.Fields, options: RunOptions): Promise<CachedRelation> {
    const runExclusively = (work: (session: DuckDBSession) => Promise<void>) => this.executor.withWriteSession(work);
    return this.executor.withWriteSession((session) => cacheRows(session, statement, schema, runExclusively), options);
  }
  async explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string> {
    const keyword = options.analyze ? "EXPLAIN ANALYZE" : "EXPLAIN";
    const result = await this.executor.query({ ...statement, sql: `${keyword} ${statement.sql}` }, options);
    return String(result.getChunk(0).getColumnVector(1).getItem(0));
  }
  async writeFile(
    statement: Statement,
    file: FileTarget,
    schema: ir.Fields,
    options: RunOptions,
  ): Promise<number | null> {
    const sql = copyStatement(statement.sql, file, schema);
    if (sql === null) return null;
    const result = await this.executor.query({ ...statement, sql }, options);
    return Number(result.getChunk(0).getColumnVector(0).getItem(0));
  }
  close(): Promise<void> {
    return this.executor.close();
  }
}
