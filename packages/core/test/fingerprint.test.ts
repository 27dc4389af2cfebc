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
  memtable,
  random,
  rank,
  string,
  Table,
  type TableLike,
  table,
  toJSON,
} from "../src/index.js";
import * as ir from "../src/ir/index.js";
import { sha256 } from "../src/serialize/sha256.js";

test("sha256 matches the test vectors of FIPS 180-4", () => {
  const vectors: readonly (readonly [string, string])[] = [
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
    ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ];
  for (const [text, digest] of vectors) expect(sha256(text)).toBe(digest);
});

test("sha256 matches Node's implementation for random text and around block boundaries", () => {
  const nodeDigest = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
  for (let length = 50; length < 70; length++) expect(sha256("é".repeat(length))).toBe(nodeDigest("é".repeat(length)));
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expect(sha256(text)).toBe(nodeDigest(text));
    }),
  );
});

const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: int64, order_id: int64, method: string, amount: float64 });
const posts = table("posts", { id: int64, tags: array(string) });
const perOrder = payments.groupBy("order_id").aggregate((c) => ({ total: c.amount.sum(), n: count() }));

const big = orders.filter((c) => c.order_id.gt(10));
const selfJoin = () => orders.innerJoin(orders.view(), (l, r) => l.order_id.eq(r.customer_id));
const equalPairs: Readonly<Record<string, readonly [TableLike, TableLike]>> = {
  "the order of conditions": [
    orders.filter(
      (c) => c.status.eq("a"),
      (c) => c.order_id.gt(1),
    ),
    orders.filter((c) => c.order_id.gt(1).and(c.status.eq("a"))),
  ],
  "chained or combined filters": [
    orders.filter((c) => c.status.eq("a")).filter((c) => c.order_id.gt(1)),
    orders.filter(
      (c) => c.order_id.gt(1),
      (c) => c.status.eq("a"),
    ),
  ],
  "a repeated condition": [big, big.filter((c) => c.order_id.gt(10))],
  "a condition that is always true": [big, big.filter(() => true)],
  "a selection of all columns between filters": [
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
  "mutate or select as the verb": [
    orders.mutate((c) => ({ next: c.order_id.add(1) })),
    orders.select("order_id", "customer_id", "order_date", "status", { next: orders.c.order_id.add(1) }),
  ],
  "references to columns by name or as columns": [orders.select("status"), orders.select(orders.c.status)],
  "the ids of views": [selfJoin(), selfJoin()],
  "an explicit view in a self-join": [selfJoin(), orders.innerJoin(orders, (l, r) => l.order_id.eq(r.customer_id))],
  "the order in which views are created": [
    (() => {
      const [a, b] = [orders.view(), orders.view()];
      return a.innerJoin(b, (l, r) => l.order_id.eq(r.customer_id));
    })(),
    (() => {
      const [a, b] = [orders.view(), orders.view()];
      return b.innerJoin(a, (l, r) => l.order_id.eq(r.customer_id));
    })(),
  ],
  "the names of memtables": [memtable([{ a: 1 }], { a: int64 }, "one"), memtable([{ a: 1 }], { a: int64 }, "two")],
  "an alias": [new Table(ir.alias(orders.relation, "a")), orders],
  "the order of conditions with subqueries over views": [
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
  "options that are explicitly false": [
    orders.aggregate((c) => ({ values: c.status.collect({ orderBy: [], includeNull: false, distinct: false }) })),
    orders.aggregate((c) => ({ values: c.status.collect() })),
  ],
};
for (const [name, [a, b]] of Object.entries(equalPairs))
  test(`expressions that differ only in ${name} have equal fingerprints`, () => {
    expect(fingerprint(a)).toBe(fingerprint(b));
  });

const right = orders.filter((c) => c.order_id.gt(1));
const windowed = orders.filter((c) => rank().over({ orderBy: c.order_id }).eq(1));
const distinctGroups: Readonly<Record<string, readonly TableLike[]>> = {
  "literals, operators or columns": [
    orders.filter((c) => c.order_id.gt(1)),
    orders.filter((c) => c.order_id.gt(2)),
    orders.filter((c) => c.order_id.ge(1)),
    orders.filter((c) => c.customer_id.gt(1)),
    orders.filter((c) => c.order_id.gt(1).not()),
  ],
  "table names, schemas or databases": [
    orders,
    table("orders", { order_id: int64 }),
    table("other", { order_id: int64 }),
    table("orders", { order_id: int64 }, { database: "shop" }),
    table("orders", { order_id: float64 }),
  ],
  "orderings or limits": [
    orders.orderBy("order_id"),
    orders.orderBy(asc("order_id", { nulls: "first" })),
    orders.orderBy("order_id").limit(1),
    orders.orderBy("order_id").limit(1, { offset: 1 }),
    orders.limit(1).orderBy("order_id"),
  ],
  "the columns or kind of a join": [
    orders.innerJoin(right, (l, r) => l.order_id.eq(r.customer_id)),
    orders.innerJoin(right, (l, r) => l.customer_id.eq(r.order_id)),
    orders.leftJoin(right, (l, r) => l.customer_id.eq(r.order_id)),
  ],
  "the order of a filter and a window function": [
    windowed.filter((c) => c.status.eq("a")),
    orders.filter((c) => c.status.eq("a")).filter((c) => rank().over({ orderBy: c.order_id }).eq(1)),
    windowed,
  ],
  "the number of random conditions": [
    orders.filter(() => random().lt(0.5)),
    orders.filter(() => random().lt(0.5)).filter(() => random().lt(0.5)),
  ],
  "the enclosing query that a column belongs to": [
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
  "the rows of a memtable": [
    memtable([{ a: 1 }]),
    memtable([{ a: 2 }]),
    memtable([{ b: 1 }]),
    memtable([{ a: 1 }, { a: 1 }]),
  ],
  "options or lambdas": [
    posts.mutate((c) => ({ t: c.tags.map((x) => x.upper()) })),
    posts.mutate((c) => ({ t: c.tags.map((x) => x.lower()) })),
    posts.select("id", { tags: posts.c.tags, t: posts.c.tags.collect() }),
    posts.select("id", { tags: posts.c.tags, t: posts.c.tags.collect({ distinct: true }) }),
  ],
};
for (const [name, list] of Object.entries(distinctGroups))
  test(`expressions that differ in ${name} have different fingerprints`, () => {
    expect(new Set(list.map(fingerprint)).size).toBe(list.length);
  });

test("an expression read from JSON has the same fingerprint", () => {
  for (const t of [selfJoin(), perOrder, orders.leftJoin(perOrder, "order_id")])
    expect(fingerprint(fromJSON(JSON.stringify(toJSON(t))))).toBe(fingerprint(t));
});

test("the fingerprint of a column does not depend on its name", () => {
  expect(fingerprint(orders.c.order_id.add(1))).toBe(fingerprint(orders.c.order_id.add(1).as("x")));
  expect(fingerprint(orders.c.order_id)).not.toBe(fingerprint(payments.c.order_id));
  expect(fingerprint(orders.c.order_id)).toBe(fingerprint(orders.view().c.order_id));
});

test("fingerprints are stable across versions", () => {
  const expression = orders
    .leftJoin(perOrder, "order_id")
    .filter(
      (c) => c.status.eq("placed"),
      (c) => c.total.gt(10),
    )
    .orderBy("order_date")
    .limit(10);
  expect(fingerprint(expression)).toBe("4704e712138a4a89528617048b916f4f9a82d95d9e014ccdf8f87c0a50053875");
  expect(fingerprint(payments.c.amount.sum().div(2))).toBe(
    "36523a618aa967dd3a96c331edc445b1e52f75bcc6a644ec72f67782d4533c03",
  );
});

test("deep, wide and heavily shared expressions can be fingerprinted", () => {
  let x = orders.c.order_id.add(0);
  for (let i = 0; i < 2_000; i++) x = x.add(x);
  let deep = orders.filter((c) => c.order_id.gt(0));
  for (let i = 0; i < 500; i++)
    deep = deep.mutate((c) => ({ order_id: c.order_id.add(1) })).filter((c) => c.order_id.gt(i));
  const wide = orders.union(Array.from({ length: 2_000 }, (_, i) => orders.filter((c) => c.order_id.gt(i))));
  for (const t of [orders.select({ x }), deep, wide]) expect(fingerprint(t)).toMatch(/^[0-9a-f]{64}$/);
});
