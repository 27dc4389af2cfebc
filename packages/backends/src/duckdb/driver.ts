import type {
  Batch,
  CachedRelation,
  ColumnBatch,
  CompiledQuery,
  CompileOptions,
  FileTarget,
  ir,
  LiteralValue,
  ReadOptions,
  RunOptions,
} from "@avocet/core";
import { valueModes } from "@avocet/core";
import { compileDuckDB, duckdb } from "@avocet/sql-dialects";
import type { Driver } from "../shared/driver.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import { keepRows } from "./cache.js";
import { catalog } from "./catalog.js";
import { definitions } from "./definitions.js";
import { missingTable } from "./errors.js";
import { copyStatement } from "./files.js";
import { valuesOfBatch, vectorsOf } from "./read.js";
import type { DuckDBSession, Statements } from "./session.js";
import { Transaction } from "./transaction.js";

/** DuckDB inside this process. */
export class DuckDBDriver implements Driver<DuckDBSession> {
  readonly dialect = duckdb;
  readonly catalog = catalog;
  readonly definitions = definitions;
  readonly missingTable = missingTable;
  readonly atomicDefinitions = true;
  private readonly statements: Statements;

  constructor(statements: Statements) {
    this.statements = statements;
  }

  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return compileDuckDB(relation, options);
  }
  async *read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch> {
    const modes = valueModes(options.values);
    for await (const batch of this.readVectors(statement, schema, options, report))
      yield valuesOfBatch(batch, schema, modes);
  }
  async *readVectors(
    statement: Statement,
    schema: ir.Fields,
    options: ReadOptions,
    report?: Report,
  ): AsyncGenerator<ColumnBatch> {
    if (!options.whole) return yield* this.statements.stream(statement, schema, options, report);
    const result = await this.statements.query(statement, options, report);
    yield* vectorsOf(result, schema, options.signal);
  }
  withReadSession<T>(work: (on: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.shared(work, options);
  }
  withWriteSession<T>(work: (on: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.exclusive(work, options);
  }
  transaction<T>(work: (inside: this) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.exclusive(
      (on) =>
        on.transaction(async () => {
          const inside = new Transaction(on);
          try {
            return await work(new DuckDBDriver(inside) as this); // the class is not derived from
          } finally {
            await inside.close();
          }
        }),
      options,
    );
  }
  async append(
    on: DuckDBSession,
    table: string,
    schema: ir.Fields,
    columns: readonly (readonly LiteralValue[])[],
  ): Promise<void> {
    await on.append(table, [...schema.values()], columns);
  }
  cache(statement: Statement, schema: ir.Fields, options: RunOptions): Promise<CachedRelation> {
    const later = (work: (on: DuckDBSession) => Promise<void>) => this.statements.exclusive(work);
    return this.statements.exclusive((on) => keepRows(on, statement, schema, later), options);
  }
  async explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string> {
    const word = options.analyze ? "EXPLAIN ANALYZE" : "EXPLAIN";
    const result = await this.statements.query({ ...statement, sql: `${word} ${statement.sql}` }, options);
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
    const result = await this.statements.query({ ...statement, sql }, options);
    return Number(result.getChunk(0).getColumnVector(0).getItem(0));
  }
  close(): Promise<void> {
    return this.statements.close();
  }
}
