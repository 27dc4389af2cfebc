import type { Definitions } from "../../shared/driver.js";
import type { PostgresSession } from "../session/types.js";
import { createTable } from "./create-table.js";
import { createView } from "./create-view.js";

/** Creates tables and views in transactions, so that readers see either the old or the complete new relation. */
export const definitions: Definitions<PostgresSession> = { createTable, createView };
