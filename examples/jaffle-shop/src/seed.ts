import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

// Generated rows in the shape of the genuine Jaffle Shop: 100 customers, 99 orders and 113 payments, or `scale` times
// as many.

const FIRST_NAMES =
  "Ada Amir Anna Ben Carla Chen Clara Dara David Diego Dora Elif Emil Erik Eva Farid Fiona Grace Hana Hugo Ida Ines Ivan Jana Jonas Julia Karim Lena Leo Lina Luca Maja Mara Mia Milan Nadia Nils Nora Olga Omar Otto Paul Petra Rosa Sami Sara Sven Tara Theo Yuki".split(
    " ",
  );
const DAYS = 99;
const SECOND_PAYMENTS = 14;
/** How many of 113 payments use each method. */
const METHODS = [
  ["credit_card", 55],
  ["bank_transfer", 33],
  ["coupon", 13],
  ["gift_card", 12],
] as const;

interface Order {
  readonly customer: number;
  readonly date: string;
  readonly status: string;
  readonly method: string;
  readonly cents: number;
}
/** The orders of customer 42, Diana S., are always these. */
const DIANA = 42;
const DIANAS_ORDERS: ReadonlyMap<number, Order> = new Map([
  [33, { customer: DIANA, date: "2018-02-04", status: "completed", method: "credit_card", cents: 2200 }],
  [71, { customer: DIANA, date: "2018-03-12", status: "shipped", method: "credit_card", cents: 500 }],
]);

/** Writes the three CSV files into a directory; the same scale always produces the same bytes. */
export async function writeSeeds(directory: string, scale = 1): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "raw_customers.csv"), chunked(customers(scale)));
  await writeFile(join(directory, "raw_orders.csv"), chunked(orders(scale)));
  await writeFile(join(directory, "raw_payments.csv"), chunked(payments(scale)));
}

/** Joins lines to chunks of about 100 kB, so that a large file takes few write calls. */
function* chunked(lines: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length > 100_000) {
      yield chunk;
      chunk = "";
    }
  }
  yield chunk;
}

function* customers(scale: number): Generator<string> {
  const random = randomNumbers(1);
  yield "id,first_name,last_name\n";
  for (let id = 1; id <= 100 * scale; id++) {
    const name = pick(FIRST_NAMES, random());
    const initial = String.fromCharCode(65 + Math.floor(random() * 26));
    yield id === DIANA ? `${id},Diana,S.\n` : `${id},${name},${initial}.\n`;
  }
}

function* orders(scale: number): Generator<string> {
  yield "id,user_id,order_date,status\n";
  for (const [id, { customer, date, status }] of eachOrder(scale)) yield `${id},${customer},${date},${status}\n`;
}

function* payments(scale: number): Generator<string> {
  const random = randomNumbers(3);
  let id = 0;
  yield "id,order_id,payment_method,amount\n";
  for (const [order, { method, cents }] of eachOrder(scale)) {
    yield `${++id},${order},${method},${cents}\n`;
    if (hasSecondPayment(order))
      yield `${++id},${order},${method === "coupon" ? "gift_card" : "coupon"},${amount(random())}\n`;
  }
}

function* eachOrder(scale: number): Generator<readonly [number, Order]> {
  const random = randomNumbers(2);
  const count = 99 * scale;
  for (let id = 1; id <= count; id++) {
    const day = Math.floor(((id - random()) / count) * DAYS);
    const order: Order = {
      customer: customer(random(), scale),
      date: new Date(Date.UTC(2018, 0, 1 + day)).toISOString().slice(0, 10),
      status: status(day, random()),
      method: method(random()),
      cents: amount(random()),
    };
    yield [id, DIANAS_ORDERS.get(id) ?? order];
  }
}

/** Fourteen of 99 orders have a second payment; those of Diana have not. */
const hasSecondPayment = (order: number): boolean => secondPaymentsUpTo(order) > secondPaymentsUpTo(order - 1);
const secondPaymentsUpTo = (order: number): number => Math.floor((order * SECOND_PAYMENTS + 50) / 99);

/** About six customers in ten place orders, some of them often; Diana places only her fixed ones. */
function customer(random: number, scale: number): number {
  const id = 1 + Math.floor(random ** 1.5 * 62 * scale) + Math.floor(random * 38 * scale);
  return id === DIANA ? id + 1 : id;
}

function status(day: number, random: number): string {
  if (random < 0.06) return day < 80 ? "returned" : "return_pending";
  return day < 66 ? "completed" : day < 84 ? "shipped" : "placed";
}

function method(random: number): string {
  let remainingShare = random * 113;
  for (const [name, share] of METHODS) {
    remainingShare -= share;
    if (remainingShare < 0) return name;
  }
  return "credit_card";
}

/** An amount in cents, a multiple of 100 from 0 to 3000. */
const amount = (random: number): number => Math.floor(random * 31) * 100;
const pick = (names: readonly string[], random: number): string => names[Math.floor(random * names.length)] ?? "Alex";

/** A generator of numbers in [0, 1), deterministic by seed: mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
