import type { ValueOptions } from "@avocet/core";
import type { EventOptions } from "./events/event.js";

/** What every connection may be told when it is opened, whatever its engine. */
export interface ConnectionSettings<V extends ValueOptions = ValueOptions> extends EventOptions {
  /** In which form results give values, unless a call says otherwise; the types of results follow. */
  readonly values?: V;
}
