/// <reference lib="esnext.disposable" preserve="true" />
import type {
  AnyColumn,
  Columns,
  CompiledQuery,
  CompileOptions,
  DefaultEncoding,
  Row,
  RunOptions,
  Schema,
  TableLike,
  ValueEncoding,
  ValueOptions,
} from "@avocet/core";
import { AvocetError, Table } from "@avocet/core";
import type {
  Batch,
  BulkLoader,
  CachedRelation,
  FileTarget,
  LoadOptions,
  MergedEncoding,
  NoOptions,
  QueryEngine,
  ReadOptions,
} from "@avocet/core/backend";
import { EXACT_ENCODING, preloadExecution, resolveEncoding } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import { checkSchema, fieldsOf, withTableSuggestions } from "./catalog.js";
import { load } from "./copy/load.js";
import type { DropOptions } from "./ddl.js";
import * as ddl from "./ddl.js";
import type { MergeOptions } from "./dml.js";
import * as dml from "./dml.js";
import type { CreateTableOptions, CreateViewOptions, Driver, Namespace, Session } from "./driver.js";
import { observeBatches, observeSession } from "./events/observe.js";
import { Observer } from "./events/observer.js";
import { writeAtomically, writeTextFile } from "./files.js";
import type { OpenSettings } from "./options.js";
import { sqlStatement, statementOf } from "./statement.js";

/**
 * A connection to an engine. Safe for concurrent use. A subclass for each engine adds what only that engine supports.
 */
export abstract class Connection<
  S extends Session,
  D extends Driver<S>,
  Encoding extends ValueEncoding = DefaultEncoding,
> implements QueryEngine, BulkLoader
{
  readonly dialect: string;
  /** The JavaScript form of result values, as chosen when the connection was opened. */
  readonly values: ValueEncoding;
  protected readonly driver: D;
  /** The connection whose transaction this is. */
  private readonly parent: Connection<S, D, Encoding> | null;

  /** The options of the connection. */
  protected readonly settings: OpenSettings;
  private readonly observer: Observer;
  private isClosed = false;
  // Nodes are immutable, so their SQL can be cached.
  private readonly compiled = new WeakMap<ir.Relation, Map<string, CompiledQuery>>();

  constructor(driver: D, settings: OpenSettings, parent: Connection<S, D, Encoding> | null = null) {
    preloadExecution();
    this.driver = driver;
    this.settings = settings;
    this.parent = parent;
    this.dialect = driver.dialect.name;
    this.values = resolveEncoding(settings.values);
    this.observer = new Observer(this.dialect, settings);
    const { readVectors } = driver;
    if (readVectors)
      this.readVectors = (relation, options = {}) => {
        const query = this.compile(relation, options);
        const statement = statementOf(query, options.params);
        return observeBatches(query.sql, this.observer, (report) =>
          readVectors.call(driver, statement, query.schema, options, report),
        );
      };
  }
  /** Creates a connection of the same class for the statements of a transaction. */
  protected abstract forTransaction(driver: D): this;
  /** Runs `work`, which only reads, in any free session. */
  protected withReadSession<T>(work: (session: S) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.driver.withReadSession((session) => work(observeSession(session, this.observer)), options);
  }
  /** Runs `work`, which may write. */
  protected withWriteSession<T>(work: (session: S) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.driver.withWriteSession((session) => work(observeSession(session, this.observer)), options);
  }

  // Catalog

  /**
   * Lists the names of the tables and views of a namespace (by default the current schema), sorted.
   * @example await connection.tables()
   */
  async tables(namespace: Namespace = {}): Promise<string[]> {
    return [...(await this.withReadSession((session) => this.driver.catalog.names(session, namespace)))].sort();
  }

  /**
   * Returns a table or view by name. Its schema is read from the database; if you declare one, it is checked, and an
   * error lists the differences.
   * @example await connection.table("placed", { order_id: int64, status: string })
   */
  table(name: string, schema?: undefined, namespace?: Namespace): Promise<Table<Schema, Encoding>>;
  table<T extends Schema>(name: string, schema: T, namespace?: Namespace): Promise<Table<T, Encoding>>;
  table(name: string, schema?: Schema, namespace: Namespace = {}): Promise<Table<Schema, Encoding>> {
    const { catalog } = this.driver;
    return this.withReadSession(async (session) => {
      const columns = await withTableSuggestions(this.driver, session, name, () =>
        catalog.columnsOf(session, name, namespace),
      );
      const fields = fieldsOf(columns, `the table ${name}`);
      if (schema) {
        const isView = (await catalog.kindOf(session, name, namespace)) !== "table";
        checkSchema(name, schema, fields, isView, this.driver.storedAs);
        for (const [column, dtype] of Object.entries(schema)) fields.set(column, dtype);
      }
      return new Table<Schema, Encoding>(
        ir.table(name, fields, namespace.database ?? null, namespace.catalog ?? null),
        this,
      );
    });
  }

  /**
   * Returns a query in the engine's SQL as a table. The engine checks the text and reports its columns; the query is
   * not run.
   * @example await connection.sql("SELECT 42 AS answer", { schema: { answer: int32 } })
   */
  sql(text: string): Promise<Table<Schema, Encoding>>;
  sql<T extends Schema>(text: string, options: { readonly schema: T }): Promise<Table<T, Encoding>>;
  sql(text: string, options: { readonly schema?: Schema } = {}): Promise<Table<Schema, Encoding>> {
    const query = text.trim().replace(/;$/, "");
    return this.withReadSession(async (session) => {
      const columns = await withTableSuggestions(this.driver, session, "", () => session.columns(query));
      const fields = fieldsOf(columns, "the query");
      if (options.schema) {
        checkSchema("of the query", options.schema, fields, true, this.driver.storedAs);
        for (const [column, dtype] of Object.entries(options.schema)) fields.set(column, dtype);
      }
      return new Table<Schema, Encoding>(
        ir.sqlRelation(this.driver.castNonstandardColumns?.(query, columns) ?? query, this.dialect, fields),
        this,
      );
    });
  }

  /**
   * Runs statements in the engine's SQL, for whatever has no method here. Returns no rows.
   * @example await connection.raw("CREATE SEQUENCE order_ids")
   */
  async raw(text: string, options: RunOptions = {}): Promise<void> {
    await this.withWriteSession((session) => session.run(sqlStatement(text)), options);
  }

  // Tables and views

  /**
   * Creates a table from an expression, inside the engine. Columns whose dtype is not nullable get NOT NULL
   * constraints.
   * If it fails, nothing has changed. Returns the new table.
   * @example await connection.createTable("placed", orders.filter((c) => c.status.eq("placed")), { replace: true })
   */
  async createTable<T extends Schema>(
    name: string,
    table: Table<T, ValueEncoding>,
    options: CreateTableOptions & RunOptions = {},
  ): Promise<Table<T, Encoding>> {
    const query = statementOf(this.compile(this.requireSameConnection(table).relation), options.params);
    await this.withWriteSession((session) => ddl.createTable(this.driver, session, name, query, options), options);
    return this.createdTable(name, table);
  }
  /**
   * Creates a view: an expression under a name, computed whenever it is read. Returns the view as a table.
   * @example await connection.createView("open_orders", orders.filter((c) => c.status.eq("placed")), { replace: true })
   */
  async createView<T extends Schema>(
    name: string,
    table: Table<T, ValueEncoding>,
    options: CreateViewOptions = {},
  ): Promise<Table<T, Encoding>> {
    const { relation } = this.requireSameConnection(table);
    await this.withWriteSession((session) => ddl.createView(this.driver, session, name, relation, options));
    return this.createdTable(name, table);
  }
  /**
   * Creates a materialized view. Its rows are those of the last refresh; some engines refresh it automatically.
   * @throws AvocetError `unsupported-operation` on engines without materialized views, such as DuckDB
   * @example () => connection.createMaterializedView("open_orders", orders.filter((c) => c.status.eq("placed")))
   */
  async createMaterializedView<T extends Schema>(
    name: string,
    table: Table<T, ValueEncoding>,
    options: CreateViewOptions = {},
  ): Promise<Table<T, Encoding>> {
    const { relation } = this.requireSameConnection(table);
    await this.withWriteSession((session) => ddl.createMaterializedView(this.driver, session, name, relation, options));
    return this.createdTable(name, table);
  }
  /**
   * Refreshes a materialized view. Does nothing if the engine keeps it up to date itself.
   * @example () => connection.refreshMaterializedView("open_orders")
   */
  refreshMaterializedView(name: string, options: RunOptions = {}): Promise<void> {
    return this.withWriteSession((session) => ddl.refresh(this.driver, session, name), options);
  }
  private createdTable<T extends Schema>(name: string, { relation }: Table<T, ValueEncoding>): Table<T, Encoding> {
    return new Table<T, Encoding>(ir.table(name, relation.schema), this);
  }
  /**
   * Drops a table.
   * @example await connection.dropTable("placed", { ifExists: true })
   */
  dropTable(name: string, options: DropOptions = {}): Promise<void> {
    return this.withWriteSession((session) => ddl.drop(this.driver, session, "table", name, options));
  }
  /**
   * Drops a view.
   * @example await connection.dropView("open_orders", { ifExists: true })
   */
  dropView(name: string, options: DropOptions = {}): Promise<void> {
    return this.withWriteSession((session) => ddl.drop(this.driver, session, "view", name, options));
  }

  /**
   * Drops a materialized view.
   * @example () => connection.dropMaterializedView("open_orders")
   */
  dropMaterializedView(name: string, options: DropOptions = {}): Promise<void> {
    return this.withWriteSession((session) => ddl.drop(this.driver, session, "materialized view", name, options));
  }

  // Rows

  /**
   * Inserts the rows of an expression into a table, matching columns by name; missing columns get their default.
   * Returns the number of rows, or null if the engine does not report it.
   * @example await connection.insert("placed", memtable([{ order_id: 100, status: "placed" }]))
   */
  async insert(name: string, table: TableLike, options: RunOptions = {}): Promise<number | null> {
    const { relation } = this.requireSameConnection(table);
    return this.withWriteSession(
      (session) => dml.insert(this.driver, session, name, { relation, runner: null }, options.params),
      options,
    );
  }
  /**
   * Merges new rows into a table by key columns, in one statement: by default, a row with an existing key updates the
   * table and any other row is inserted. Returns the number of changed rows, or null if the engine does not report it.
   * @example await connection.merge("placed", memtable([{ order_id: 100, status: "shipped" }]), { on: "order_id" })
   */
  async merge<T extends Schema>(
    name: string,
    table: Table<T, ValueEncoding>,
    options: MergeOptions<keyof T & string> & RunOptions,
  ): Promise<number | null> {
    const { relation } = this.requireSameConnection<TableLike>(table);
    return this.withWriteSession(
      (session) => dml.merge(this.driver, session, name, { relation, runner: null }, options, options.params),
      options,
    );
  }
  /**
   * Deletes the rows of a filtered table. Returns their number, or null if the engine does not report it.
   * @example await connection.delete(orders.filter((c) => c.status.eq("returned")))
   */
  async delete(table: TableLike, options: RunOptions = {}): Promise<number | null> {
    const { relation } = this.requireSameConnection(table);
    return this.withWriteSession(
      (session) => dml.deleteRows(this.driver, session, { relation, runner: null }, options.params),
      options,
    );
  }
  /**
   * Updates columns in the rows of a filtered table. Returns the number of rows, or null if the engine does not report
   * it.
   * @example await connection.update(orders.filter((c) => c.order_id.eq(1)), (c) => ({ status: c.status.upper() }))
   */
  async update<T extends Schema>(
    table: Table<T, ValueEncoding>,
    values: (c: Columns<T>) => { readonly [K in keyof T]?: AnyColumn },
    options: RunOptions = {},
  ): Promise<number | null> {
    const newValues = this.requireSameConnection(table).select(
      values as (c: Columns<T>) => Readonly<Record<string, AnyColumn>>,
    ); // its keys are columns of T
    return this.withWriteSession(
      (session) => dml.updateRows(this.driver, session, table, newValues, options.params),
      options,
    );
  }
  /**
   * Deletes all rows of a table.
   * @example await connection.truncate("placed")
   */
  truncate(name: string, options: RunOptions = {}): Promise<void> {
    return this.withWriteSession((session) => dml.truncate(this.driver, session, name), options);
  }
  /**
   * Renames a table. Engines differ in whether views on it follow the new name or stop working.
   * @example await connection.renameTable("placed", "open")
   */
  renameTable(from: string, to: string, options: RunOptions = {}): Promise<void> {
    return this.withWriteSession((session) => dml.rename(this.driver, session, from, to), options);
  }
  /**
   * Loads batches of rows into a table, all or none, as `Table.copyTo` does. Returns the number of rows.
   * @throws AvocetError `schema-mismatch` if the engine has no type for a dtype, unless `allowDTypeChanges` is set
   * @example await connection.load("copied", orders.relation.schema, connection.read(orders.relation))
   */
  load(name: string, schema: ir.Fields, batches: AsyncIterable<Batch>, options: LoadOptions = {}): Promise<number> {
    return load<S, D>(this.driver, name, schema, batches, options);
  }
  /**
   * Runs `work` in a transaction: commits when it returns, and rolls back if it throws. Use the connection it receives
   * for all statements of the transaction. Returns the result of `work`.
   * @example await connection.transaction(async (tx) => tx.insert("placed", memtable([{ order_id: 101 }])))
   */
  transaction<T>(work: (tx: this) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.driver.transaction((driver) => work(this.forTransaction(driver)), options);
  }
  /**
   * Executes an expression on this connection and returns its rows. The expression need not have a connection itself.
   * @example await connection.execute(memtable([{ id: 1 }]))
   */
  async execute<T extends Schema, const O extends ValueOptions = NoOptions>(
    table: Table<T, ValueEncoding>,
    options: RunOptions<O> = {},
  ): Promise<Row<T, MergedEncoding<Encoding, O>>[]> {
    return new Table<T, Encoding>(this.requireSameConnection(table).relation, this).execute(options);
  }
  protected requireSameConnection<T extends TableLike>(table: T): T {
    if (table.runner === null || table.runner === this || table.runner === this.parent) return table;
    throw new AvocetError("mixed-backends", "The table belongs to another connection", {
      hint: "Execute it there, and pass its rows as memtable(rows, schema), or use copyTo.",
    });
  }

  /**
   * Whether the engine supports an operation. It may still be unsupported for some dtypes or options, which is an error
   * at compile time.
   * @example connection.supports("Median") // true
   */
  supports(operation: ir.OpName): boolean {
    return typeof this.driver.dialect.rules[operation] === "function";
  }

  // QueryEngine

  /**
   * Compiles a relation to SQL, with its bind parameters and the schema of its rows. Nothing is run.
   * @example connection.compile(orders.relation).sql
   */
  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    const variant = `${options?.literals ?? "inline"} ${options?.encodeResults ?? false}`;
    const variants = this.compiled.get(relation) ?? new Map<string, CompiledQuery>();
    this.compiled.set(relation, variants);
    const query = variants.get(variant) ?? this.driver.compile(relation, options);
    variants.set(variant, query);
    return query;
  }
  /**
   * Reads the rows of a relation in batches.
   * @example connection.read(orders.relation)
   */
  async *read(relation: ir.Relation, options: ReadOptions = {}): AsyncGenerator<Batch> {
    const query = this.compile(relation, { ...options, encodeResults: true });
    const statement = statementOf(query, options.params);
    yield* observeBatches(query.sql, this.observer, (report) =>
      this.driver.read(statement, query.schema, options, report),
    );
  }
  /** Like {@link read}, but returns vectors. Defined if the engine's results are columnar. */
  readonly readVectors?: NonNullable<QueryEngine["readVectors"]>;
  /**
   * Computes the rows of a relation and keeps them until they are released, as `Table.cache` does.
   * @example await (await connection.cache(orders.relation)).release()
   */
  async cache(relation: ir.Relation, options: RunOptions = {}): Promise<CachedRelation> {
    const query = this.compile(relation);
    if (!this.driver.cache)
      throw new AvocetError("unsupported-operation", `The ${this.dialect} backend cannot cache tables`, {
        hint: "Create a table from the expression instead.",
      });
    return this.driver.cache(statementOf(query, options.params), query.schema, options);
  }
  /**
   * Writes the rows of a relation to a file, all or none, as `Table.toCsv` does. Returns the number of rows.
   * @example await connection.writeFile(orders.relation, { format: "csv", path: "orders.csv", options: {} })
   */
  async writeFile(relation: ir.Relation, file: FileTarget, options: RunOptions = {}): Promise<number> {
    const query = this.compile(relation, options);
    const statement = statementOf(query, options.params);
    const { path } = file;
    return writeAtomically(path, options.maxRows ?? Number.POSITIVE_INFINITY, async (draft) => {
      const observation = this.observer.start(query.sql);
      try {
        const rowCount =
          (await this.driver.writeFile?.(statement, { ...file, path: draft }, query.schema, options)) ?? null;
        if (rowCount !== null) {
          observation.rows(rowCount);
          observation.end();
          return rowCount;
        }
      } catch (error) {
        observation.end(error);
        throw error;
      }
      return writeTextFile(draft, file, query.schema, this.read(relation, { ...options, values: EXACT_ENCODING }));
    });
  }
  /**
   * Returns the engine's query plan. With `analyze`, the statement is run and measured.
   * @example await connection.explain(orders.relation)
   */
  async explain(relation: ir.Relation, options: RunOptions & { readonly analyze?: boolean } = {}): Promise<string> {
    return this.driver.explain(statementOf(this.compile(relation, options), options.params), options);
  }

  /**
   * Closes the connection after the running statements have ended. Further calls do nothing.
   * @example await connection.close()
   */
  close(): Promise<void> {
    this.isClosed = true;
    return this.driver.close();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * One line for printing: the engine, what is connected to, and the state. It never contains settings or credentials.
   * @example String(connection) // "duckdb connection to :memory: (open)"
   */
  toString(): string {
    const state = this.isClosed ? "closed" : this.parent ? "in a transaction" : "open";
    return `${this.dialect} connection to ${this.settings.target} (${state})`;
  }
  /**
   * The line that {@link toString} returns, so that no settings or credentials are serialized.
   * @example JSON.stringify(connection)
   */
  toJSON(): string {
    return this.toString();
  }
  /** @internal What `console.log` prints in Node. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
