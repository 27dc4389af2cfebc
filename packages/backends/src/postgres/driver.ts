import type { CompiledQuery, CompileOptions, RunOptions } from "@avocet/core";
import type { Batch, CachedRelation } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { Dialect } from "@avocet/sql-dialects";
import { defineDialect } from "@avocet/sql-dialects";
import { postgres } from "@avocet/sql-dialects/postgres";
import type { Catalog, Driver } from "../shared/driver.js";
import type { Statement } from "../shared/statement.js";
import { append } from "./append.js";
import { cacheRows } from "./cache.js";
import { catalog } from "./catalog.js";
import { definitions } from "./define/definitions.js";
import { missingTable } from "./errors.js";
import type { StatementExecutor } from "./session/statement-executor.js";
import type { PostgresSession } from "./session/types.js";
import { castNonstandardColumns, NonstandardColumns } from "./types/nonstandard-columns.js";
import { storedAs } from "./types/stored-dtype.js";

/** The protocol has a 16-bit count of bind parameters. */
const MAX_BIND_VALUES = 65_535;

/** The driver of a PostgreSQL database. */
export class PostgresDriver implements Driver<PostgresSession> {
  readonly dialect: Dialect;
  readonly catalog: Catalog<PostgresSession>;
  readonly definitions = definitions;
  readonly missingTable = missingTable;
  readonly transactionalDdl = true;
  readonly append = append;
  readonly storedAs = storedAs;
  readonly maxRowsPerStatement = 10_000;
  readonly castNonstandardColumns = castNonstandardColumns;
  private readonly executor: StatementExecutor;
  private readonly nonstandardColumns: NonstandardColumns;

  constructor(executor: StatementExecutor, nonstandardColumns = new NonstandardColumns()) {
    this.executor = executor;
    this.nonstandardColumns = nonstandardColumns;
    this.dialect = defineDialect({
      ...postgres,
      columnCodec: (table, column) => nonstandardColumns.codecOf(table, column),
    });
    this.catalog = {
      ...catalog,
      async columnsOf(session, name, namespace = {}) {
        const columns = await catalog.columnsOf(session, name, namespace);
        nonstandardColumns.remember(name, namespace, columns);
        return columns;
      },
    };
  }

  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    const query = this.dialect.compile(relation, options);
    return query.params.length > MAX_BIND_VALUES ? this.dialect.compile(relation) : query;
  }
  read(statement: Statement, schema: ir.Fields, options: RunOptions): AsyncGenerator<Batch> {
    return this.executor.read(statement, schema, options);
  }
  withReadSession<T>(work: (session: PostgresSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.withReadSession(work, options);
  }
  withWriteSession<T>(work: (session: PostgresSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.withWriteSession(work, options);
  }
  transaction<T>(work: (driver: this) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.executor.transaction(
      (executor) => work(new PostgresDriver(executor, this.nonstandardColumns) as this), // the class has no subclasses
      options,
    );
  }
  encodeForTable(rows: Statement, table: string, columns: readonly string[]): Statement {
    return this.nonstandardColumns.encodeForTable(rows, table, columns);
  }
  /** Must be called before a temporary table of that name is created. */
  registerTemporaryTable(name: string): Promise<void> {
    return this.executor.registerTemporaryTable(name);
  }
  async cache(statement: Statement, schema: ir.Fields, options: RunOptions): Promise<CachedRelation> {
    return cacheRows(this.executor, statement, schema, options);
  }
  async explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string> {
    const keyword = options.analyze ? "EXPLAIN (ANALYZE)" : "EXPLAIN";
    const sql = `${keyword} ${statement.sql}`;
    const { rows } = await this.executor.withReadSession((session) => session.query({ ...statement, sql }), options);
    return rows.map(([line]) => line).join("\n");
  }
  close(): Promise<void> {
    return this.executor.close();
  }
}
