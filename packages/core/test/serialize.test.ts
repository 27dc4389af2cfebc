import { expect, test } from "vitest";
import {
  type AnyColumn,
  array,
  asc,
  count,
  date,
  desc,
  float64,
  fromJSON,
  int64,
  lit,
  memtable,
  notNull,
  param,
  parseDType,
  rank,
  rowNumber,
  type SerializedExpression,
  string,
  Table,
  type TableLike,
  table,
  tableFromJSON,
  timestamp,
  toJSON,
} from "../src/index.js";
import * as ir from "../src/ir/index.js";
import { readGraph } from "../src/serialize/read.js";
import { writeGraph } from "../src/serialize/write.js";

const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: notNull(int64), order_id: int64, method: string, amount: float64 });
const posts = table("posts", { id: int64, tags: array(string), at: timestamp("UTC") }, { database: "blog" });

const nodeOf = (e: TableLike | AnyColumn): object => ("relation" in e ? e.relation : e.node);
/** Checks that an expression round-trips through JSON, as text and as an object; returns the JSON. */
function roundTrip(expression: TableLike | AnyColumn): SerializedExpression {
  const written = toJSON(expression);
  const text = JSON.stringify(written);
  expect(nodeOf(fromJSON(text))).toBe(nodeOf(expression));
  expect(nodeOf(fromJSON(written))).toBe(nodeOf(expression));
  expect(JSON.stringify(expression)).toBe(text);
  return written;
}

const perOrder = payments.groupBy("order_id").aggregate((c) => ({ total: c.amount.sum(), n: count() }));
const tables: Readonly<Record<string, TableLike>> = {
  table: orders,
  "table with a database": posts,
  memtable: memtable([
    { id: 1, name: "a", tags: ["x", null], at: new Date(0), big: 2n ** 60n, raw: new Uint8Array([0, 255]) },
    { id: 2, name: null, tags: [], at: new Date(1), big: 1n, raw: new Uint8Array() },
  ]),
  selection: orders.select("order_id", { next: orders.c.order_id.add(1) }),
  mutate: payments.mutate((c) => ({ share: c.amount.div(c.amount.sum()) })),
  filter: orders.filter(
    (c) => c.status.eq("placed"),
    (c) => c.order_id.gt(50),
  ),
  sort: orders.orderBy("status", desc("order_date"), asc("order_id")),
  limit: orders.orderBy("order_id").limit(10, { offset: 5 }),
  "limit without n": orders.limit(null, { offset: 5 }),
  aggregation: perOrder,
  having: payments
    .groupBy("order_id")
    .having((c) => c.amount.count().gt(1))
    .aggregate((c) => ({ maximum: c.amount.max() })),
  "left join": orders.leftJoin(perOrder, "order_id"),
  "outer join": orders.outerJoin(perOrder, "order_id"),
  "right join": orders.rightJoin(perOrder, "order_id"),
  "semi join": orders.semiJoin(payments, "order_id"),
  "cross join": orders.crossJoin(payments),
  "self join": orders.innerJoin(orders, (l, r) => l.order_id.eq(r.customer_id)),
  view: orders.innerJoin(orders.view(), (l, r) => l.order_id.eq(r.customer_id)),
  union: orders.union([orders.filter((c) => c.order_id.gt(1)), orders]),
  "union of dtypes": table("a", { x: notNull(int64), y: string }).union(
    table("b", { y: notNull(string), x: float64 }),
    { distinct: true },
  ),
  intersect: orders.intersect(orders.filter((c) => c.order_id.gt(1))),
  difference: orders.difference(
    orders.filter((c) => c.order_id.gt(1)),
    { distinct: false },
  ),
  distinct: orders.select("status").distinct(),
  unnest: posts.unnest("tags", { as: "tag", offset: "position", keepEmpty: true }),
  "unnest in place": posts.unnest("tags"),
  window: orders.mutate((c) => ({
    nth: rowNumber().over({ partitionBy: c.customer_id, orderBy: c.order_date }),
    position: rank().over({ orderBy: [c.status.asc({ nulls: "first" })] }),
    sum: c.order_id.sum().over({ orderBy: c.order_id, rows: [-2, 0] }),
    near: c.order_id.sum().over({ orderBy: c.order_id, range: [-2.5, null] }),
    groups: c.order_id.sum().over({ orderBy: c.order_id, groups: [null, 1] }),
    previous: c.status.lag(2).over({ orderBy: c.order_id }),
  })),
  "scalar subquery": payments.filter((c) => c.amount.gt(orders.c.order_id.max())),
  "correlated subquery": orders.filter((o) => payments.filter((p) => p.order_id.eq(o.order_id)).exists()),
  "nested correlation": orders.filter((o) =>
    payments
      .filter((p) => p.order_id.eq(o.order_id))
      .filter((p) =>
        posts
          .filter(
            (q) => q.id.eq(p.payment_id),
            (q) => q.id.eq(o.customer_id),
          )
          .exists(),
      )
      .exists(),
  ),
  lambda: posts.mutate((c) => ({
    upper: c.tags.map((x) => x.upper()),
    odd: c.tags.filter((x, i) => i.mod(2).eq(1).and(x.ne("no"))),
  })),
  "nested lambdas": posts.mutate((c) => ({ t: c.tags.map((x) => c.tags.map((y) => x.concat(y)).length()) })),
  options: orders.mutate((c) => ({
    n: c.status.tryCast(int64),
    year: c.order_date.truncate("year"),
    values: c.order_id.collect({ orderBy: c.order_date, includeNull: true, distinct: true }),
    text: c.order_date.cast(string),
    digest: c.status.hexdigest("sha256"),
  })),
  param: orders.filter(
    (c) => c.order_id.gt(param("least", int64)),
    (c) => c.status.eq(param("status", notNull(string))),
  ),
  "as-of join": orders.asofJoin(payments, "order_id", { on: (l, r) => l.customer_id.ge(r.payment_id), tolerance: 5 }),
  "lateral join": orders.lateralJoin((o) => payments.filter((p) => p.order_id.eq(o.order_id)).limit(1), {
    how: "left",
  }),
  "any join": orders.anyInnerJoin(payments, "order_id").anyLeftJoin(posts, (l, r) => l.order_id.eq(r.id)),
  rollup: orders.rollup("status", "order_date").aggregate((c) => ({ n: count(), total: c.status.grouping() })),
  "in a table": orders.filter((c) => c.order_id.isin(payments.select("order_id"))),
  "odd names": table("__proto__", { constructor: int64, ["__proto__"]: string, "a b\"'": int64 } as never),
};
for (const [name, expression] of Object.entries(tables))
  test(`${name} round-trips through JSON to the same node`, () => {
    roundTrip(expression);
  });

test("relations built without verbs round-trip through JSON to the same node", () => {
  const { relation } = orders;
  const id = ir.field(relation, "order_id");
  const by = new Map([
    ["a", id],
    ["b", ir.field(relation, "status")],
  ]);
  const base = ir.selection(relation, new Map([["n", id]]));
  const reference = ir.recursiveReference("up", base.schema);
  const step = ir.selection(
    reference,
    new Map([["n", ir.op("Add", { left: ir.field(reference, "n"), right: id0() })]]),
  );
  const relations = [
    ir.alias(relation, "o"),
    ir.sample(relation, 0.25, "row", 42),
    ir.sample(relation, 1, "block", null),
    ir.aggregation(relation, by, new Map([["n", ir.op("CountStar", { table: relation })]]), [["a"], ["a", "b"], []]),
    ir.recursion("up", base, step, true),
  ];
  for (const r of relations) roundTrip(new Table(r));
});
const id0 = () => ir.literal(1, notNull(int64));

test("columns round-trip through JSON to the same node and name", () => {
  const columns = [
    orders.c.status,
    orders.c.status.as("other"),
    orders.c.order_id.sum(),
    lit("2026-01-31", date),
    lit(Number.NaN, float64),
    lit(-0, float64),
    lit(null),
    param("least", float64),
    orders.count(),
    payments.filter((c) => c.amount.gt(1)).exists(),
  ];
  for (const column of columns) {
    roundTrip(column);
    const back = fromJSON(toJSON(column));
    expect("name" in back && back.name).toBe(column.name);
  }
});

test("every operation round-trips through JSON to the same node", () => {
  const candidates: readonly (readonly [unknown, string])[] = [
    [1, "int64"],
    ["a", "string"],
    [true, "bool"],
    [1.5, "float64"],
    ["2026-01-31", "date"],
    ["2026-01-31T10:00:00", "timestamp"],
    ["2026-01-31T10:00:00Z", "timestamp('UTC')"],
    ["10:00:00", "time"],
    [{ months: 1, days: 2, micros: 3 }, "interval"],
    [["a"], "array<string>"],
    [[1], "array<int64>"],
    [[true], "array<bool>"],
    [[[1]], "array<array<int64>>"],
    [new Map([["k", 1]]), "map<!string, int64>"],
    [{ a: 1 }, "struct<a: int64>"],
    [{ any: [1] }, "json"],
    [new Uint8Array([1]), "binary"],
  ];
  const literals = candidates.map(([value, dtype]) => ir.literal(value, parseDType(dtype)));
  for (const name of Object.keys(ir.operations)) {
    const spec = ir.specOf(name);
    const args: Record<string, unknown> = {};
    for (const [arg, argSpec] of Object.entries(spec.args)) {
      if (argSpec.kind === "option") {
        expect(argSpec.optionKind, `the option ${name}.${arg} has a kind`).toBeDefined();
        args[arg] =
          options.find((o) => argSpec.optionKind?.test(o)) ?? /"(\w+)"/.exec(argSpec.optionKind?.label ?? "")?.[1];
        expect(args[arg], `a sample value for the option ${name}.${arg}`).toBeDefined();
      } else if (argSpec.kind === "value" || argSpec.kind === "optional" || argSpec.kind === "values") {
        const fit = literals.find((l) => argSpec.accepts.test(l.dtype));
        args[arg] = argSpec.kind === "values" ? [fit, fit] : fit;
      } else if (argSpec.kind === "sort") args[arg] = [ir.sortKey(ir.field(orders.relation, "status"), true, "first")];
      else if (argSpec.kind === "relation") args[arg] = orders.relation;
      else {
        const x = ir.argument("x0", parseDType("string"), "scalar");
        args[arg] = ir.lambda([x], ir.op("Equals", { left: x, right: x }));
      }
    }
    const node = ir.op(name as "Add", args as never);
    const text = JSON.stringify(writeGraph(node));
    expect(readGraph(text, { allowFunctions: true }).root, name).toBe(node);
  }
});
const options: readonly unknown[] = [
  true,
  3,
  "a",
  "day",
  "second",
  "sample",
  "md5",
  ["a", "b"],
  parseDType("decimal(10, 2)"),
  { months: 1, days: 0, micros: -1 },
];

test("a long chain, a wide union and a deep query serialize without overflow", () => {
  let x: AnyColumn = orders.c.order_id;
  for (let i = 0; i < 10_000; i++) x = orders.c.order_id.add(x as never);
  const wide = orders.union(Array.from({ length: 3_000 }, (_, i) => orders.filter((c) => c.order_id.gt(i))));
  let deep: TableLike = orders;
  for (let i = 0; i < 2_000; i++) deep = (deep as typeof orders).filter((c) => c.order_id.gt(i));
  for (const expression of [x, wide, deep]) roundTrip(expression);
});

test("a shared subexpression is serialized once", () => {
  let x = orders.c.order_id.add(0);
  for (let i = 0; i < 50; i++) x = x.add(x);
  expect(roundTrip(orders.select({ x })).nodes.length).toBeLessThan(60);
});

test("the JSON text of an expression is stable", () => {
  expect(JSON.stringify(orders.filter((c) => c.order_id.gt(1)))).toBe(
    '{"avocet":1,"nodes":[{"type":"table","name":"orders","database":null,"catalog":null,"schema":[["order_id","int64"],["customer_id","int64"],["order_date","date"],["status","string"]]},{"type":"field","relation":0,"name":"order_id"},{"type":"literal","dtype":"!int64","value":1},{"type":"op","op":"Greater","args":{"left":1,"right":2}},{"type":"filter","parent":0,"predicates":[3]}],"root":4}',
  );
});

test("tableFromJSON checks the expected schema and that the JSON is a table", () => {
  const text = JSON.stringify(orders.select("status"));
  const back: Table<{ readonly status: typeof string }> = tableFromJSON(text, { status: string });
  expect(back.columns).toEqual(["status"]);
  expect(() => tableFromJSON(text, { status: int64 })).toThrow(/expected schema/);
  expect(() => tableFromJSON(JSON.stringify(orders.c.status))).toThrow(/expected a table/);
});

test("the id of a view read from JSON is not assigned to a new view", () => {
  const written = JSON.stringify(toJSON(orders.view())).replace(/view\d+/, "view5000");
  const back = fromJSON(written);
  expect(nodeOf(orders.view())).not.toBe(nodeOf(back));
  expect(JSON.stringify(orders.view())).toMatch(/view500[1-9]/);
});
