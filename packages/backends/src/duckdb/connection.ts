import type {
  Batch,
  CachedRelation,
  CompiledQuery,
  CompileOptions,
  DType,
  ir,
  NullRule,
  Row,
  Runner,
  RunOptions,
  ScalarUdf,
  Schema,
  TableLike,
} from "@avocet/core";
import { AvocetError, ir as nodes, Table } from "@avocet/core";
import { compileDuckDB, duckdb } from "@avocet/sql-dialects";
import { keepRows } from "./cache.js";
import type { Place } from "./catalog.js";
import { checkSchema, fieldsOf, found, kindOf, liveSchema, tableNames } from "./catalog.js";
import type { CsvOptions } from "./csv.js";
import { csvRelation } from "./csv.js";
import { batchesOf } from "./read.js";
import type { CreateOptions, DropOptions } from "./relations.js";
import * as relations from "./relations.js";
import type { ScalarFunction, ScalarImplementation } from "./scalar-function.js";
import { scalarFunction } from "./scalar-function.js";
import type { Exclusive, Statements } from "./session.js";
import { Transaction } from "./transaction.js";
import { bindingsOf } from "./values.js";

/** A DuckDB database inside this process. Statements may be asked for at the same time; those that write run one after the other. */
export class DuckDBConnection implements Runner {
  readonly dialect = duckdb.name;
  private readonly session: Statements;
  /** The connection that this one is a transaction of. */
  private readonly outer: DuckDBConnection | null;

  constructor(session: Statements, outer: DuckDBConnection | null = null) {
    this.session = session;
    this.outer = outer;
  }

  /**
   * The names of the tables and views, sorted.
   * @example await connection.tables()
   */
  tables(): Promise<string[]> {
    return this.session.shared(tableNames);
  }

  /**
   * A table or view by name, with its schema as it is now, or as declared: a declared schema that differs is an error that shows how.
   * @example await connection.table("payments", { payment_id: int64, order_id: int64, payment_method: string, amount: float64 })
   */
  table(name: string): Promise<Table>;
  table<S extends Schema>(name: string, schema: S, place?: Place): Promise<Table<S>>;
  table(name: string, schema?: Schema, place: Place = {}): Promise<Table> {
    return this.session.shared(async (on) => {
      const live = await liveSchema(on, name, place);
      if (schema) {
        checkSchema(name, schema, live, (await kindOf(on, name)) !== "table");
        for (const [column, dtype] of Object.entries(schema)) live.set(column, dtype);
      }
      return new Table(nodes.table(name, live, place.database ?? null, place.catalog ?? null), this);
    });
  }

  /**
   * The rows of a CSV file, which DuckDB itself reads when the expression is run. Its first line names the columns; with a schema just
   * those are read, without one DuckDB looks for dtypes that fit. A line that does not fit is an error, never skipped.
   * @example await connection.readCsv("orders.csv", { id: int64, status: string })
   */
  readCsv(path: string): Promise<Table>;
  readCsv<S extends Schema>(path: string, schema: S, options?: CsvOptions): Promise<Table<S>>;
  readCsv(path: string, schema?: Schema, options: CsvOptions = {}): Promise<Table> {
    return this.session.shared(async (on) => new Table(await csvRelation(on, path, schema, options), this));
  }

  /**
   * A query in DuckDB's SQL as a table, to go on from. The engine checks the text and says which columns it has; nothing is run.
   * @example await connection.sql("SELECT 42 AS answer", { schema: { answer: int32 } })
   */
  sql(text: string): Promise<Table>;
  sql<S extends Schema>(text: string, options: { readonly schema: S }): Promise<Table<S>>;
  sql(text: string, options: { readonly schema?: Schema } = {}): Promise<Table> {
    const query = text.trim().replace(/;$/, "");
    return this.session.shared(async (on) => {
      // Alone it must be one statement, and as a subquery a query; on lines of its own, so that a comment at its end hides nothing.
      const columns = await found(on, "", () => on.columns(query));
      await on.columns(`SELECT * FROM (\n${query}\n)`);
      const live = fieldsOf(columns, "the query");
      if (options.schema) {
        checkSchema("of the query", options.schema, live, true);
        for (const [column, dtype] of Object.entries(options.schema)) live.set(column, dtype);
      }
      return new Table(nodes.sqlRelation(query, this.dialect, live), this);
    });
  }

  /**
   * Runs statements of DuckDB's SQL as they are, for what has no method here. Gives nothing back.
   * @example await connection.raw("CREATE SEQUENCE order_ids")
   */
  async raw(text: string, options: RunOptions = {}): Promise<void> {
    await this.session.exclusive((on) => on.run(text), options);
  }

  /**
   * Makes a table of the rows of an expression, in one statement inside the engine; if it fails, nothing has changed.
   * @example await connection.createTable("placed", orders.filter((c) => c.status.eq("placed")), { replace: true })
   */
  async createTable<S extends Schema>(
    name: string,
    table: Table<S>,
    options: CreateOptions & RunOptions = {},
  ): Promise<Table<S>> {
    const { sql, params } = this.compile(this.own(table).relation);
    const bindings = bindingsOf(params, options.params);
    await this.session.exclusive((on) => relations.createTable(on, name, sql, bindings, options), options);
    return this.named(name, table);
  }
  /**
   * Makes a view: the expression under a name, worked out anew whenever it is read.
   * @example await connection.createView("open_orders", orders.filter((c) => c.status.eq("placed")), { replace: true })
   */
  async createView<S extends Schema>(name: string, table: Table<S>, options: CreateOptions = {}): Promise<Table<S>> {
    const { relation } = this.own(table);
    await this.session.exclusive((on) => relations.createView(on, name, relation, options));
    return this.named(name, table);
  }
  private named<S extends Schema>(name: string, { relation }: Table<S>): Table<S> {
    return new Table<S>(nodes.table(name, relation.schema), this);
  }

  /**
   * Removes a table.
   * @example await connection.dropTable("placed", { ifExists: true })
   */
  dropTable(name: string, options: DropOptions = {}): Promise<void> {
    return this.session.exclusive((on) => relations.drop(on, "TABLE", name, options));
  }
  /**
   * Removes a view.
   * @example await connection.dropView("open_orders", { ifExists: true })
   */
  dropView(name: string, options: DropOptions = {}): Promise<void> {
    return this.session.exclusive((on) => relations.drop(on, "VIEW", name, options));
  }
  /**
   * Adds the rows of an expression to a table, columns matched by name; those that the expression lacks get their default. Gives the
   * number of rows.
   * @example await connection.insert("placed", memtable([{ order_id: 100, status: "placed" }]))
   */
  async insert(name: string, table: TableLike, options: RunOptions = {}): Promise<number> {
    const { sql, params } = this.compile(this.own(table).relation);
    const bindings = bindingsOf(params, options.params);
    return this.session.exclusive((on) => relations.insert(on, name, table, sql, bindings), options);
  }

  /**
   * Runs `work` on a connection whose changes all happen or, if it fails, none of them; others see them when it has ended.
   * @example await connection.transaction(async (inside) => inside.insert("placed", memtable([{ order_id: 101 }])))
   */
  transaction<T>(work: (inside: DuckDBConnection) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.session.exclusive(
      (on) =>
        on.transaction(async () => {
          const inside = new Transaction(on);
          try {
            return await work(new DuckDBConnection(inside, this));
          } finally {
            await inside.close();
          }
        }),
      options,
    );
  }

  /**
   * Makes a function written in JavaScript known to this database, until it is closed, and gives it as a function on columns. It is
   * called once for each row, in this process; an error that it throws ends the statement. A second one of the same name and parameters takes its place.
   * @example await connection.registerScalar("initials", { args: [string], returns: string }, (name) => name.replace(/[a-z ]/g, ""))
   */
  async registerScalar<const A extends readonly DType[], R extends DType, const N extends NullRule = "strict">(
    name: string,
    given: ScalarFunction<A, R, N>,
    implementation: ScalarImplementation<A, R, N>,
  ): Promise<ScalarUdf<A, R, N>> {
    const { native, bound } = scalarFunction(name, given, implementation);
    await this.session.exclusive(async (on) => on.register(native));
    return bound;
  }

  /**
   * The rows of an expression, also of one that has no connection of its own.
   * @example await connection.execute(memtable([{ id: 1 }]))
   */
  async execute<S extends Schema>(table: Table<S>, options: RunOptions = {}): Promise<Row<S>[]> {
    return new Table<S>(this.own(table).relation, this).execute(options);
  }
  private own<T extends TableLike>(table: T): T {
    if (table.runner === null || table.runner === this || table.runner === this.outer) return table;
    throw new AvocetError("mixed-backends", "the table lives in another connection", {
      hint: "Run it there, and copy its rows with memtable(rows, schema).",
    });
  }

  // What a table needs of its engine

  /**
   * The SQL of a relation, the parameters in it and the schema of its rows; nothing is run.
   * @example connection.compile(orders.relation).sql
   */
  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return compileDuckDB(relation, options);
  }
  /**
   * The rows of a relation as they are converted, some at a time.
   * @example connection.read(orders.relation)
   */
  async *read(relation: ir.Relation, options: RunOptions = {}): AsyncGenerator<Batch> {
    const { sql, params, schema } = this.compile(relation, options);
    const result = await this.session.query(sql, bindingsOf(params, options.params), options);
    yield* batchesOf(result, schema, options.signal);
  }
  /**
   * Works out the rows of a relation and keeps them, as `Table.cache` asks for.
   * @example await (await connection.cache(orders.relation)).release()
   */
  async cache(relation: ir.Relation, options: RunOptions = {}): Promise<CachedRelation> {
    const { sql, params, schema } = this.compile(relation);
    const bindings = bindingsOf(params, options.params);
    const later = (work: (on: Exclusive) => Promise<void>) => this.session.exclusive(work);
    return this.session.exclusive((on) => keepRows(on, sql, bindings, schema, later), options);
  }
  /**
   * DuckDB's plan of a relation; with `analyze` the statement is run and measured.
   * @example await connection.explain(orders.relation)
   */
  async explain(relation: ir.Relation, options: RunOptions & { readonly analyze?: boolean } = {}): Promise<string> {
    const { sql, params } = this.compile(relation);
    const word = options.analyze ? "EXPLAIN ANALYZE" : "EXPLAIN";
    const result = await this.session.query(`${word} ${sql}`, bindingsOf(params, options.params), options);
    return String(result.getChunk(0).getColumnVector(1).getItem(0));
  }

  /**
   * Writes everything to the file and lets go of it, once the statements that run have ended. A second time does nothing.
   * @example await connection.close()
   */
  close(): Promise<void> {
    return this.session.close();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
