import type { Schema } from "avocet";
import { int64, lit, Table, table } from "avocet";
import { duckdb } from "avocet/dialects/duckdb";
import { query as q01 } from "../tpc/h/q01.js";
import { query as q02 } from "../tpc/h/q02.js";
import { query as q03 } from "../tpc/h/q03.js";
import { query as q04 } from "../tpc/h/q04.js";
import { query as q05 } from "../tpc/h/q05.js";
import { query as q06 } from "../tpc/h/q06.js";
import { query as q07 } from "../tpc/h/q07.js";
import { query as q08 } from "../tpc/h/q08.js";
import { query as q09 } from "../tpc/h/q09.js";
import { query as q10 } from "../tpc/h/q10.js";
import { query as q11 } from "../tpc/h/q11.js";
import { query as q12 } from "../tpc/h/q12.js";
import { query as q13 } from "../tpc/h/q13.js";
import { query as q14 } from "../tpc/h/q14.js";
import { query as q15 } from "../tpc/h/q15.js";
import { query as q16 } from "../tpc/h/q16.js";
import { query as q17 } from "../tpc/h/q17.js";
import { query as q18 } from "../tpc/h/q18.js";
import { query as q19 } from "../tpc/h/q19.js";
import { query as q20 } from "../tpc/h/q20.js";
import { query as q21 } from "../tpc/h/q21.js";
import { query as q22 } from "../tpc/h/q22.js";
import { tpch } from "../tpc/h/schema.js";

interface Measure {
  readonly name: string;
  /** The limit in milliseconds. */
  readonly target: number;
  readonly run: () => void;
  readonly times?: number;
}

const wideTable = (columns: number, name = "t") =>
  new Table<Schema>(
    table(name, Object.fromEntries(Array.from({ length: columns }, (_, i) => [`c${i}`, int64]))).relation,
  );

const queries = {
  q01,
  q02,
  q03,
  q04,
  q05,
  q06,
  q07,
  q08,
  q09,
  q10,
  q11,
  q12,
  q13,
  q14,
  q15,
  q16,
  q17,
  q18,
  q19,
  q20,
  q21,
  q22,
};

/** Building and compiling expressions, with limits that users would not notice. */
export const measures: readonly Measure[] = [
  ...Object.entries(queries).map(
    ([number, query]): Measure => ({
      name: `TPC-H ${number}: build and compile`,
      target: 0.3,
      times: 200,
      run: () => void duckdb.compile(query(tpch).relation),
    }),
  ),
  {
    name: "200 chained mutates on 100 columns",
    target: 50,
    run() {
      let t = wideTable(100);
      for (let i = 0; i < 200; i++) t = new Table(t.mutate({ [`m${i % 7}`]: lit(i) }).relation);
    },
  },
  {
    name: "drop of one of 1,000 columns",
    target: 5,
    run: () => void wideTable(1000).drop("c500"),
  },
  {
    name: "union of 10,000 tables, built and compiled",
    target: 1000,
    run() {
      const [first, ...rest] = Array.from({ length: 10_000 }, (_, i) => wideTable(3, `t${i}`));
      if (first) duckdb.compile(first.union(rest).relation);
    },
  },
  {
    name: "x = x.add(x) 50 deep, built and compiled",
    target: 10,
    run() {
      const t = table("t", { x: int64 });
      let x = t.c.x.add(0);
      for (let i = 0; i < 50; i++) x = x.add(x);
      duckdb.compile(t.select({ x }).relation);
    },
  },
  {
    name: "a sum of 10,000 terms, built and compiled",
    target: 200,
    run() {
      const t = table("t", { x: int64 });
      let x = t.c.x.add(0);
      for (let i = 1; i < 10_000; i++) x = x.add(lit(i, int64));
      duckdb.compile(t.select({ x }).relation);
    },
  },
  {
    name: "10,000 chained filters, built and compiled",
    target: 1000,
    run() {
      let t = table("t", { x: int64 });
      for (let i = 0; i < 10_000; i++) t = t.filter((c) => c.x.ne(i));
      duckdb.compile(t.relation);
    },
  },
];

/** Returns the median time of each measure in milliseconds, after a warm-up. */
export function measure(): { readonly name: string; readonly median: number; readonly target: number }[] {
  return measures.map(({ name, target, run, times = 7 }) => {
    const durations: number[] = [];
    for (let i = 0; i < Math.ceil(times / 2); i++) run();
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      run();
      durations.push(performance.now() - start);
    }
    return { name, target, median: durations.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0 };
  });
}
