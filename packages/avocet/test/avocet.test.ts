import { compile, float64, int64, isAvocetError, string, table, toDot } from "avocet";
import { duckdb } from "avocet/dialects/duckdb";
import { connect } from "avocet/duckdb";
import { expect, test } from "vitest";

const payments = table("payments", { order_id: int64, payment_method: string, amount: float64 });

test("a table compiles to the SQL of a dialect without a connection", () => {
  expect(payments.filter((c) => c.amount.gt(20)).toSQL(duckdb)).toMatch(/^SELECT .*\nFROM "payments".*\nWHERE/s);
  // @ts-expect-error plain JavaScript may pass a name
  expect(() => payments.toSQL("duckdb")).toThrow('import { duckdb } from "avocet/dialects/duckdb"');
  expect(compile(payments, duckdb, { literals: "bind" }).sql).toBe(payments.toSQL(duckdb));
});

test("visualize draws a box for each node with dtypes and columns", async () => {
  const coupons = payments.filter((c) => c.payment_method.eq("<coupon> & 'co'")).select("order_id");
  const svg = await coupons.visualize();
  expect(svg).toMatch(/<svg[\s\S]*<\/svg>/);
  for (const label of ["payments", "order_id: int64", ":: bool", "Equals", "&lt;coupon&gt; &amp;"])
    expect(svg).toContain(label);
  const boxes = (toDot(coupons).match(/\[label=/g) ?? []).length;
  expect((svg.match(/class="node"/g) ?? []).length).toBe(boxes);
  expect(boxes).toBe(7);
  expect(await payments.c.amount.sum().visualize()).toContain("Sum");
});

test("a backend is imported from a subpath", async () => {
  await using connection = await connect();
  expect(await connection.tables()).toEqual([]);
  const error = await connection.table("orders").catch((e: unknown) => e);
  expect(isAvocetError(error) && error.code).toBe("unknown-table");
});
