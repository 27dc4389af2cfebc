import { existsSync } from "node:fs";
import { tpcds } from "../ds/schema.js";
import type { Suite } from "../generate/index.js";
import { tpch } from "../h/schema.js";
import type { AnyTable } from "./database.js";

/** The numbers of the queries of each benchmark. */
export const NUMBERS: Readonly<Record<Suite, readonly number[]>> = {
  h: Array.from({ length: 22 }, (_, i) => i + 1),
  ds: Array.from({ length: 99 }, (_, i) => i + 1),
};
const TABLES = { h: tpch, ds: tpcds };

interface QueryModule {
  query(tables: unknown): AnyTable;
}

/** The expression of a query over the tables of its benchmark; null if nobody has written it yet. */
export async function expressionOf(suite: Suite, number: number): Promise<AnyTable | null> {
  const file = new URL(`../${suite}/q${String(number).padStart(2, "0")}.ts`, import.meta.url);
  if (!existsSync(file)) return null;
  const { query } = (await import(/* @vite-ignore */ file.pathname)) as QueryModule; // what every file of a query exports
  return query(TABLES[suite]);
}
