import type { DefaultModes, DType, NullRule, ScalarUdf, Schema, ValueModes } from "@avocet/core";
import { Table } from "@avocet/core";
import { Connection } from "../shared/connection.js";
import type { CsvOptions } from "../shared/csv-header.js";
import { csvRelation } from "./csv.js";
import type { DuckDBDriver } from "./driver.js";
import type { JsonOptions } from "./read-files.js";
import { jsonRelation, parquetRelation } from "./read-files.js";
import type { ScalarFunction, ScalarImplementation } from "./scalar-function.js";
import { scalarFunction } from "./scalar-function.js";
import type { DuckDBSession } from "./session.js";

/** A DuckDB database inside this process. Statements may be asked for at the same time; those that write run one after the other. */
export class DuckDBConnection<Form extends ValueModes = DefaultModes> extends Connection<
  DuckDBSession,
  DuckDBDriver,
  Form
> {
  protected within(driver: DuckDBDriver): this {
    return new DuckDBConnection<Form>(driver, this.settings, this) as this; // the class is not derived from
  }

  /**
   * The rows of a CSV file, which DuckDB itself reads when the expression is run. Its first line names the columns; with a schema just
   * those are read, without one DuckDB looks for dtypes that fit. A line that does not fit is an error, never skipped.
   * @example await connection.readCsv("orders.csv", { id: int64, status: string })
   */
  readCsv(path: string): Promise<Table<Schema, Form>>;
  readCsv<S extends Schema>(path: string, schema: S, options?: CsvOptions): Promise<Table<S, Form>>;
  readCsv(path: string, schema?: Schema, options: CsvOptions = {}): Promise<Table<Schema, Form>> {
    return this.reading(async (on) => new Table<Schema, Form>(await csvRelation(on, path, schema, options), this));
  }

  /**
   * The rows of a Parquet file, or of all those that a pattern such as `orders-*.parquet` names, which DuckDB itself reads when the
   * expression is run. With a schema just those columns are read, and must be as declared.
   * @example await connection.readParquet("orders.parquet", { id: int64, status: string })
   */
  readParquet(path: string): Promise<Table<Schema, Form>>;
  readParquet<S extends Schema>(path: string, schema: S): Promise<Table<S, Form>>;
  readParquet(path: string, schema?: Schema): Promise<Table<Schema, Form>> {
    return this.reading(async (on) => new Table<Schema, Form>(await parquetRelation(on, path, schema), this));
  }
  /**
   * The objects of a JSON file as rows: one on each line, or all in an array. With a schema just those keys are read, as its dtypes, and a
   * value that does not fit is an error; without one DuckDB looks for dtypes that fit.
   * @example await connection.readJson("orders.json", { id: int64, status: string })
   */
  readJson(path: string): Promise<Table<Schema, Form>>;
  readJson<S extends Schema>(path: string, schema: S, options?: JsonOptions): Promise<Table<S, Form>>;
  readJson(path: string, schema?: Schema, options: JsonOptions = {}): Promise<Table<Schema, Form>> {
    return this.reading(async (on) => new Table<Schema, Form>(await jsonRelation(on, path, schema, options), this));
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
    await this.writing(async (on) => on.register(native));
    return bound;
  }
}
