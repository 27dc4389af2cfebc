import type { CompiledQuery, CompileOptions, RunOptions } from "@avocet/core";
import type { Batch, CachedRelation, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { snowflake } from "@avocet/sql-dialects/snowflake";
import type { Driver } from "../shared/driver.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import { append } from "./append.js";
import { keepRows } from "./cache.js";
import { catalog } from "./catalog.js";
import { definitions } from "./definitions.js";
import { missingTable } from "./errors.js";
import type { Statements } from "./session/statements.js";
import type { Records, SnowflakeSession } from "./session/types.js";
import { storedAs } from "./types.js";

/** An account of Snowflake. */
export class SnowflakeDriver implements Driver<SnowflakeSession> {
  readonly dialect = snowflake;
  readonly catalog = catalog;
  readonly definitions = definitions;
  /** Snowflake keeps the rows of such views up to date itself. */
  readonly materializedViews = { refreshSql: () => null };
  readonly missingTable = missingTable;
  readonly transactionalDdl = false;
  readonly storedAs = storedAs;
  readonly append = append;
  private readonly statements: Statements;

  constructor(statements: Statements) {
    this.statements = statements;
  }

  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return snowflake.compile(relation, options);
  }
  read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch> {
    return this.statements.read(statement, schema, options, report);
  }
  withReadSession<T>(work: (on: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.shared(work, options);
  }
  withWriteSession<T>(work: (on: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.exclusive(work, options);
  }
  transaction<T>(work: (inside: this) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.transaction(
      (inside) => work(new SnowflakeDriver(inside) as this), // the class is not derived from
      options,
    );
  }
  cache(statement: Statement, schema: ir.Fields): Promise<CachedRelation> {
    return keepRows(this.statements, statement, schema);
  }
  /** The plan; with `analyze` what each of its steps took, which the service tells of a statement that has been run. */
  explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string> {
    return this.statements.shared(async (on) => {
      if (!options.analyze)
        return lines(await on.records({ ...statement, sql: `EXPLAIN USING TEXT ${statement.sql}` }));
      let id = "";
      const report: Report = {
        queryId(given) {
          id = given;
        },
        rows: () => undefined,
        progress: () => undefined,
      };
      await on.records(statement, report);
      return lines(await on.records(sqlStatement(`SELECT * FROM TABLE(GET_QUERY_OPERATOR_STATS('${id}'))`)));
    }, options);
  }
  close(): Promise<void> {
    return this.statements.close();
  }
}

const lines = (records: Records): string =>
  records.map((record) => [...record.values()].filter((value) => value !== null).join("  ")).join("\n");
