import { tpcds } from "../ds/schema.js";
import { createTables } from "./ddl.js";

export const tpcdsData: readonly string[] = [...createTables(tpcds)];
