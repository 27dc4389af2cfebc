import { tpcdsData } from "./ds.js";
import { tpchData } from "./h.js";

export type Suite = "h" | "ds";

/** DuckDB statements that create the tables of each benchmark and fill them with small, deterministic data. */
export const generatedData: Readonly<Record<Suite, readonly string[]>> = { h: tpchData, ds: tpcdsData };
