export type { Place } from "./catalog.js";
export { connect } from "./connect.js";
export type { DuckDBConnection } from "./connection.js";
export type { CsvOptions } from "./csv.js";
export type { DuckDBOptions } from "./options.js";
export type { CreateOptions, DropOptions } from "./relations.js";
export type { ScalarFunction, ScalarImplementation } from "./scalar-function.js";
