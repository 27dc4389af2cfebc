import * as a from "@avocet/core";
import { type Batch, EXACT_ENCODING } from "@avocet/core/backend";
import { afterAll, expect, test } from "vitest";
import { connect } from "../../src/snowflake/index.js";
import { testRoundTrips } from "../round-trips.js";
import { standIn } from "./run.js";

const server = await standIn();
const opened = connect({ url: server.url });
afterAll(async () => {
  await (await opened).close();
  await server.stop();
});

testRoundTrips(() => opened, { runs: 5 });

test("rows from elsewhere: all of them arrive, or none", async () => {
  const snowflake = await opened;
  const dtypes = {
    i: a.int64,
    f: a.float64,
    s: a.string,
    y: a.binary,
    n: a.decimal(38, 20),
    d: a.date,
    t: a.time,
    w: a.timestamp(),
    z: a.timestamp("UTC"),
    v: a.interval,
    j: a.json,
    a: a.array(a.string),
    m: a.map(a.string, a.date),
    x: a.struct({ p: a.decimal(10, 2), q: a.array(a.int64) }),
  };
  const full = {
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
  const none = Object.fromEntries(Object.keys(full).map((name) => [name, null]));
  const schema = new Map<string, a.DType>(Object.entries(dtypes));
  const columns = [...schema.keys()].map((name) => [
    name === "j" ? JSON.stringify(full.j) : Reflect.get(full, name),
    null,
  ]);
  const two = async function* (): AsyncGenerator<Batch> {
    yield { rowCount: 2, columns };
    yield { rowCount: 2, columns };
  };
  expect(await snowflake.load("loaded", schema, two(), { allowDTypeChanges: true })).toBe(4);
  const back = await snowflake.table("loaded", dtypes);
  const rows = await back.execute({ values: { ...EXACT_ENCODING, json: "parsed" } });
  expect(rows.filter((row) => row.i !== null)).toEqual([full, full]);
  expect(rows.filter((row) => row.i === null)).toEqual([none, none]);
  await expect(snowflake.load("loaded", schema, two())).rejects.toThrow("already");
  const broken = async function* (): AsyncGenerator<Batch> {
    yield { rowCount: 1, columns: columns.map((column) => column.slice(1)) };
    throw new Error("broken off");
  };
  await expect(snowflake.load("loaded", schema, broken(), { replace: true, allowDTypeChanges: true })).rejects.toThrow(
    "broken off",
  );
  expect(await back.aggregate({ n: back.count() }).scalar()).toBe(4);
  expect((await snowflake.tables()).filter((name) => name.startsWith("avocet_draft"))).toEqual([]);
});

test("many rows from elsewhere, in several statements", async () => {
  const snowflake = await opened;
  const schema = new Map<string, a.DType>([
    ["n", a.int64],
    ["s", a.string],
  ]);
  const numbers = Array.from({ length: 20_000 }, (_, i) => i);
  const one = async function* (): AsyncGenerator<Batch> {
    yield { rowCount: numbers.length, columns: [numbers.map(BigInt), numbers.map((n) => `${n}`.repeat(100))] };
  };
  expect(await snowflake.load("many", schema, one())).toBe(20_000);
  const many = await snowflake.table("many", { n: a.int64, s: a.string });
  expect(await many.aggregate((c) => ({ sum: c.n.sum(), length: c.s.length().max() })).execute()).toEqual([
    { sum: 199_990_000, length: 500 },
  ]);
});
