import type { ValueModes } from "@avocet/core";
import type { Connection } from "./connection.js";
import type { Driver, Session } from "./driver.js";

/** A connection to any engine. */
export type AnyConnection = Connection<Session, Driver, ValueModes>;
export { Connection } from "./connection.js";
export type { CreateTableOptions, CreateViewOptions, Place } from "./driver.js";
export type { EventOptions, Labels, Progress, QueryEvent } from "./events/event.js";
export type { ConnectionSettings } from "./options.js";
export type { DropOptions } from "./relations.js";
export type { MergeOptions } from "./rows.js";
