import { float64, int64, intervalFrom, string, timestamp } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, "0")}:00`;
const TRADES = [
  { id: 1, symbol: "A", minute: 5, qty: 10 },
  { id: 2, symbol: "A", minute: 1, qty: 20 },
  { id: 3, symbol: "B", minute: 30, qty: 30 },
  { id: 4, symbol: "C", minute: 9, qty: 40 },
  { id: 5, symbol: "A", minute: 12, qty: null },
  { id: 6, symbol: null, minute: 12, qty: 0 },
];
const QUOTES = [
  { symbol: "A", minute: 2, bid: 1.5 },
  { symbol: "A", minute: 5, bid: 1.75 },
  { symbol: "A", minute: 20, bid: 2 },
  { symbol: "B", minute: 3, bid: 7 },
  { symbol: null, minute: 3, bid: 9 },
];
const trades = rows(
  { id: int64, symbol: string, at: timestamp(), qty: int64 },
  TRADES.map(({ minute, ...row }) => ({ ...row, at: at(minute) })),
);
const quotes = rows(
  { symbol: string, at: timestamp(), bid: float64 },
  QUOTES.map(({ minute, ...row }) => ({ ...row, at: at(minute) })),
);
/** The bid of the nearest quote of each trade, in plain JavaScript. */
const nearestBid = (
  matches: (trade: number, quote: number) => boolean,
  latest: boolean,
  maxDistance = Number.POSITIVE_INFINITY,
) =>
  TRADES.map(({ id, symbol, minute }) => {
    const [first] = QUOTES.filter(
      (quote) => symbol !== null && quote.symbol === symbol && matches(minute, quote.minute),
    ).sort((a, b) => (latest ? b.minute - a.minute : a.minute - b.minute));
    return { id, bid: first && Math.abs(first.minute - minute) <= maxDistance ? first.bid : null };
  });
const steps = rows({ from: int64, label: string }, [
  { from: 0, label: "low" },
  { from: 15, label: "middle" },
  { from: 35, label: "high" },
]);
const fourMinutes = { minutes: 4 };

/** As-of joins. */
export const asofJoins = group("as-of joins", [
  returnsRows(
    "the latest quote at or before the trade",
    trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.ge(r.at) }).select("id", "bid"),
    nearestBid((a, b) => a >= b, true),
  ),
  returnsRows(
    "the latest quote before the trade",
    trades.asofJoin(quotes, "symbol", { on: (l, r) => r.at.lt(l.at) }).select("id", "bid"),
    nearestBid((a, b) => a > b, true),
  ),
  returnsRows(
    "the earliest quote at or after the trade",
    trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.le(r.at) }).select("id", "bid"),
    nearestBid((a, b) => a <= b, false),
  ),
  returnsRows(
    "the earliest quote after the trade",
    trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.lt(r.at) }).select("id", "bid"),
    nearestBid((a, b) => a < b, false),
  ),
  returnsRows(
    "the latest quote within a tolerance",
    trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.ge(r.at), tolerance: fourMinutes }).select("id", "bid"),
    nearestBid((a, b) => a >= b, true, 4),
  ),
  returnsRows(
    "the earliest quote within a tolerance",
    trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.le(r.at), tolerance: fourMinutes }).select("id", "bid"),
    nearestBid((a, b) => a <= b, false, 4),
  ),
  returnsRows(
    "the latest quote within a tolerance from a column",
    trades
      .asofJoin(quotes, "symbol", {
        on: (l, r) => r.at.le(l.at),
        tolerance: intervalFrom({ minutes: trades.c.id.mul(0).add(4) }),
      })
      .select("id", "bid"),
    nearestBid((a, b) => a >= b, true, 4),
  ),
  returnsRows(
    "all columns of the quote are NULL without a match",
    trades
      .asofJoin(quotes, "symbol", { on: (l, r) => l.at.ge(r.at) })
      .filter((c) => c.id.le(2))
      .orderBy("id"),
    [
      { id: 1, symbol: "A", at: new Date(`${at(5)}Z`), qty: 10, at_right: new Date(`${at(5)}Z`), bid: 1.75 },
      { id: 2, symbol: "A", at: new Date(`${at(1)}Z`), qty: 20, at_right: null, bid: null },
    ],
    { ordered: true },
  ),
  returnsRows(
    "a join on numbers without keys, within a tolerance",
    trades
      .asofJoin(steps, [], { on: (l, r) => l.qty.ge(r.from), tolerance: 12 })
      .select("id", "label")
      .orderBy("id"),
    ["low", "middle", null, "high", null, "low"].map((label, i) => ({ id: i + 1, label })),
    { ordered: true },
  ),
  returnsRows(
    "a join with a table without rows",
    trades
      .asofJoin(quotes.filter(false), "symbol", { on: (l, r) => l.at.ge(r.at) })
      .select("bid")
      .distinct(),
    [{ bid: null }],
  ),
]);
