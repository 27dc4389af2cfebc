import type { FunctionRule } from "../call.js";
import { aggregates } from "./aggregates.js";
import { dates } from "./dates.js";
import { numbers } from "./numbers.js";
import { semiStructured } from "./semi-structured.js";
import { strings } from "./strings.js";
import { various } from "./miscellaneous.js";
import { windows } from "./windows.js";

/** How each function of Snowflake that the stand-in knows is said in DuckDB's SQL. */
export const functions: ReadonlyMap<string, FunctionRule> = new Map(
  [aggregates, windows, strings, numbers, dates, semiStructured, various].flatMap((family) => Object.entries(family)),
);
