import type { ValueOptions } from "@avocet/core";
import type { EventOptions } from "./events/event.js";

/** Connection options that all engines share. */
export interface ConnectionSettings<V extends ValueOptions = ValueOptions> extends EventOptions {
  /** The JavaScript form of result values; a call may override it. The types of results follow from it. */
  readonly values?: V;
}
