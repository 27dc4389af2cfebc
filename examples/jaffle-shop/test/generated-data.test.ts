import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "avocet/duckdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jaffleShop } from "../src/command.js";
import { writeSeeds } from "../src/seed.js";
import type { Step } from "../src/shop.js";
import { buildShop } from "../src/shop.js";
import { openInOtherProcess } from "./other-process.js";

const RELATIONS = ["customers", "orders", "raw_customers", "raw_orders", "raw_payments"].concat([
  ...["stg_customers", "stg_orders", "stg_payments"],
]);
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "jaffle-"));
  await writeSeeds(directory);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Reads the rows of a CSV file without quotes, as texts by column name. */
function csv(name: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(join(directory, name), "utf8").trimEnd().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [names[i] ?? "", value])));
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const sorted = (values: readonly (string | undefined)[]): string[] => values.map((v) => v ?? "").sort();

describe("the generated files", () => {
  test("have the shape of the genuine files", () => {
    const [customers, orders, payments] = [csv("raw_customers.csv"), csv("raw_orders.csv"), csv("raw_payments.csv")];
    expect([customers, orders, payments].map((rows) => rows.length)).toEqual([100, 99, 113]);
    expect(customers[41]).toEqual({ id: "42", first_name: "Diana", last_name: "S." });
    expect(orders.filter((o) => o.user_id === "42").map((o) => [o.id, o.order_date])).toEqual([
      ["33", "2018-02-04"],
      ["71", "2018-03-12"],
    ]);
    const paid = payments.filter((p) => p.order_id === "33" || p.order_id === "71");
    expect(paid.map((p) => [p.payment_method, p.amount])).toEqual([
      ["credit_card", "2200"],
      ["credit_card", "500"],
    ]);
    const customerIds = new Set(customers.map((c) => c.id));
    expect(orders.every((o) => customerIds.has(o.user_id))).toBe(true);
    expect(new Set(payments.map((p) => p.order_id)).size).toBe(99);
  });
  test("are deterministic and scale as requested", async () => {
    const copy = join(directory, "copy");
    await writeSeeds(copy);
    for (const name of await readdir(copy))
      expect(await readFile(join(copy, name))).toEqual(await readFile(join(directory, name)));
    await writeSeeds(copy, 3);
    const counts = (await readdir(copy))
      .sort()
      .map((name) => readFileSync(join(copy, name), "utf8").trimEnd().split("\n").length - 1);
    expect(counts).toEqual([300, 297, 339]);
  });
});

test("orders and customers equal those computed in plain JavaScript", async () => {
  await using connection = await connect();
  await buildShop(connection, directory, () => undefined);
  const payments = csv("raw_payments.csv");
  const paid = (order: string | undefined, method?: string): number =>
    sum(
      payments
        .filter((p) => p.order_id === order && (!method || p.payment_method === method))
        .map((p) => Number(p.amount) / 100),
    );

  const orders = await (await connection.table("orders")).orderBy("order_id").execute();
  expect(orders).toEqual(
    csv("raw_orders.csv").map((o) => ({
      order_id: Number(o.id),
      customer_id: Number(o.user_id),
      order_date: o.order_date,
      status: o.status,
      credit_card_amount: paid(o.id, "credit_card"),
      coupon_amount: paid(o.id, "coupon"),
      bank_transfer_amount: paid(o.id, "bank_transfer"),
      gift_card_amount: paid(o.id, "gift_card"),
      amount: paid(o.id),
    })),
  );
  const customers = await (await connection.table("customers")).orderBy("customer_id").execute();
  expect(customers).toEqual(
    csv("raw_customers.csv").map((c) => {
      const customerOrders = csv("raw_orders.csv").filter((o) => o.user_id === c.id);
      const dates = sorted(customerOrders.map((o) => o.order_date));
      return {
        customer_id: Number(c.id),
        first_name: c.first_name,
        last_name: c.last_name,
        first_order: dates[0] ?? null,
        most_recent_order: dates.at(-1) ?? null,
        number_of_orders: customerOrders.length || null,
        customer_lifetime_value: customerOrders.length ? sum(customerOrders.map((o) => paid(o.id))) : null,
      };
    }),
  );
});

test("the shop creates eight relations with one statement each and reads only row counts", async () => {
  const statements: string[] = [];
  const steps: Step[] = [];
  await using connection = await connect({ onQuery: ({ sql }) => statements.push(sql) });
  await buildShop(connection, directory, (step) => steps.push(step));
  expect(steps.map(({ kind, name, rows }) => [kind, name, rows])).toEqual([
    ["table", "raw_customers", 100],
    ["table", "raw_orders", 99],
    ["table", "raw_payments", 113],
    ["view", "stg_customers", 100],
    ["view", "stg_orders", 99],
    ["view", "stg_payments", 113],
    ["table", "orders", 99],
    ["table", "customers", 100],
  ]);
  expect(await connection.tables()).toEqual(RELATIONS);
  expect(statements.filter((sql) => sql.startsWith("CREATE"))).toHaveLength(8);
  const queries = statements.filter(
    (sql) => sql.startsWith("SELECT") && /FROM "/.test(sql) && !sql.includes("DESCRIBE"),
  );
  expect(queries).toHaveLength(8);
  expect(queries.every((sql) => sql.startsWith("SELECT COUNT(*)"))).toBe(true);
});

test("the command prints the same output twice, and another process can open the file afterwards", async () => {
  const database = join(directory, "shop.duckdb");
  const outputs: string[][] = [];
  for (let round = 0; round < 2; round++) {
    const lines: string[] = [];
    expect(await jaffleShop(["--data", directory, "--database", database], (text) => lines.push(text))).toBeNull();
    outputs.push(lines.map((line) => line.replace(/ +[\d.]+ ms$/, "")));
  }
  expect(outputs[0]).toEqual(outputs[1]);
  expect(outputs[0]?.join("\n")).toContain(`
┌─────────────┬────────────┬───────────┬─────────────┬───────────────────┬──────────────────┬─────────────────────────┐
│ customer_id │ first_name │ last_name │ first_order │ most_recent_order │ number_of_orders │ customer_lifetime_value │
│    int64    │   string   │  string   │    date     │       date        │      int64       │         float64         │
├─────────────┼────────────┼───────────┼─────────────┼───────────────────┼──────────────────┼─────────────────────────┤
│          42 │ Diana      │ S.        │ 2018-02-04  │ 2018-03-12        │                2 │                    27.0 │
└─────────────┴────────────┴───────────┴─────────────┴───────────────────┴──────────────────┴─────────────────────────┘`);
  expect(await readdir(directory)).not.toContain("shop.duckdb.wal");
  await using otherProcess = await openInOtherProcess(database);
  expect(otherProcess.tables).toEqual(RELATIONS);
});
