import { expect, test } from "vitest";
import {
  array,
  count,
  date,
  desc,
  float64,
  int64,
  lineage,
  memtable,
  notNull,
  rowNumber,
  string,
  Table,
  type TableLike,
  table,
} from "../src/index.js";
import * as ir from "../src/ir/index.js";

const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: int64, order_id: int64, method: string, amount: float64 });
const posts = table("posts", { id: int64, tags: array(string) }, { database: "blog" });

/** The lineage with each source as a string, sorted alphabetically. */
function summarize(t: TableLike): { columns: Record<string, string[]>; filteredBy: string[] } {
  const { columns, filteredBy } = lineage(new Table(t.relation));
  const entries = Object.entries(columns).map(([name, sources]) => [
    name,
    sources.map((s) => `${s.table}.${s.column} ${s.how}`).sort(),
  ]);
  return { columns: Object.fromEntries(entries), filteredBy: filteredBy.map((s) => `${s.table}.${s.column}`).sort() };
}
const columns = (t: TableLike) => summarize(t).columns;
const filteredBy = (t: TableLike) => summarize(t).filteredBy;

test("lineage distinguishes copied, transformed and aggregated columns", () => {
  const t = payments
    .mutate((c) => ({ cents: c.amount.mul(100) }))
    .groupBy("method")
    .aggregate((c) => ({ total: c.cents.sum(), n: count(), same: c.cents.max().sub(c.amount.min()) }));
  expect(summarize(t)).toEqual({
    columns: {
      method: ["payments.method copied"],
      total: ["payments.amount aggregated"],
      n: [],
      same: ["payments.amount aggregated"],
    },
    filteredBy: ["payments.method"],
  });
});

test("a renamed column counts as copied", () => {
  const t = orders.rename({ day: "order_date" }).select("day", { copy: orders.c.status }).distinct();
  expect(columns(t)).toEqual({ day: ["orders.order_date copied"], copy: ["orders.status copied"] });
  expect(filteredBy(t)).toEqual(["orders.order_date", "orders.status"]);
});

test("lineage includes filter, HAVING and aggregate conditions", () => {
  const t = payments
    .filter((c) => c.amount.gt(0))
    .groupBy("order_id")
    .having((c) => c.payment_id.count().gt(1))
    .aggregate((c) => ({ coupons: c.amount.sum({ where: c.method.eq("coupon") }) }));
  expect(columns(t).coupons).toEqual(["payments.amount aggregated", "payments.method aggregated"]);
  expect(filteredBy(t)).toEqual(["payments.amount", "payments.order_id", "payments.payment_id"]);
});

test("join keys determine the rows of a join", () => {
  const t = orders.outerJoin(payments, "order_id").select("order_id", "amount", "status");
  expect(columns(t)).toEqual({
    order_id: ["orders.order_id copied", "payments.order_id copied"],
    amount: ["payments.amount copied"],
    status: ["orders.status copied"],
  });
  expect(filteredBy(t)).toEqual(["orders.order_id", "payments.order_id"]);
  expect(filteredBy(orders.semiJoin(payments, "order_id"))).toEqual(["orders.order_id", "payments.order_id"]);
  const self = orders.innerJoin(orders.view(), (l, r) => l.order_id.eq(r.customer_id)).select("status_right");
  expect(columns(self)).toEqual({ status_right: ["orders.status copied"] });
});

test("lineage of set operations includes all operands", () => {
  const [a, b] = [orders.select({ id: orders.c.order_id }), payments.select({ id: payments.c.order_id.add(1) })];
  const sources = ["orders.order_id copied", "payments.order_id transformed"];
  expect(summarize(a.union(b))).toEqual({ columns: { id: sources }, filteredBy: [] });
  expect(filteredBy(a.union(b, { distinct: true }))).toEqual(["orders.order_id", "payments.order_id"]);
  expect(summarize(a.difference(b))).toEqual({
    columns: { id: ["orders.order_id copied"] },
    filteredBy: ["orders.order_id", "payments.order_id"],
  });
});

test("sort keys determine the rows only if there is a limit", () => {
  const sorted = orders.orderBy("status", desc("order_date"));
  expect(filteredBy(sorted)).toEqual([]);
  expect(filteredBy(sorted.select("order_id").limit(3))).toEqual(["orders.order_date", "orders.status"]);
  expect(filteredBy(orders.limit(3))).toEqual([]);
});

test("window functions read their partition and ordering columns", () => {
  const t = orders.select({
    nth: rowNumber().over({ partitionBy: orders.c.customer_id, orderBy: orders.c.order_date }),
    total: orders.c.order_id.sum().over({ partitionBy: orders.c.status }),
  });
  expect(columns(t)).toEqual({
    nth: ["orders.customer_id transformed", "orders.order_date transformed"],
    total: ["orders.order_id aggregated", "orders.status transformed"],
  });
});

test("lineage includes the values and row conditions of subqueries", () => {
  const maximum = payments.filter((c) => c.method.eq("coupon")).aggregate((c) => ({ maximum: c.amount.max() }));
  const t = orders.mutate((c) => ({ maximum: maximum.asScalar(), id: c.order_id }));
  expect(columns(t).maximum).toEqual(["payments.amount aggregated", "payments.method transformed"]);
  const correlated = orders.filter((o) => payments.filter((p) => p.order_id.eq(o.order_id)).exists());
  expect(filteredBy(correlated)).toEqual(["orders.order_id", "payments.order_id"]);
  expect(columns(correlated).status).toEqual(["orders.status copied"]);
});

test("lineage follows unnest and lambdas", () => {
  const t = posts.unnest("tags", { as: "tag", offset: "position" }).select("id", "tag", "position");
  expect(summarize(t)).toEqual({
    columns: {
      id: ["blog.posts.id copied"],
      tag: ["blog.posts.tags transformed"],
      position: ["blog.posts.tags transformed"],
    },
    filteredBy: ["blog.posts.tags"],
  });
  const mapped = posts.select({ t: posts.c.tags.map((x) => x.concat(posts.c.id.cast(string))) });
  expect(columns(mapped)).toEqual({ t: ["blog.posts.id transformed", "blog.posts.tags transformed"] });
});

test("lineage covers memtables and SQL queries", () => {
  expect(columns(memtable([{ a: 1 }], { a: int64 }, "rows"))).toEqual({ a: ["rows.a copied"] });
  const text = ir.sqlRelation(
    "…",
    "duckdb",
    new Map([["x", int64]]),
    new Map([["o", orders.select("status").relation]]),
  );
  expect(summarize(new Table(text))).toEqual({
    columns: { x: ["SQL text.x copied", "orders.status transformed"] },
    filteredBy: ["orders.status"],
  });
});

test("lineage of a recursion follows columns through earlier iterations", () => {
  const people = table("people", { id: int64, boss: int64, name: string }).relation;
  const literalOne = ir.literal(1, notNull(int64));
  const base = ir.selection(
    ir.filter(people, [ir.op("IsNull", { arg: ir.field(people, "boss") })]),
    new Map<string, ir.Value>([
      ["id", ir.field(ir.filter(people, [ir.op("IsNull", { arg: ir.field(people, "boss") })]), "id")],
      ["second", ir.literal(0, int64)],
      ["depth", ir.literal(0, int64)],
    ]),
  );
  const rows = ir.recursiveReference("up", base.schema);
  const step = ir.selection(
    ir.filter(rows, [ir.op("Less", { left: ir.field(rows, "depth"), right: literalOne })]),
    new Map<string, ir.Value>(
      (["second", "id", "depth"] as const).map((name, i) => {
        const filtered = ir.filter(rows, [ir.op("Less", { left: ir.field(rows, "depth"), right: literalOne })]);
        const column = ir.field(filtered, name);
        return [
          ["id", "second", "depth"][i] ?? "",
          name === "depth" ? ir.op("Add", { left: column, right: literalOne }) : column,
        ];
      }),
    ),
  );
  const t = new Table(ir.recursion("up", base, step, false));
  expect(summarize(t)).toEqual({
    columns: { id: ["people.id copied"], second: ["people.id copied"], depth: [] },
    filteredBy: ["people.boss"],
  });
});

test("lineage handles odd column names, deep and heavily shared expressions", () => {
  const odd = table("t", { constructor: int64, b: int64 }).select({ ["__proto__"]: lineageColumn() });
  expect(Object.keys(lineage(odd).columns)).toEqual(["__proto__"]);
  let x = orders.c.order_id.add(0);
  for (let i = 0; i < 3_000; i++) x = x.add(x);
  expect(columns(orders.select({ x }))).toEqual({ x: ["orders.order_id transformed"] });
  let deep = orders.filter((c) => c.order_id.gt(0));
  for (let i = 0; i < 300; i++)
    deep = deep.mutate((c) => ({ order_id: c.order_id.add(1) })).filter((c) => c.order_id.gt(i));
  expect(lineage(deep).columns.order_id).toEqual([{ table: "orders", column: "order_id", how: "transformed" }]);
});
const lineageColumn = () => table("t", { constructor: int64, b: int64 }).c.b;
