import type { CompiledQuery, CompileOptions, RunOptions } from "@avocet/core";
import type { Batch, CachedRelation, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { snowflake } from "@avocet/sql-dialects/snowflake";
import type { Driver } from "../shared/driver.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import { append } from "./append.js";
import { cacheRows } from "./cache.js";
import { catalog } from "./catalog.js";
import { definitions } from "./definitions.js";
import { missingTable } from "./errors.js";
import type { StatementExecutor } from "./session/statement-executor.js";
import type { Records, SnowflakeSession } from "./session/types.js";
import { storedAs } from "./types.js";

/** The driver of a connection to a Snowflake account. */
export class SnowflakeDriver implements Driver<SnowflakeSession> {
  readonly dialect = snowflake;
  readonly catalog = catalog;
  readonly definitions = definitions;
  /** Snowflake keeps materialized views up to date itself. */
  readonly materializedViews = { refreshSql: () => null };
  readonly missingTable = missingTable;
  readonly transactionalDdl = false;
  readonly storedAs = storedAs;
  readonly append = append;
  private readonly executor: StatementExecutor;

  constructor(executor: StatementExecutor) {
    this.executor = executor;
  }

  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return snowflake.compile(relation, options);
  }
  read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch> {
    return this.executor.read(statement, schema, options, report);
  }
  withReadSession<T>(work: (session: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.withReadSession(work, options);
  }
  withWriteSession<T>(work: (session: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.withWriteSession(work, options);
  }
  transaction<T>(work: (driver: this) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.transaction(
      (executor) => work(new SnowflakeDriver(executor) as this), // the class has no subclasses
      options,
    );
  }
  cache(statement: Statement, schema: ir.Fields): Promise<CachedRelation> {
    return cacheRows(this.executor, statement, schema);
  }
  /** Returns the query plan; with `analyze`, runs the statement and returns the statistics of each operator. */
  explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string> {
    return this.executor.withReadSession(async (session) => {
      if (!options.analyze)
        return linesOf(await session.records({ ...statement, sql: `EXPLAIN USING TEXT ${statement.sql}` }));
      let queryId = "";
      const report: Report = {
        queryId(id) {
          queryId = id;
        },
        rows: () => undefined,
        progress: () => undefined,
      };
      await session.records(statement, report);
      return linesOf(
        await session.records(sqlStatement(`SELECT * FROM TABLE(GET_QUERY_OPERATOR_STATS('${queryId}'))`)),
      );
    }, options);
  }
  close(): Promise<void> {
    return this.executor.close();
  }
}

const linesOf = (records: Records): string =>
  records.map((record) => [...record.values()].filter((value) => value !== null).join("  ")).join("\n");
