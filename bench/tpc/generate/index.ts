import { tpcdsData } from "./ds.js";
import { tpchData } from "./h.js";

export type Suite = "h" | "ds";

/** Statements for DuckDB that make the tables of each benchmark and fill them with our own small data, the same every time. */
export const generatedData: Readonly<Record<Suite, readonly string[]>> = { h: tpchData, ds: tpcdsData };
