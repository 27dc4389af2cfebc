import type { Table } from "@avocet/core";
import { date, decimal, int32, isAvocetError, memtable, s } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { connect } from "../../src/duckdb/index.js";
import { connection } from "./run.js";

const numbers = async (rows: number, expression = "i"): Promise<Table> =>
  (await connection()).sql(`SELECT ${expression} AS i FROM range(${rows}) t(i)`);
const failure = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);
async function rowsOf(table: Table, size?: number): Promise<number[]> {
  const rows: number[] = [];
  for await (const { columns } of table.batches(size === undefined ? {} : { size }))
    rows.push(...Array.from(columns.i ?? [], Number));
  return rows;
}

describe("a stream returns all rows or throws", () => {
  test.each([0, 1, 2047, 2048, 2049, 4096, 100_000])("%i rows arrive in order", async (n) => {
    expect(await rowsOf(await numbers(n))).toEqual(Array.from({ length: n }, (_, i) => i));
  });
  test("streams of sorted and limited tables keep their order and limit", async () => {
    const scrambled = await numbers(300_000, "(i * 7919) % 300007");
    const sorted = await rowsOf(scrambled.orderBy("i"));
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
    expect(await rowsOf(scrambled.orderBy("i").limit(5000, { offset: 10 }))).toEqual(sorted.slice(10, 5010));
  });
  const FAILURES: readonly (readonly [of: string, says: RegExp])[] = [
    ["CASE WHEN i = 900000 THEN error('no more') ELSE i END", /no more/],
    ["CASE WHEN i = 900000 THEN 'x' ELSE '1' END::INTEGER", /Could not convert string 'x'/],
    ["i + CASE WHEN i = 999999 THEN 9223372036854775807 ELSE 0 END", /Overflow|range/i],
  ];
  test.each(FAILURES)("%s fails after some rows with the engine's error message", async (expression, message) => {
    const table = await numbers(1_000_000, expression);
    let rows = 0;
    const read = async (): Promise<void> => {
      for await (const batch of table.batches()) rows += batch.rowCount;
    };
    await expect(read()).rejects.toThrow(message);
    expect(rows).toBeLessThan(1_000_000);
    await expect(table.execute()).rejects.toThrow(message);
    expect(await rowsOf(await numbers(3))).toEqual([0, 1, 2]);
  });
  test("columns may have the name of the marker or no type", async () => {
    const db = await connection();
    const table = await db.sql(`SELECT i AS "FALSE", NULL AS "TRUE" FROM range(3) t(i)`);
    for await (const batch of table.batches())
      expect(batch.rows()).toEqual([0, 1, 2].map((i) => ({ FALSE: i, TRUE: null })));
  });
  test("results are materialized if DuckDB does not preserve insertion order", async () => {
    await using db = await connect({ settings: { preserve_insertion_order: "false" } });
    const table = await db.sql("SELECT i FROM range(100000) t(i)");
    let rows = 0;
    for await (const batch of table.batches()) rows += batch.rowCount;
    expect(rows).toBe(100_000);
  });
  test("streams read temporary tables and uncommitted changes of their transaction", async () => {
    await using db = await connect();
    await db.raw("CREATE TEMP TABLE mine AS SELECT i FROM range(5000) t(i)");
    expect((await rowsOf(await db.table("mine"))).length).toBe(5000);
    await db.transaction(async (tx) => {
      await tx.createTable("more", memtable([{ i: 1 }]));
      expect(await rowsOf(await tx.table("more"))).toEqual([1]);
    });
  });
});

describe("concurrent streams", () => {
  test("more streams than connections advance independently while others write", async () => {
    await using db = await connect({ connections: 2 });
    const table = await db.sql("SELECT i FROM range(20000) t(i)");
    const open = Array.from({ length: 6 }, () => table.batches()[Symbol.asyncIterator]());
    const counts = open.map(() => 0);
    for (let left = open.length; left > 0; ) {
      left = 0;
      for (const [k, stream] of open.entries()) {
        const { value, done: isDone } = await stream.next();
        if (isDone) continue;
        counts[k] = (counts[k] ?? 0) + value.rowCount;
        left++;
      }
      await db.createTable("interleaved", memtable([{ x: left }]), { replace: true });
    }
    expect(counts).toEqual(open.map(() => 20_000));
  });
  test("a stream reads a snapshot", async () => {
    await using db = await connect();
    await db.raw("CREATE TABLE t AS SELECT i FROM range(200000) t(i)");
    const t = await db.table("t");
    let rows = 0;
    for await (const batch of t.batches()) {
      if (rows === 0) await db.truncate("t");
      rows += batch.rowCount;
    }
    expect(rows).toBe(200_000);
    expect(await rowsOf(t)).toEqual([]);
  });
});

describe("ending a stream", () => {
  const ENDLESS = 1_000_000_000_000;
  test("leaving the loop cancels the statement and frees its connection", async () => {
    await using db = await connect();
    const endless = await db.sql(`SELECT i FROM range(${ENDLESS}) t(i)`);
    for (let k = 0; k < 10; k++) for await (const _ of endless.batches()) break;
    const started = performance.now();
    await db.close();
    expect(performance.now() - started).toBeLessThan(2000);
  });
  test("close ends open streams, and their readers get an error", async () => {
    const db = await connect();
    const endless = await db.sql(`SELECT i FROM range(${ENDLESS}) t(i)`);
    const forgotten = endless.batches();
    await forgotten.next();
    const waiting = await db.sql(`SELECT i FROM range(${ENDLESS}) t(i) WHERE hash(i) = 1`);
    const never = failure(waiting.batches().next());
    await new Promise((resolve) => setTimeout(resolve, 50));
    await db.close();
    for (const error of [await failure(forgotten.next()), await never])
      expect(isAvocetError(error) && error.reason).toBe("connection");
  });
  test("an error of the reader ends the stream", async () => {
    const endless = await numbers(ENDLESS);
    const read = async (): Promise<void> => {
      for await (const _ of endless.batches()) throw new Error("mine");
    };
    await expect(read()).rejects.toThrow("mine");
  });
  test("a signal cancels a stream before it starts, while it waits and while it runs", async () => {
    const endless = await numbers(ENDLESS);
    const read = async (signal: AbortSignal, stop?: () => void): Promise<void> => {
      for await (const _ of endless.batches({ signal })) stop?.();
    };
    expect(isAvocetError(await failure(read(AbortSignal.abort())))).toBe(true);
    const later = new AbortController();
    const error = await failure(read(later.signal, () => later.abort()));
    expect(isAvocetError(error) && error.reason).toBe("cancelled");
    const nothing = await (await connection()).sql(`SELECT i FROM range(${ENDLESS}) t(i) WHERE hash(i) = 1`);
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 50);
    const none = async (): Promise<void> => {
      for await (const _ of nothing.batches({ signal: waiting.signal }));
    };
    const stopped = await failure(none());
    expect(isAvocetError(stopped) && stopped.reason).toBe("cancelled");
  });
  test("a timeout cancels a stream", async () => {
    const read = async (): Promise<void> => {
      for await (const _ of (await numbers(ENDLESS)).batches({ timeoutMs: 50 }));
    };
    const error = await failure(read());
    expect(isAvocetError(error) && error.reason).toBe("timeout");
  });
});

describe("sizes and bounds", () => {
  test.each([1, 7, 2048, 3000, 100_000])("batches have %i rows, except the last", async (size) => {
    const n = size === 1 ? 50 : 10_000;
    const sizes: number[] = [];
    for await (const { rowCount } of (await numbers(n)).batches({ size })) sizes.push(rowCount);
    expect(sizes.slice(0, -1).every((each) => each === size)).toBe(true);
    expect(sizes.reduce((a, b) => a + b)).toBe(n);
    expect(await rowsOf(await numbers(n), size)).toEqual(Array.from({ length: n }, (_, i) => i));
  });
  test("an invalid batch size is rejected", async () => {
    for (const size of [0, -1, 1.5, Number.NaN])
      await expect(rowsOf(await numbers(1), size)).rejects.toThrow(/"size" must be a positive integer/);
  });
  test("limit truncates the result, and maxRows rejects more rows", async () => {
    const table = (await numbers(1000)).orderBy("i");
    expect(await table.limit(10).execute({ limit: 3 })).toHaveLength(3);
    expect(await table.limit(2).execute({ limit: 3 })).toHaveLength(2);
    expect(await table.execute({ maxRows: 1000 })).toHaveLength(1000);
    expect(await table.execute({ maxRows: 10, limit: 10 })).toHaveLength(10);
    for (const read of [
      () => table.execute({ maxRows: 999 }),
      () => table.toColumns({ maxRows: 0 }),
      () => table.execute({ maxRows: 10, limit: 11 }),
    ]) {
      const error = await failure(read());
      expect(isAvocetError(error) && error.code).toBe("too-many-rows");
    }
    await expect(table.execute({ limit: -1 })).rejects.toThrow(/"limit" must be a non-negative integer/);
    expect(await table.first({ limit: 0 })).toBeUndefined();
    let rows = 0;
    const bounded = async (): Promise<void> => {
      for await (const batch of table.batches({ maxRows: 5, size: 2 })) rows += batch.rowCount;
    };
    await expect(bounded()).rejects.toThrow(/more than 5 rows/);
    expect(rows).toBeLessThanOrEqual(5);
  });
});

test("toColumns returns numbers as typed arrays and other values as plain arrays", async () => {
  const db = await connection();
  const schema = { i: int32, d: decimal(9, 2), day: date };
  const table = await db.sql(
    "SELECT i::INTEGER AS i, (i / 4)::DECIMAL(9, 2) AS d, DATE '2020-01-01' + i::INTEGER AS day FROM range(3000) t(i)",
    { schema },
  );
  const columns = await table.toColumns({ values: { decimal: "number" } });
  expect(columns.i).toBeInstanceOf(Int32Array);
  expect(columns.d).toBeInstanceOf(Float64Array);
  expect([columns.i.length, columns.d[2999], columns.day[59]]).toEqual([3000, 749.75, "2020-02-29"]);
  const nullable = await table.mutate((c) => ({ i: c.i.nullif(2999) })).toColumns();
  expect(Array.isArray(nullable.i)).toBe(true);
  expect([nullable.i[2998], nullable.i[2999]]).toEqual([2998, null]);
  const none = await table.filter((c) => c.i.lt(0)).toColumns({ values: { int64: "bigint" } });
  expect(none).toEqual({ i: new Int32Array(0), d: [], day: [] });
  expect(Object.keys(await table.select(s.all()).toColumns())).toEqual(["i", "d", "day"]);
});
