import type { FunctionRule } from "../call.js";
import { aggregates } from "./aggregates.js";
import { dates } from "./dates.js";
import { miscellaneous } from "./miscellaneous.js";
import { numbers } from "./numbers.js";
import { semiStructured } from "./semi-structured.js";
import { strings } from "./strings.js";
import { windows } from "./windows.js";

/** The translation rules of all functions that the stand-in supports, by name. */
export const functions: ReadonlyMap<string, FunctionRule> = new Map(
  [aggregates, windows, strings, numbers, dates, semiStructured, miscellaneous].flatMap((family) =>
    Object.entries(family),
  ),
);
