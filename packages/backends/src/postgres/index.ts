export type { CsvOptions } from "../shared/csv-header.js";
export type { DropOptions } from "../shared/ddl.js";
export type { MergeOptions } from "../shared/dml.js";
export type { CreateTableOptions, CreateViewOptions, Namespace } from "../shared/driver.js";
export type { EventOptions, Labels, Progress, QueryEvent } from "../shared/events/event.js";
export type { ConnectionSettings } from "../shared/options.js";
export { connect } from "./connect.js";
export type { PostgresConnection } from "./connection.js";
export type { PostgresOptions } from "./options.js";
