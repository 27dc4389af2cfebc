import * as core from "@avocet/core";
import { type Batch, EXACT_ENCODING } from "@avocet/core/backend";
import { afterAll, expect, test } from "vitest";
import { connect } from "../../src/snowflake/index.js";
import { testRoundTrips } from "../round-trips.js";
import { startStandIn } from "./run.js";

const server = await startStandIn();
const connection = connect({ url: server.url });
afterAll(async () => {
  await (await connection).close();
  await server.stop();
});

testRoundTrips(() => connection, { runs: 5 });

test("load inserts all rows, or none if the source fails", async () => {
  const snowflake = await connection;
  const dtypes = {
    i: core.int64,
    f: core.float64,
    s: core.string,
    y: core.binary,
    n: core.decimal(38, 20),
    d: core.date,
    t: core.time,
    w: core.timestamp(),
    z: core.timestamp("UTC"),
    v: core.interval,
    j: core.json,
    a: core.array(core.string),
    m: core.map(core.string, core.date),
    x: core.struct({ p: core.decimal(10, 2), q: core.array(core.int64) }),
  };
  const fullRow = {
    i: 9007199254740993n,
    f: -1e-300,
    s: '\u2028 "é"\'\\\n\u{1f600}',
    y: new Uint8Array([0, 255]),
    n: "123456789012345678.00000000000000000001",
    d: "0001-01-01",
    t: "23:59:59.000001",
    w: "2020-02-29T12:34:56.000001",
    z: "1969-12-31T23:59:59.999999Z",
    v: { months: -1, days: 2, micros: -3 },
    j: { a: [1, null, "x"] },
    a: ["", null, "y"],
    m: new Map([["k", "2020-01-01"]]),
    x: { p: "1.50", q: [1n] },
  };
  const nullRow = Object.fromEntries(Object.keys(fullRow).map((name) => [name, null]));
  const schema = new Map<string, core.DType>(Object.entries(dtypes));
  const columns = [...schema.keys()].map((name) => [
    name === "j" ? JSON.stringify(fullRow.j) : Reflect.get(fullRow, name),
    null,
  ]);
  const twoBatches = async function* (): AsyncGenerator<Batch> {
    yield { rowCount: 2, columns };
    yield { rowCount: 2, columns };
  };
  expect(await snowflake.load("loaded", schema, twoBatches(), { allowDTypeChanges: true })).toBe(4);
  const loaded = await snowflake.table("loaded", dtypes);
  const rows = await loaded.execute({ values: { ...EXACT_ENCODING, json: "parsed" } });
  expect(rows.filter((row) => row.i !== null)).toEqual([fullRow, fullRow]);
  expect(rows.filter((row) => row.i === null)).toEqual([nullRow, nullRow]);
  await expect(snowflake.load("loaded", schema, twoBatches())).rejects.toThrow("already");
  const failingBatches = async function* (): AsyncGenerator<Batch> {
    yield { rowCount: 1, columns: columns.map((column) => column.slice(1)) };
    throw new Error("source failed");
  };
  await expect(
    snowflake.load("loaded", schema, failingBatches(), { replace: true, allowDTypeChanges: true }),
  ).rejects.toThrow("source failed");
  expect(await loaded.aggregate({ n: loaded.count() }).scalar()).toBe(4);
  expect((await snowflake.tables()).filter((name) => name.startsWith("avocet_draft"))).toEqual([]);
});

test("load splits many rows over several statements", async () => {
  const snowflake = await connection;
  const schema = new Map<string, core.DType>([
    ["n", core.int64],
    ["s", core.string],
  ]);
  const numbers = Array.from({ length: 20_000 }, (_, i) => i);
  const singleBatch = async function* (): AsyncGenerator<Batch> {
    yield { rowCount: numbers.length, columns: [numbers.map(BigInt), numbers.map((n) => `${n}`.repeat(100))] };
  };
  expect(await snowflake.load("many", schema, singleBatch())).toBe(20_000);
  const loaded = await snowflake.table("many", { n: core.int64, s: core.string });
  expect(await loaded.aggregate((c) => ({ sum: c.n.sum(), length: c.s.length().max() })).execute()).toEqual([
    { sum: 199_990_000, length: 500 },
  ]);
});
