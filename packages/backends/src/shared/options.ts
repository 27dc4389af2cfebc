import type { EventOptions } from "./events/event.js";

/** What every connection may be told when it is opened, whatever its engine. */
export interface ConnectionSettings extends EventOptions {}
