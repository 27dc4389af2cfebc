import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  array,
  asc,
  count,
  date,
  fingerprint,
  float64,
  fromJSON,
  int64,
  ir,
  memtable,
  random,
  rank,
  string,
  Table,
  type TableLike,
  table,
  toJSON,
} from "../src/index.js";
import { sha256 } from "../src/serialize/sha256.js";

test("SHA-256 gives the digests of FIPS 180-4", () => {
  const known: readonly (readonly [string, string])[] = [
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
    ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ];
  for (const [text, digest] of known) expect(sha256(text)).toBe(digest);
});

test("SHA-256 gives what Node gives, for any text and around the edges of blocks", () => {
  const nodes = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
  for (let length = 50; length < 70; length++) expect(sha256("é".repeat(length))).toBe(nodes("é".repeat(length)));
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expect(sha256(text)).toBe(nodes(text));
    }),
  );
});

const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: int64, order_id: int64, method: string, amount: float64 });
const posts = table("posts", { id: int64, tags: array(string) });
const perOrder = payments.groupBy("order_id").aggregate((c) => ({ total: c.amount.sum(), n: count() }));

const big = orders.filter((c) => c.order_id.gt(10));
const selfJoin = () => orders.innerJoin(orders.view(), (l, r) => l.order_id.eq(r.customer_id));
const same: Readonly<Record<string, readonly [TableLike, TableLike]>> = {
  "the order of conditions": [
    orders.filter(
      (c) => c.status.eq("a"),
      (c) => c.order_id.gt(1),
    ),
    orders.filter((c) => c.order_id.gt(1).and(c.status.eq("a"))),
  ],
  "filters one upon the other": [
    orders.filter((c) => c.status.eq("a")).filter((c) => c.order_id.gt(1)),
    orders.filter(
      (c) => c.order_id.gt(1),
      (c) => c.status.eq("a"),
    ),
  ],
  "a condition twice": [big, big.filter((c) => c.order_id.gt(10))],
  "a condition that is true": [big, big.filter(() => true)],
  "filters with a selection of all columns between": [
    orders
      .filter((c) => c.status.eq("a"))
      .select("order_id", "customer_id", "order_date", "status")
      .filter((c) => c.order_id.gt(1)),
    orders.filter(
      (c) => c.order_id.gt(1),
      (c) => c.status.eq("a"),
    ),
  ],
  "a selection of all columns": [
    orders.select("order_id", "customer_id", "order_date", "status").distinct(),
    orders.distinct(),
  ],
  "mutate or select": [
    orders.mutate((c) => ({ next: c.order_id.add(1) })),
    orders.select("order_id", "customer_id", "order_date", "status", { next: orders.c.order_id.add(1) }),
  ],
  "columns by name or as columns": [orders.select("status"), orders.select(orders.c.status)],
  views: [selfJoin(), selfJoin()],
  "the self-join without a view": [selfJoin(), orders.innerJoin(orders, (l, r) => l.order_id.eq(r.customer_id))],
  "two views in two orders": [
    (() => {
      const [a, b] = [orders.view(), orders.view()];
      return a.innerJoin(b, (l, r) => l.order_id.eq(r.customer_id));
    })(),
    (() => {
      const [a, b] = [orders.view(), orders.view()];
      return b.innerJoin(a, (l, r) => l.order_id.eq(r.customer_id));
    })(),
  ],
  "names of tables in memory": [memtable([{ a: 1 }], { a: int64 }, "one"), memtable([{ a: 1 }], { a: int64 }, "two")],
  aliases: [new Table(ir.alias(orders.relation, "a")), orders],
  "views in subqueries of conditions in any order": [
    orders.filter(
      (o) =>
        payments
          .view()
          .filter((p) => p.order_id.eq(o.order_id))
          .exists(),
      (o) =>
        payments
          .view()
          .filter((p) => p.payment_id.eq(o.order_id))
          .exists(),
    ),
    orders.filter(
      (o) =>
        payments
          .view()
          .filter((p) => p.payment_id.eq(o.order_id))
          .exists(),
      (o) =>
        payments
          .view()
          .filter((p) => p.order_id.eq(o.order_id))
          .exists(),
    ),
  ],
  "false options": [
    orders.aggregate((c) => ({ all: c.status.collect({ orderBy: [], includeNull: false, distinct: false }) })),
    orders.aggregate((c) => ({ all: c.status.collect() })),
  ],
};
for (const [name, [a, b]] of Object.entries(same))
  test(`${name}: the same fingerprint`, () => {
    expect(fingerprint(a)).toBe(fingerprint(b));
  });

const right = orders.filter((c) => c.order_id.gt(1));
const windowed = orders.filter((c) => rank().over({ orderBy: c.order_id }).eq(1));
const different: Readonly<Record<string, readonly TableLike[]>> = {
  "values, operators and columns": [
    orders.filter((c) => c.order_id.gt(1)),
    orders.filter((c) => c.order_id.gt(2)),
    orders.filter((c) => c.order_id.ge(1)),
    orders.filter((c) => c.customer_id.gt(1)),
    orders.filter((c) => c.order_id.gt(1).not()),
  ],
  "tables, schemas and databases": [
    orders,
    table("orders", { order_id: int64 }),
    table("other", { order_id: int64 }),
    table("orders", { order_id: int64 }, { database: "shop" }),
    table("orders", { order_id: float64 }),
  ],
  "orders and limits": [
    orders.orderBy("order_id"),
    orders.orderBy(asc("order_id", { nulls: "first" })),
    orders.orderBy("order_id").limit(1),
    orders.orderBy("order_id").limit(1, { offset: 1 }),
    orders.limit(1).orderBy("order_id"),
  ],
  "the sides of a join": [
    orders.innerJoin(right, (l, r) => l.order_id.eq(r.customer_id)),
    orders.innerJoin(right, (l, r) => l.customer_id.eq(r.order_id)),
    orders.leftJoin(right, (l, r) => l.customer_id.eq(r.order_id)),
  ],
  "a window over what a filter left, or over all": [
    windowed.filter((c) => c.status.eq("a")),
    orders.filter((c) => c.status.eq("a")).filter((c) => rank().over({ orderBy: c.order_id }).eq(1)),
    windowed,
  ],
  "a random number once or twice": [
    orders.filter(() => random().lt(0.5)),
    orders.filter(() => random().lt(0.5)).filter(() => random().lt(0.5)),
  ],
  "which query around a column belongs to": [
    orders.filter((o) => payments.filter((p) => p.order_id.eq(o.order_id)).exists()),
    orders.filter((o) => payments.filter((p) => p.order_id.eq(o.customer_id)).exists()),
    orders.filter(() => payments.filter((p) => p.order_id.eq(p.payment_id)).exists()),
    orders.filter((o) =>
      payments
        .filter(
          (p) => posts.filter((q) => q.id.eq(p.order_id)).exists(),
          (p) => p.order_id.eq(o.order_id),
        )
        .exists(),
    ),
    orders.filter((o) =>
      payments
        .filter(
          () => posts.filter((q) => q.id.eq(o.order_id)).exists(),
          (p) => p.order_id.eq(o.order_id),
        )
        .exists(),
    ),
  ],
  "the rows of a table in memory": [
    memtable([{ a: 1 }]),
    memtable([{ a: 2 }]),
    memtable([{ b: 1 }]),
    memtable([{ a: 1 }, { a: 1 }]),
  ],
  "options and lambdas": [
    posts.mutate((c) => ({ t: c.tags.map((x) => x.upper()) })),
    posts.mutate((c) => ({ t: c.tags.map((x) => x.lower()) })),
    posts.select("id", { tags: posts.c.tags, t: posts.c.tags.collect() }),
    posts.select("id", { tags: posts.c.tags, t: posts.c.tags.collect({ distinct: true }) }),
  ],
};
for (const [name, list] of Object.entries(different))
  test(`${name}: another fingerprint`, () => {
    expect(new Set(list.map(fingerprint)).size).toBe(list.length);
  });

test("it is the same for what came back from JSON", () => {
  for (const t of [selfJoin(), perOrder, orders.leftJoin(perOrder, "order_id")])
    expect(fingerprint(fromJSON(JSON.stringify(toJSON(t))))).toBe(t.fingerprint());
});

test("columns have one too, without their names", () => {
  expect(fingerprint(orders.c.order_id.add(1))).toBe(orders.c.order_id.add(1).as("x").fingerprint());
  expect(fingerprint(orders.c.order_id)).not.toBe(fingerprint(payments.c.order_id));
  expect(fingerprint(orders.c.order_id)).toBe(fingerprint(orders.view().c.order_id));
});

test("it stays the same from version to version", () => {
  const wanted = orders
    .leftJoin(perOrder, "order_id")
    .filter(
      (c) => c.status.eq("placed"),
      (c) => c.total.gt(10),
    )
    .orderBy("order_date")
    .limit(10);
  expect(wanted.fingerprint()).toBe("4704e712138a4a89528617048b916f4f9a82d95d9e014ccdf8f87c0a50053875");
  expect(payments.c.amount.sum().div(2).fingerprint()).toBe(
    "36523a618aa967dd3a96c331edc445b1e52f75bcc6a644ec72f67782d4533c03",
  );
});

test("long chains, wide unions and shared parts are no trouble", () => {
  let x = orders.c.order_id.add(0);
  for (let i = 0; i < 2_000; i++) x = x.add(x);
  let deep = orders.filter((c) => c.order_id.gt(0));
  for (let i = 0; i < 500; i++)
    deep = deep.mutate((c) => ({ order_id: c.order_id.add(1) })).filter((c) => c.order_id.gt(i));
  const wide = orders.union(Array.from({ length: 2_000 }, (_, i) => orders.filter((c) => c.order_id.gt(i))));
  for (const t of [orders.select({ x }), deep, wide]) expect(fingerprint(t)).toMatch(/^[0-9a-f]{64}$/);
});
