import type { ValueEncoding } from "@avocet/core";
import type { Connection } from "./connection.js";
import type { Driver, Session } from "./driver.js";

/** A connection to any engine. */
export type AnyConnection = Connection<Session, Driver, ValueEncoding>;
export { Connection } from "./connection.js";
export type { DropOptions } from "./ddl.js";
export type { MergeOptions } from "./dml.js";
export type {
  Catalog,
  CreateTableOptions,
  CreateViewOptions,
  Definitions,
  Driver,
  Namespace,
  RelationKind,
  ResultColumn,
  Session,
} from "./driver.js";
export type { EventOptions, Labels, Progress, QueryEvent } from "./events/event.js";
export type { ConnectionSettings } from "./options.js";
export type { BoundValue, Statement } from "./statement.js";
export { sqlStatement } from "./statement.js";
export type { TextDecoder, TextFormat } from "./text-codec/decoder.js";
export { textDecoder } from "./text-codec/decoder.js";
