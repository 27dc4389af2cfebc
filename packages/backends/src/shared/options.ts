import type { ValueOptions } from "@avocet/core";
import type { EventOptions } from "./events/event.js";

/** Connection options that all engines share. */
export interface ConnectionSettings<V extends ValueOptions = ValueOptions> extends EventOptions {
  /** The JavaScript form of result values; a call may override it. The types of results follow from it. */
  readonly values?: V;
}
/** The settings that an engine opens a connection with. */
export interface OpenSettings extends ConnectionSettings {
  /** What is connected to (a host or file, and a database), for printing; without credentials. */
  readonly target: string;
}
