import { existsSync } from "node:fs";
import type { TableLike } from "avocet";
import { tpcds } from "../ds/schema.js";
import type { Suite } from "../generate/index.js";
import { tpch } from "../h/schema.js";
import type { Database } from "./database.js";

/** The query numbers of each benchmark. */
export const NUMBERS: Readonly<Record<Suite, readonly number[]>> = {
  h: Array.from({ length: 22 }, (_, i) => i + 1),
  ds: Array.from({ length: 99 }, (_, i) => i + 1),
};

/** The declared tables of each benchmark. */
export const DECLARED = { h: tpch, ds: tpcds };

/** A function from the tables of a benchmark to an expression. */
export type Query = (tables: unknown) => TableLike & { readonly columns: readonly string[] };

/** Loads a query by its number; null if it has not been written yet. */
export async function queryOf(suite: Suite, number: number): Promise<Query | null> {
  const file = new URL(`../${suite}/q${String(number).padStart(2, "0")}.ts`, import.meta.url);
  if (!existsSync(file)) return null;
  const { query } = (await import(/* @vite-ignore */ file.pathname)) as { query: Query }; // by convention
  return query;
}

/** Opens the tables of a benchmark in a database. */
export const tablesOf = (suite: Suite, database: Database): Promise<unknown> =>
  suite === "h" ? database.tables(DECLARED.h) : database.tables(DECLARED.ds);
