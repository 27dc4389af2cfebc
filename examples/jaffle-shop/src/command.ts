import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isAvocetError } from "avocet";
import * as duckdb from "avocet/duckdb";
import * as postgres from "avocet/postgres";
import { writeSeeds } from "./seed.js";
import type { Step } from "./shop.js";
import { makeShop } from "./shop.js";

export const usage = `npm run jaffle-shop -- [--data DIR] [--database FILE|URL] [--scale N]
  --data      a directory with raw_customers.csv, raw_orders.csv and raw_payments.csv; made here without it
  --database  the DuckDB file that the relations are made in, or the URL of a PostgreSQL database; jaffle_shop.duckdb without it
  --scale     how many times the usual 100 customers are made, a whole number from 1; not together with --data`;

/** Runs the command, and gives the text that says what is wrong if it fails. */
export async function jaffleShop(args: readonly string[], print: (text: string) => void): Promise<string | null> {
  try {
    const { data, database, scale } = choices(args);
    const directory = data ?? fileURLToPath(new URL("../data", import.meta.url));
    if (scale !== null) await writeSeeds(directory, scale);
    await runShop(directory, database, print);
    return null;
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
    if (isAvocetError(error)) return error.message;
    throw error;
  }
}

class UsageError extends Error {}

function choices(args: readonly string[]) {
  const { data, database, scale } = parsed(args);
  if (data !== undefined && scale !== undefined)
    throw new UsageError("--scale makes data, and --data names data that is there");
  const times = Number(scale ?? 1);
  if (!Number.isSafeInteger(times) || times < 1) throw new UsageError(`--scale is a whole number from 1, not ${scale}`);
  return { data, database, scale: data === undefined ? times : null };
}

function parsed(args: readonly string[]) {
  const options = {
    data: { type: "string" },
    database: { type: "string", default: "jaffle_shop.duckdb" },
    scale: { type: "string" },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const isUrl = (database: string): boolean => /^postgres(ql)?:/.test(database);
/** A database as it may be printed: without a password. */
const named = (database: string): string => database.replace(/\/\/[^@/]*@/, "//");

async function runShop(data: string, database: string, print: (text: string) => void): Promise<void> {
  const isNew = !isUrl(database) && !existsSync(database);
  print(`Jaffle Shop: the CSV files of ${data} into ${named(database)}\n`);
  try {
    await using connection = await (isUrl(database) ? postgres : duckdb).connect(database);
    const { orders, customers } = await makeShop(connection, data, (step) => print(line(step)));

    print(`\nThe expression that made orders:\n\n${orders}`);
    print(`\nThe relations of ${named(database)}:\n\n${(await connection.tables()).join("\n")}`);
    const made = await connection.table("customers", customers.schema);
    print(`\nCustomer 42:\n\n${await made.filter((c) => c.customer_id.eq(42)).preview()}`);
  } catch (error) {
    if (isNew) await rm(database, { force: true }); // made by this run, and empty
    throw error;
  }
}

const line = ({ kind, name, rows, millis }: Step): string =>
  `${kind.padEnd(5)}  ${name.padEnd(13)}  ${String(rows).padStart(9)} rows  ${millis.toFixed(1).padStart(7)} ms`;
