export type { CreateTableOptions, CreateViewOptions, Place } from "../shared/driver.js";
export type { DropOptions } from "../shared/relations.js";
export { connect } from "./connect.js";
export type { DuckDBConnection } from "./connection.js";
export type { CsvOptions } from "./csv.js";
export type { DuckDBOptions } from "./options.js";
export type { ScalarFunction, ScalarImplementation } from "./scalar-function.js";
