import type { Definitions } from "../../shared/driver.js";
import type { PostgresSession } from "../session/types.js";
import { createTable } from "./create-table.js";
import { createView } from "./create-view.js";

/** How PostgreSQL makes tables and views: in transactions, so that others see the old or the new one, whole. */
export const definitions: Definitions<PostgresSession> = { createTable, createView };
