import type {
  AnyColumn,
  Batch,
  BulkLoader,
  CachedRelation,
  Columns,
  CompiledQuery,
  CompileOptions,
  DefaultModes,
  FileTarget,
  LoadOptions,
  MergedModes,
  NoOptions,
  QueryEngine,
  ReadOptions,
  Row,
  RunOptions,
  Schema,
  TableLike,
  ValueModes,
  ValueOptions,
} from "@avocet/core";
import { AvocetError, EXACT_MODES, ir, Table, valueModes } from "@avocet/core";
import { checkSchema, fieldsOf, withTableSuggestions } from "./catalog.js";
import { load } from "./copy/load.js";
import type { DropOptions } from "./ddl.js";
import * as relations from "./ddl.js";
import type { MergeOptions } from "./dml.js";
import * as rows from "./dml.js";
import type { CreateTableOptions, CreateViewOptions, Driver, Namespace, Session } from "./driver.js";
import { observed, observedBatches } from "./events/observed.js";
import { Observer } from "./events/observer.js";
import { wholeFile, writeText } from "./files.js";
import type { ConnectionSettings } from "./options.js";
import { plain, statementOf } from "./statement.js";

/** A connection to an engine. Statements may be asked for at the same time. Each engine has a class of its own with what only it can do. */
export abstract class Connection<S extends Session, D extends Driver<S>, Form extends ValueModes = DefaultModes>
  implements QueryEngine, BulkLoader
{
  readonly dialect: string;
  /** In which form results give values, as it was told when it was opened. */
  readonly values: ValueModes;
  protected readonly driver: D;
  /** The connection that this one is a transaction of. */
  private readonly outer: Connection<S, D, Form> | null;

  /** What the connection was told when it was opened. */
  protected readonly settings: ConnectionSettings;
  private readonly observer: Observer;
  // Nodes never change, so neither does their SQL.
  private readonly compiled = new WeakMap<ir.Relation, Map<string, CompiledQuery>>();

  constructor(driver: D, settings: ConnectionSettings = {}, outer: Connection<S, D, Form> | null = null) {
    this.driver = driver;
    this.settings = settings;
    this.outer = outer;
    this.dialect = driver.dialect.name;
    this.values = valueModes(settings.values);
    this.observer = new Observer(this.dialect, settings);
    const { readVectors } = driver;
    if (readVectors)
      this.readVectors = (relation, options = {}) => {
        const query = this.compile(relation, options);
        const statement = statementOf(query, options.params);
        return observedBatches(query.sql, this.observer, (report) =>
          readVectors.call(driver, statement, query.schema, options, report),
        );
      };
  }
  /** The same kind of connection, inside a transaction. */
  protected abstract within(driver: D): this;
  /** Statements that only read. */
  protected reading<T>(work: (on: S) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.driver.withReadSession((on) => work(observed(on, this.observer)), options);
  }
  /** Statements that write. */
  protected writing<T>(work: (on: S) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.driver.withWriteSession((on) => work(observed(on, this.observer)), options);
  }

  // What there is

  /**
   * The names of the tables and views, sorted.
   * @example await connection.tables()
   */
  async tables(place: Namespace = {}): Promise<string[]> {
    return [...(await this.reading((on) => this.driver.catalog.names(on, place)))].sort();
  }

  /**
   * A table or view by name, with its schema as it is now, or as declared: a declared schema that differs is an error that shows how.
   * @example await connection.table("payments", { payment_id: int64, order_id: int64, payment_method: string, amount: float64 })
   */
  table(name: string, schema?: undefined, place?: Namespace): Promise<Table<Schema, Form>>;
  table<T extends Schema>(name: string, schema: T, place?: Namespace): Promise<Table<T, Form>>;
  table(name: string, schema?: Schema, place: Namespace = {}): Promise<Table<Schema, Form>> {
    const { catalog } = this.driver;
    return this.reading(async (on) => {
      const columns = await withTableSuggestions(this.driver, on, name, () => catalog.columnsOf(on, name, place));
      const live = fieldsOf(columns, `the table ${name}`);
      if (schema) {
        const isView = (await catalog.kindOf(on, name, place)) !== "table";
        checkSchema(name, schema, live, isView, this.driver.storedAs);
        for (const [column, dtype] of Object.entries(schema)) live.set(column, dtype);
      }
      return new Table<Schema, Form>(ir.table(name, live, place.database ?? null, place.catalog ?? null), this);
    });
  }

  /**
   * A query in the engine's own SQL as a table, to go on from. The engine checks the text and says which columns it has; nothing is run.
   * @example await connection.sql("SELECT 42 AS answer", { schema: { answer: int32 } })
   */
  sql(text: string): Promise<Table<Schema, Form>>;
  sql<T extends Schema>(text: string, options: { readonly schema: T }): Promise<Table<T, Form>>;
  sql(text: string, options: { readonly schema?: Schema } = {}): Promise<Table<Schema, Form>> {
    const query = text.trim().replace(/;$/, "");
    return this.reading(async (on) => {
      const columns = await withTableSuggestions(this.driver, on, "", () => on.columns(query));
      const live = fieldsOf(columns, "the query");
      if (options.schema) {
        checkSchema("of the query", options.schema, live, true, this.driver.storedAs);
        for (const [column, dtype] of Object.entries(options.schema)) live.set(column, dtype);
      }
      return new Table<Schema, Form>(
        ir.sqlRelation(this.driver.readable?.(query, columns) ?? query, this.dialect, live),
        this,
      );
    });
  }

  /**
   * Runs statements of the engine's SQL as they are, for what has no method here. Gives nothing back.
   * @example await connection.raw("CREATE SEQUENCE order_ids")
   */
  async raw(text: string, options: RunOptions = {}): Promise<void> {
    await this.writing((on) => on.run(plain(text)), options);
  }

  // Tables and views

  /**
   * Makes a table of the rows of an expression, inside the engine; if it fails, nothing has changed.
   * @example await connection.createTable("placed", orders.filter((c) => c.status.eq("placed")), { replace: true })
   */
  async createTable<T extends Schema>(
    name: string,
    table: Table<T, ValueModes>,
    options: CreateTableOptions & RunOptions = {},
  ): Promise<Table<T, Form>> {
    const query = statementOf(this.compile(this.own(table).relation), options.params);
    await this.writing((on) => relations.createTable(this.driver, on, name, query, options), options);
    return this.named(name, table);
  }
  /**
   * Makes a view: the expression under a name, worked out anew whenever it is read.
   * @example await connection.createView("open_orders", orders.filter((c) => c.status.eq("placed")), { replace: true })
   */
  async createView<T extends Schema>(
    name: string,
    table: Table<T, ValueModes>,
    options: CreateViewOptions = {},
  ): Promise<Table<T, Form>> {
    const { relation } = this.own(table);
    await this.writing((on) => relations.createView(this.driver, on, name, relation, options));
    return this.named(name, table);
  }
  /**
   * Makes a view whose rows are kept, where the engine has such views. It is as old as the last refresh, unless the engine sees to that.
   * @throws AvocetError `unsupported-operation` on DuckDB
   * @example () => connection.createMaterializedView("open_orders", orders.filter((c) => c.status.eq("placed")))
   */
  async createMaterializedView<T extends Schema>(
    name: string,
    table: Table<T, ValueModes>,
    options: CreateViewOptions = {},
  ): Promise<Table<T, Form>> {
    const { relation } = this.own(table);
    await this.writing((on) => relations.createMaterializedView(this.driver, on, name, relation, options));
    return this.named(name, table);
  }
  /**
   * Works the rows of a materialised view out anew.
   * @example () => connection.refreshMaterializedView("open_orders")
   */
  refreshMaterializedView(name: string, options: RunOptions = {}): Promise<void> {
    return this.writing((on) => relations.refresh(this.driver, on, name), options);
  }
  private named<T extends Schema>(name: string, { relation }: Table<T, ValueModes>): Table<T, Form> {
    return new Table<T, Form>(ir.table(name, relation.schema), this);
  }
  /**
   * Removes a table.
   * @example await connection.dropTable("placed", { ifExists: true })
   */
  dropTable(name: string, options: DropOptions = {}): Promise<void> {
    return this.writing((on) => relations.drop(this.driver, on, "table", name, options));
  }
  /**
   * Removes a view.
   * @example await connection.dropView("open_orders", { ifExists: true })
   */
  dropView(name: string, options: DropOptions = {}): Promise<void> {
    return this.writing((on) => relations.drop(this.driver, on, "view", name, options));
  }

  /**
   * Removes a materialised view.
   * @example () => connection.dropMaterializedView("open_orders")
   */
  dropMaterializedView(name: string, options: DropOptions = {}): Promise<void> {
    return this.writing((on) => relations.drop(this.driver, on, "materialized view", name, options));
  }

  // Rows

  /**
   * Adds the rows of an expression to a table, columns matched by name; those that the expression lacks get their default. Gives the
   * number of rows, or null where the engine does not say.
   * @example await connection.insert("placed", memtable([{ order_id: 100, status: "placed" }]))
   */
  async insert(name: string, table: TableLike, options: RunOptions = {}): Promise<number | null> {
    const { relation } = this.own(table);
    return this.writing(
      (on) => rows.insert(this.driver, on, name, { relation, runner: null }, options.params),
      options,
    );
  }
  /**
   * Brings new rows into a table: those with the key of a row there change it, the others are added, in one statement. Gives the number of
   * rows changed, or null where the engine does not say.
   * @example await connection.merge("placed", memtable([{ order_id: 100, status: "shipped" }]), { on: "order_id" })
   */
  async merge<T extends Schema>(
    name: string,
    table: Table<T, ValueModes>,
    options: MergeOptions<keyof T & string> & RunOptions,
  ): Promise<number | null> {
    const { relation } = this.own<TableLike>(table);
    return this.writing(
      (on) => rows.merge(this.driver, on, name, { relation, runner: null }, options, options.params),
      options,
    );
  }
  /**
   * Removes the rows of a filtered table from it, and gives their number, or null where the engine does not say.
   * @example await connection.delete(orders.filter((c) => c.status.eq("returned")))
   */
  async delete(table: TableLike, options: RunOptions = {}): Promise<number | null> {
    const { relation } = this.own(table);
    return this.writing((on) => rows.deleteRows(this.driver, on, { relation, runner: null }, options.params), options);
  }
  /**
   * Gives new values to columns of the rows of a filtered table, and gives their number, or null where the engine does not say.
   * @example await connection.update(orders.filter((c) => c.order_id.eq(1)), (c) => ({ status: c.status.upper() }))
   */
  async update<T extends Schema>(
    table: Table<T, ValueModes>,
    values: (c: Columns<T>) => { readonly [K in keyof T]?: AnyColumn },
    options: RunOptions = {},
  ): Promise<number | null> {
    const chosen = this.own(table).select(values as (c: Columns<T>) => Readonly<Record<string, AnyColumn>>); // names of T
    return this.writing((on) => rows.updateRows(this.driver, on, table, chosen, options.params), options);
  }
  /**
   * Removes all rows of a table.
   * @example await connection.truncate("placed")
   */
  truncate(name: string, options: RunOptions = {}): Promise<void> {
    return this.writing((on) => rows.truncate(this.driver, on, name), options);
  }
  /**
   * Gives a table another name. Views that read it may no longer work, or follow it: engines differ.
   * @example await connection.renameTable("placed", "open")
   */
  renameTable(from: string, to: string, options: RunOptions = {}): Promise<void> {
    return this.writing((on) => rows.rename(this.driver, on, from, to), options);
  }
  /**
   * Fills a table with batches of rows from elsewhere, as `Table.copyTo` sends them: with all of them, or none. Gives their number.
   * @throws AvocetError `schema-mismatch` where the engine has no type for a dtype, unless other dtypes are allowed
   * @example await connection.load("copied", orders.relation.schema, connection.read(orders.relation, { values: EXACT_MODES }))
   */
  load(name: string, schema: ir.Fields, batches: AsyncIterable<Batch>, options: LoadOptions = {}): Promise<number> {
    return load<S, D>(this.driver, name, schema, batches, options);
  }
  /**
   * Runs `work` on a connection whose changes all happen or, if it fails, none of them; others see them when it has ended.
   * @example await connection.transaction(async (inside) => inside.insert("placed", memtable([{ order_id: 101 }])))
   */
  transaction<T>(work: (inside: this) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.driver.transaction((driver) => work(this.within(driver)), options);
  }
  /**
   * The rows of an expression, also of one that has no connection of its own.
   * @example await connection.execute(memtable([{ id: 1 }]))
   */
  async execute<T extends Schema, const O extends ValueOptions = NoOptions>(
    table: Table<T, ValueModes>,
    options: RunOptions<O> = {},
  ): Promise<Row<T, MergedModes<Form, O>>[]> {
    return new Table<T, Form>(this.own(table).relation, this).execute(options);
  }
  protected own<T extends TableLike>(table: T): T {
    if (table.runner === null || table.runner === this || table.runner === this.outer) return table;
    throw new AvocetError("mixed-backends", "the table lives in another connection", {
      hint: "Run it there, and copy its rows with memtable(rows, schema).",
    });
  }

  /**
   * Whether the engine can do an operation at all. With some dtypes or options it may still be refused when it is compiled.
   * @example connection.supports("Median") // true
   */
  supports(operation: ir.OpName): boolean {
    return typeof this.driver.dialect.rules[operation] === "function";
  }

  // What a table needs of its engine

  /**
   * The SQL of a relation, the parameters in it and the schema of its rows; nothing is run.
   * @example connection.compile(orders.relation).sql
   */
  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    const how = `${options?.literals ?? "inline"} ${options?.wire ?? false}`;
    const texts = this.compiled.get(relation) ?? new Map<string, CompiledQuery>();
    this.compiled.set(relation, texts);
    const query = texts.get(how) ?? this.driver.compile(relation, options);
    texts.set(how, query);
    return query;
  }
  /**
   * The rows of a relation as they are converted, some at a time.
   * @example connection.read(orders.relation)
   */
  async *read(relation: ir.Relation, options: ReadOptions = {}): AsyncGenerator<Batch> {
    const query = this.compile(relation, { ...options, wire: true });
    const statement = statementOf(query, options.params);
    yield* observedBatches(query.sql, this.observer, (report) =>
      this.driver.read(statement, query.schema, options, report),
    );
  }
  /** As {@link read}, as vectors; only where the engine's own form is columns. */
  readonly readVectors?: NonNullable<QueryEngine["readVectors"]>;
  /**
   * Works out the rows of a relation and keeps them, as `Table.cache` asks for.
   * @example await (await connection.cache(orders.relation)).release()
   */
  async cache(relation: ir.Relation, options: RunOptions = {}): Promise<CachedRelation> {
    const query = this.compile(relation);
    if (!this.driver.cache)
      throw new AvocetError("unsupported-operation", `the ${this.dialect} backend cannot keep rows`, {
        hint: "Make a table of them instead.",
      });
    return this.driver.cache(statementOf(query, options.params), query.schema, options);
  }
  /**
   * Writes the rows of a relation to a file, whole or not at all, as `Table.toCsv` and the like ask for.
   * @example await connection.writeFile(orders.relation, { format: "csv", path: "orders.csv", options: {} })
   */
  async writeFile(relation: ir.Relation, file: FileTarget, options: RunOptions = {}): Promise<number> {
    const query = this.compile(relation, options);
    const statement = statementOf(query, options.params);
    const { path } = file;
    return wholeFile(path, options.maxRows ?? Number.POSITIVE_INFINITY, async (draft) => {
      const watch = this.observer.start(query.sql);
      try {
        const own = (await this.driver.writeFile?.(statement, { ...file, path: draft }, query.schema, options)) ?? null;
        if (own !== null) {
          watch.rows(own);
          watch.end();
          return own;
        }
      } catch (error) {
        watch.end(error);
        throw error;
      }
      return writeText(draft, file, query.schema, this.read(relation, { ...options, values: EXACT_MODES }));
    });
  }
  /**
   * The engine's plan of a relation; with `analyze` the statement is run and measured.
   * @example await connection.explain(orders.relation)
   */
  async explain(relation: ir.Relation, options: RunOptions & { readonly analyze?: boolean } = {}): Promise<string> {
    return this.driver.explain(statementOf(this.compile(relation, options), options.params), options);
  }

  /**
   * Ends the connection, once the statements that run have ended, and leaves nothing open. A second time does nothing.
   * @example await connection.close()
   */
  close(): Promise<void> {
    return this.driver.close();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
