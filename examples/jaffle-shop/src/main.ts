import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isAvocetError } from "avocet";
import { connect } from "avocet/duckdb";
import { writeSeeds } from "./seed.js";
import type { Step } from "./shop.js";
import { makeShop } from "./shop.js";

const USAGE = `npm run jaffle-shop -- [--data DIR] [--database FILE] [--scale N]
  --data      a directory with raw_customers.csv, raw_orders.csv and raw_payments.csv; made here without it
  --database  the DuckDB file that the relations are made in; jaffle_shop.duckdb without it
  --scale     how many times the usual 100 customers are made, a whole number from 1; not together with --data`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      database: { type: "string", default: "jaffle_shop.duckdb" },
      scale: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const { database } = values;
  const data = values.data ?? fileURLToPath(new URL("../data", import.meta.url));
  if (values.data === undefined) await writeSeeds(data, scaleOf(values.scale ?? "1"));
  else if (values.scale !== undefined) throw new UsageError("--scale makes data, and --data names data that is there");

  const isNew = !existsSync(database);
  try {
    await runShop(data, database);
  } catch (error) {
    if (isNew) await rm(database, { force: true }); // made by this run, and empty
    throw error;
  }
}

class UsageError extends Error {}

function scaleOf(text: string): number {
  const scale = Number(text);
  if (Number.isSafeInteger(scale) && scale >= 1) return scale;
  throw new UsageError(`--scale is a whole number from 1, not ${text}`);
}

async function runShop(data: string, database: string): Promise<void> {
  console.log(`Jaffle Shop: the CSV files of ${data} into ${database}\n`);
  await using connection = await connect(database);
  const { orders, customers } = await makeShop(connection, data, (step) => console.log(line(step)));

  console.log(`\nThe expression that made orders:\n\n${orders}`);
  console.log(`\nThe relations of ${database}:\n\n${(await connection.tables()).join("\n")}`);
  const made = await connection.table("customers", customers.schema);
  const diana = await made.filter((c) => c.customer_id.eq(42)).preview();
  console.log(`\nCustomer 42:\n\n${diana}`);
}

const line = ({ kind, name, rows, millis }: Step): string =>
  `${kind.padEnd(5)}  ${name.padEnd(13)}  ${String(rows).padStart(9)} rows  ${millis.toFixed(1).padStart(7)} ms`;

main().catch((error: unknown) => {
  const isUsage =
    error instanceof UsageError ||
    (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (isUsage) console.error(`${error instanceof Error ? error.message : ""}\n\n${USAGE}`);
  else console.error(isAvocetError(error) ? error.message : error);
  process.exitCode = 1;
});
