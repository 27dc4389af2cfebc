// The tables that the examples of docstrings and documents use.
import type { Row, Schema, Table } from "avocet";
import { array, binary, date, float64, int64, json, map, memtable, string, struct, time, timestamp } from "avocet";
import type { DuckDBConnection } from "avocet/duckdb";

export const SCHEMAS = {
  orders: { order_id: int64, customer_id: int64, order_date: date, status: string },
  payments: { payment_id: int64, order_id: int64, payment_method: string, amount: float64 },
  events: { at: timestamp("UTC"), days: int64 },
  pages: { url: string },
  logs: { at: string, day: string, clock: string },
  files: { content: binary },
  posts: {
    author: string,
    tags: array(string),
    scores: array(int64),
    place: struct({ city: string, country: string }),
    counts: map(string, int64),
    meta: json,
    raw: string,
  },
  shifts: { starts: time },
} as const;
export type Samples = { readonly [K in keyof typeof SCHEMAS]: Table<(typeof SCHEMAS)[K]> };

const ROWS: { readonly [K in keyof typeof SCHEMAS]: readonly Partial<Row<(typeof SCHEMAS)[K]>>[] } = {
  orders: [
    { order_id: 1, customer_id: 1, order_date: "2018-01-01", status: "returned" },
    { order_id: 2, customer_id: 3, order_date: "2018-01-02", status: "completed" },
    { order_id: 3, customer_id: 1, order_date: "2018-01-04", status: "placed" },
    { order_id: 60, customer_id: 2, order_date: "2018-03-20", status: "return_pending" },
    { order_id: 61, customer_id: 2, order_date: "2018-03-21" },
  ],
  payments: [
    { payment_id: 1, order_id: 1, payment_method: "credit_card", amount: 10 },
    { payment_id: 2, order_id: 2, payment_method: "coupon", amount: 20.5 },
    { payment_id: 3, order_id: 2, payment_method: "credit_card", amount: 0 },
    { payment_id: 4, order_id: 60, payment_method: "gift_card", amount: 23 },
    { payment_id: 5, order_id: 99, payment_method: "coupon" },
  ],
  events: [
    { at: new Date("2018-03-25T00:30:00Z"), days: 2 },
    { at: new Date("2018-10-28T12:45:10.250Z"), days: 0 },
    {},
  ],
  pages: [{ url: "https://ann:pw@example.com:80/docs/index.html?page=2&q=a#top" }, { url: "no url" }, {}],
  logs: [{ at: "31/01/2026 10:20:30", day: "31/01/2026", clock: "10:20" }, {}],
  files: [{ content: new Uint8Array([1, 2, 3]) }, { content: new Uint8Array() }, {}],
  posts: [
    {
      author: "ann",
      tags: ["sql", "typescript", "draft"],
      scores: [3, 7, 5],
      place: { city: "Bergen", country: "Norway" },
      counts: new Map([["likes", 3]]),
      meta: { author: "ann", year: 2026, score: 1.5, draft: true, links: [{ href: "https://example.com" }] },
      raw: '{"a": 1}',
    },
    { author: "ben", tags: [], scores: [], counts: new Map(), meta: {}, raw: "null" },
    {},
  ],
  shifts: [{ starts: "09:00:00" }, {}],
};

/** Creates the tables in a database. Returns them, bound to the connection. */
export async function createSamples(connection: DuckDBConnection): Promise<Samples> {
  const entries: [string, Table][] = [];
  for (const [name, schema] of Object.entries(SCHEMAS) as [keyof typeof SCHEMAS, Schema][]) // the keys of SCHEMAS
    entries.push([name, await connection.createTable(name, memtable(ROWS[name], schema))]);
  return Object.fromEntries(entries) as unknown as Samples; // one table for each schema
}
