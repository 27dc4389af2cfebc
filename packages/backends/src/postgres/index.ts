export type { CreateTableOptions, CreateViewOptions, Place } from "../shared/driver.js";
export type { DropOptions } from "../shared/relations.js";
export type { MergeOptions } from "../shared/rows.js";
export { connect } from "./connect.js";
export type { PostgresConnection } from "./connection.js";
export type { PostgresOptions } from "./options.js";
