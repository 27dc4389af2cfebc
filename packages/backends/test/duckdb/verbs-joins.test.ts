import { desc, float64, int64, intervalFrom, memtable, notNull, string, timestamp } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { rows, run } from "./run.js";

const sorted = (list: readonly object[]) => list.map((row) => JSON.stringify(row)).sort();
const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, "0")}:00`;
const TRADES = [
  { id: 1, symbol: "A", minute: 5, qty: 10 },
  { id: 2, symbol: "A", minute: 1, qty: 20 },
  { id: 3, symbol: "B", minute: 30, qty: 30 },
  { id: 4, symbol: "C", minute: 9, qty: 40 },
  { id: 5, symbol: "A", minute: 12, qty: null },
];
const QUOTES = [
  { symbol: "A", minute: 2, bid: 1.5 },
  { symbol: "A", minute: 5, bid: 1.75 },
  { symbol: "A", minute: 20, bid: 2 },
  { symbol: "B", minute: 3, bid: 7 },
];
const trades = rows(
  { id: notNull(int64), symbol: notNull(string), at: timestamp(), qty: int64 },
  TRADES.map(({ minute, ...row }) => ({ ...row, at: at(minute) })),
);
const quotes = rows(
  { symbol: notNull(string), at: timestamp(), bid: notNull(float64) },
  QUOTES.map(({ minute, ...row }) => ({ ...row, at: at(minute) })),
);
/** The bid of the nearest quote, in plain JavaScript. */
const nearest = (fits: (trade: number, quote: number) => boolean, later: boolean, within = Number.POSITIVE_INFINITY) =>
  TRADES.map((trade) => {
    const [first] = QUOTES.filter((quote) => quote.symbol === trade.symbol && fits(trade.minute, quote.minute)).sort(
      (a, b) => (later ? b.minute - a.minute : a.minute - b.minute),
    );
    return first && Math.abs(first.minute - trade.minute) <= within ? first.bid : null;
  });

describe("as-of joins", () => {
  const joined = trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.ge(r.at) });
  const bids = async (t: typeof joined) => (await run(t.orderBy("id"))).map((row) => row.bid);
  test("take the nearest row by each inequality", async () => {
    expect(await bids(joined)).toEqual(nearest((a, b) => a >= b, true));
    expect(await bids(trades.asofJoin(quotes, "symbol", { on: (l, r) => r.at.lt(l.at) }))).toEqual(
      nearest((a, b) => a > b, true),
    );
    expect(await bids(trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.le(r.at) }))).toEqual(
      nearest((a, b) => a <= b, false),
    );
    expect(await bids(trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.lt(r.at) }))).toEqual(
      nearest((a, b) => a < b, false),
    );
  });
  test("within a tolerance", async () => {
    const close = trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.ge(r.at), tolerance: { minutes: 4 } });
    expect(await bids(close)).toEqual(nearest((a, b) => a >= b, true, 4));
    const column = trades.asofJoin(quotes, "symbol", {
      on: (l, r) => r.at.le(l.at),
      tolerance: intervalFrom({ minutes: trades.c.id.mul(0).add(4) }),
    });
    expect(await bids(column)).toEqual(await bids(close));
    const later = trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.le(r.at), tolerance: { minutes: 4 } });
    expect(await bids(later)).toEqual(nearest((a, b) => a <= b, false, 4));
    const [first] = await run(close.filter((c) => c.bid.isNull()).orderBy("id"));
    expect(first).toEqual({ id: 2, symbol: "A", at: new Date(`${at(1)}Z`), qty: 20, at_right: null, bid: null });
    expect(await run(close.select(quotes.c.bid, trades.c.id).orderBy("id").limit(1))).toEqual([{ bid: 1.75, id: 1 }]);
  });
  test("without keys, on numbers", async () => {
    const steps = memtable([
      { from: 0, label: "low" },
      { from: 15, label: "middle" },
      { from: 35, label: "high" },
    ]);
    const t = trades.asofJoin(steps, [], { on: (l, r) => l.qty.ge(r.from), tolerance: 12 }).select("id", "label");
    expect(await run(t.orderBy("id"))).toEqual([
      { id: 1, label: "low" },
      { id: 2, label: "middle" },
      { id: 3, label: null },
      { id: 4, label: "high" },
      { id: 5, label: null },
    ]);
  });
});

const people = memtable([
  { id: 1, name: "a", boss: null },
  { id: 2, name: "b", boss: 1 },
  { id: 3, name: "c", boss: 1 },
  { id: 4, name: "d", boss: 3 },
]);
const visits = memtable([
  { visit: 10, id: 1, pages: 5 },
  { visit: 11, id: 1, pages: 7 },
  { visit: 12, id: 3, pages: 1 },
  { visit: 13, id: 1, pages: 6 },
]);

describe("joins that keep one match", () => {
  test("inner and left", async () => {
    const inner = await run(people.anyInnerJoin(visits, "id").orderBy("id"));
    expect(inner.map((row) => row.id)).toEqual([1, 3]);
    expect([10, 11, 13]).toContain(inner[0]?.visit);
    const left = await run(people.anyLeftJoin(visits, (p, v) => p.id.eq(v.id).and(v.pages.gt(6))).orderBy("id"));
    expect(left.map((row) => [row.id, row.visit])).toEqual([
      [1, 11],
      [2, null],
      [3, null],
      [4, null],
    ]);
  });
  test("of a computed right side, under further steps", async () => {
    const best = visits.groupBy("id").aggregate((c) => ({ most: c.pages.max() }));
    const t = people
      .anyLeftJoin(best, "id")
      .filter((c) => c.most.gt(2))
      .select("name", "most");
    expect(await run(t)).toEqual([{ name: "a", most: 7 }]);
  });
});

describe("lateral joins", () => {
  test("of the best rows for each row", async () => {
    const top = people.lateralJoin((p) =>
      visits
        .filter((v) => v.id.eq(p.id))
        .orderBy(desc("pages"))
        .limit(2)
        .select("pages"),
    );
    expect(sorted(await run(top.select("name", "pages")))).toEqual(
      sorted([
        { name: "a", pages: 7 },
        { name: "a", pages: 6 },
        { name: "c", pages: 1 },
      ]),
    );
  });
  test("that keep rows without any", async () => {
    const totals = people.lateralJoin(
      (p) =>
        visits
          .filter((v) => v.id.eq(p.id))
          .groupBy("id")
          .aggregate((v) => ({ total: v.pages.sum().add(p.id) })),
      { how: "left" },
    );
    expect(await run(totals.select("id", "total").orderBy("id"))).toEqual([
      { id: 1, total: 19 },
      { id: 2, total: null },
      { id: 3, total: 4 },
      { id: 4, total: null },
    ]);
  });
  test("with a reduction of no rows, and of tables that do not hang on the row", async () => {
    const counts = people.lateralJoin((p) =>
      visits.filter((v) => v.id.eq(p.id)).aggregate((v) => ({ n: v.visit.count() })),
    );
    expect((await run(counts.orderBy("id"))).map((row) => row.n)).toEqual([3, 0, 1, 0]);
    expect((await run(people.lateralJoin(() => visits))).length).toBe(16);
  });
  test("of the table itself", async () => {
    const staff = people.lateralJoin((p) => people.filter((q) => q.boss.eq(p.id)).select("name"), { suffix: "_of" });
    expect(sorted(await run(staff.select("name", "name_of")))).toEqual(
      sorted([
        { name: "a", name_of: "b" },
        { name: "a", name_of: "c" },
        { name: "c", name_of: "d" },
      ]),
    );
  });
  test("within a lateral join", async () => {
    const nested = people
      .lateralJoin((p) =>
        visits
          .filter((v) => v.id.eq(p.id))
          .lateralJoin((v) =>
            visits.filter((w) => w.id.eq(p.id).and(w.pages.lt(v.pages))).aggregate((w) => ({ less: w.visit.count() })),
          )
          .select("visit", "less"),
      )
      .select("name", "visit", "less");
    expect(await run(nested.orderBy("visit"))).toEqual([
      { name: "a", visit: 10, less: 0 },
      { name: "a", visit: 11, less: 2 },
      { name: "c", visit: 12, less: 0 },
      { name: "a", visit: 13, less: 1 },
    ]);
  });
});

describe("a table beside itself", () => {
  test("in a join", async () => {
    const t = people.innerJoin(people, (l, r) => l.boss.eq(r.id)).select("name", "name_right");
    expect(sorted(await run(t))).toEqual(
      sorted([
        { name: "b", name_right: "a" },
        { name: "c", name_right: "a" },
        { name: "d", name_right: "c" },
      ]),
    );
  });
  test("in a subquery of a callback", async () => {
    const bosses = people.filter((p) => people.filter((q) => q.boss.eq(p.id)).exists());
    expect((await run(bosses.orderBy("id"))).map((row) => row.id)).toEqual([1, 3]);
    const most = visits.filter((v) =>
      v.pages.eq(
        visits
          .filter((w) => w.id.eq(v.id))
          .aggregate((w) => ({ most: w.pages.max() }))
          .asScalar(),
      ),
    );
    expect((await run(most.orderBy("visit"))).map((row) => row.visit)).toEqual([11, 12]);
    const grand = people.filter((a) =>
      people.filter((b) => people.filter((c) => c.boss.eq(b.id).and(b.boss.eq(a.id))).exists()).exists(),
    );
    expect((await run(grand)).map((row) => row.id)).toEqual([1]);
  });
});

test("cross joins of several tables", async () => {
  const t = people.select("name").crossJoin([visits.select("visit"), people.select("name")], { suffix: "_2" });
  const all = await run(t);
  expect(all.length).toBe(64);
  expect(new Set(all.map((row) => `${row.name} ${row.visit} ${row.name_2}`)).size).toBe(64);
});

test("unions by name fill what is missing with NULL", async () => {
  const t = people.select("id", "boss").unionByName([visits.drop("visit"), people.select("name")]);
  expect(t.columns).toEqual(["id", "boss", "pages", "name"]);
  const list = await run(t);
  expect(list.length).toBe(12);
  expect(sorted(list.filter((row) => row.pages !== null))).toEqual(
    sorted([
      { id: 1, boss: null, pages: 5, name: null },
      { id: 1, boss: null, pages: 7, name: null },
      { id: 3, boss: null, pages: 1, name: null },
      { id: 1, boss: null, pages: 6, name: null },
    ]),
  );
  const once = people
    .select("boss")
    .unionByName([people.select("boss"), visits.select({ boss: visits.c.pages })], { distinct: true });
  expect((await run(once.orderBy("boss"))).map((row) => row.boss)).toEqual([1, 3, 5, 6, 7, null]);
});
