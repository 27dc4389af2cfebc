import type { DefaultEncoding, DType, ScalarUdf, Schema, ValueEncoding } from "@avocet/core";
import { Table } from "@avocet/core";
import type { NullRule } from "@avocet/core/backend";
import { Connection } from "../shared/connection.js";
import type { CsvOptions } from "../shared/csv-header.js";
import { csvRelation } from "./csv.js";
import type { DuckDBDriver } from "./driver.js";
import type { JsonOptions } from "./read-files.js";
import { jsonRelation, parquetRelation } from "./read-files.js";
import type { ScalarFunction, ScalarImplementation } from "./scalar-function.js";
import { scalarFunction } from "./scalar-function.js";
import type { DuckDBSession } from "./session.js";

/**
 * A connection to a DuckDB database in this process. Safe for concurrent use; statements that write run one at a time.
 */
export class DuckDBConnection<Encoding extends ValueEncoding = DefaultEncoding> extends Connection<
  DuckDBSession,
  DuckDBDriver,
  Encoding
> {
  protected forTransaction(driver: DuckDBDriver): this {
    return new DuckDBConnection<Encoding>(driver, this.settings, this) as this; // the class has no subclasses
  }

  /**
   * Returns the rows of a CSV file as a table, which DuckDB reads at execution. The first line names the columns. Only
   * the columns of the schema are read; without a schema, DuckDB detects the dtypes. A malformed line is an error,
   * never skipped.
   * @example await connection.readCsv("orders.csv", { id: int64, status: string })
   */
  readCsv(path: string): Promise<Table<Schema, Encoding>>;
  readCsv<S extends Schema>(path: string, schema: S, options?: CsvOptions): Promise<Table<S, Encoding>>;
  readCsv(path: string, schema?: Schema, options: CsvOptions = {}): Promise<Table<Schema, Encoding>> {
    return this.withReadSession(
      async (session) => new Table<Schema, Encoding>(await csvRelation(session, path, schema, options), this),
    );
  }

  /**
   * Returns the rows of a Parquet file, or of all files that match a pattern such as `orders-*.parquet`, as a table,
   * which DuckDB reads at execution. With a schema, only its columns are read, and their dtypes are checked.
   * @example await connection.readParquet("orders.parquet", { id: int64, status: string })
   */
  readParquet(path: string): Promise<Table<Schema, Encoding>>;
  readParquet<S extends Schema>(path: string, schema: S): Promise<Table<S, Encoding>>;
  readParquet(path: string, schema?: Schema): Promise<Table<Schema, Encoding>> {
    return this.withReadSession(
      async (session) => new Table<Schema, Encoding>(await parquetRelation(session, path, schema), this),
    );
  }
  /**
   * Returns the objects of a JSON file (one on each line, or all in an array) as rows of a table. With a schema, only
   * its keys are read, and a value that does not fit is an error; without a schema, DuckDB detects the dtypes.
   * @example await connection.readJson("orders.json", { id: int64, status: string })
   */
  readJson(path: string): Promise<Table<Schema, Encoding>>;
  readJson<S extends Schema>(path: string, schema: S, options?: JsonOptions): Promise<Table<S, Encoding>>;
  readJson(path: string, schema?: Schema, options: JsonOptions = {}): Promise<Table<Schema, Encoding>> {
    return this.withReadSession(
      async (session) => new Table<Schema, Encoding>(await jsonRelation(session, path, schema, options), this),
    );
  }

  /**
   * Registers a JavaScript function with this database until it is closed, and returns it as a function on columns. It
   * is called once for each row, in this process; an error that it throws fails the statement. Registering the same
   * name and parameters again replaces the function.
   * @example await connection.registerScalar("initials", { args: [string], returns: string }, (s) => s.slice(0, 1))
   */
  async registerScalar<const A extends readonly DType[], R extends DType, const N extends NullRule = "strict">(
    name: string,
    signature: ScalarFunction<A, R, N>,
    implementation: ScalarImplementation<A, R, N>,
  ): Promise<ScalarUdf<A, R, N>> {
    const { native, bound } = scalarFunction(name, signature, implementation);
    await this.withWriteSession(async (session) => session.register(native));
    return bound;
  }
}
