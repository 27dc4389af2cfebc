import type { Batch, CachedRelation, CompiledQuery, CompileOptions, ir, RunOptions } from "@avocet/core";
import type { Dialect } from "@avocet/sql-dialects";
import { compileWith, postgres } from "@avocet/sql-dialects";
import type { Catalog, Driver } from "../shared/driver.js";
import type { Statement } from "../shared/statement.js";
import { append } from "./append.js";
import { keepRows } from "./cache.js";
import { catalog } from "./catalog.js";
import { definitions } from "./define/definitions.js";
import { missingTable } from "./errors.js";
import type { Statements } from "./session/statements.js";
import type { PostgresSession } from "./session/types.js";
import { OwnTypes, readable } from "./types/own-types.js";
import { storedAs } from "./types/stored.js";

/** The protocol counts the values beside a statement in 16 bits. */
const MOST_VALUES = 65_535;

/** A PostgreSQL server. */
export class PostgresDriver implements Driver<PostgresSession> {
  readonly dialect: Dialect;
  readonly catalog: Catalog<PostgresSession>;
  readonly definitions = definitions;
  readonly missingTable = missingTable;
  readonly atomicDefinitions = true;
  readonly append = append;
  readonly storedAs = storedAs;
  readonly maxRowsPerStatement = 10_000;
  readonly readable = readable;
  private readonly statements: Statements;
  private readonly own: OwnTypes;

  constructor(statements: Statements, own = new OwnTypes()) {
    this.statements = statements;
    this.own = own;
    this.dialect = { ...postgres, columnCodec: (table, column) => own.stored(table, column) };
    this.catalog = {
      ...catalog,
      async columnsOf(on, name, place = {}) {
        const columns = await catalog.columnsOf(on, name, place);
        own.remember(name, place, columns);
        return columns;
      },
    };
  }

  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    const query = compileWith(this.dialect, relation, options);
    return query.params.length > MOST_VALUES ? compileWith(this.dialect, relation) : query;
  }
  read(statement: Statement, schema: ir.Fields, options: RunOptions): AsyncGenerator<Batch> {
    return this.statements.read(statement, schema, options);
  }
  withReadSession<T>(work: (on: PostgresSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.shared(work, options);
  }
  withWriteSession<T>(work: (on: PostgresSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.exclusive(work, options);
  }
  transaction<T>(work: (inside: this) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.statements.transaction(
      (inside) => work(new PostgresDriver(inside, this.own) as this), // the class is not derived from
      options,
    );
  }
  writable(rows: Statement, table: string, columns: readonly string[]): Statement {
    return this.own.writable(rows, table, columns);
  }
  /** Before a temporary table of that name is made. */
  keep(name: string): Promise<void> {
    return this.statements.keep(name);
  }
  async cache(statement: Statement, schema: ir.Fields, options: RunOptions): Promise<CachedRelation> {
    return keepRows(this.statements, statement, schema, options);
  }
  async explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string> {
    const word = options.analyze ? "EXPLAIN (ANALYZE)" : "EXPLAIN";
    const sql = `${word} ${statement.sql}`;
    const { rows } = await this.statements.shared((on) => on.query({ ...statement, sql }), options);
    return rows.map(([line]) => line).join("\n");
  }
  close(): Promise<void> {
    return this.statements.close();
  }
}
