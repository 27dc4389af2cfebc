export type { CsvOptions } from "../shared/csv-header.js";
export type { CreateTableOptions, CreateViewOptions, Place } from "../shared/driver.js";
export type { EventOptions, Labels, Progress, QueryEvent } from "../shared/events/event.js";
export type { ConnectionSettings } from "../shared/options.js";
export type { DropOptions } from "../shared/relations.js";
export type { MergeOptions } from "../shared/rows.js";
export { connect } from "./connect.js";
export type { PostgresConnection } from "./connection.js";
export type { PostgresOptions } from "./options.js";
