import type { DType } from "@avocet/core";
import { int64 } from "@avocet/core";
import { gives, overRows, rows } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "./values.js";

const numbered = (values: readonly unknown[]) => [...values, null, values[0]].map((a, id) => ({ id, a }));
const schemaOf = (dtype: DType) => ({ id: int64, a: dtype });

/** Reductions that pick values, places in windows, hashes and totals, of every dtype. */
export const picked = group(
  "values of each dtype, picked",
  [...ORDERED, ...EQUATABLE, ...OPAQUE].flatMap(({ name, dtype, values }) => [
    overRows(
      `${name}: argmin, argmax, arbitrary`,
      schemaOf(dtype),
      numbered(values),
      (c) => ({ first: c.a.argmin(c.id), last: c.a.argmax(c.id), some: c.a.arbitrary({ where: c.id.eq(1) }) }),
      {
        first: values[0],
        last: values[0],
        some: values[1] ?? null,
      },
    ),
    gives(
      `${name}: nth of a window`,
      rows(schemaOf(dtype), numbered(values))
        .select((c) => ({ id: c.id, second: c.a.nth(1).over({ orderBy: c.id, rows: [null, null] }) }))
        .orderBy("id"),
      numbered(values).map(({ id }, _, all) => ({ id, second: all[1]?.a })),
      { ordered: true },
    ),
    gives(
      `${name}: hashes of equal values`,
      rows(schemaOf(dtype), numbered(values))
        .filter((c) => c.id.isin([0, values.length + 1]))
        .aggregate((c) => ({ n: c.a.hash().nunique(), type: c.a.typeof().min().length().gt(0) })),
      [{ n: 1, type: true }],
    ),
  ]),
  [...ORDERED, ...EQUATABLE].flatMap(({ name, dtype, values }) => [
    overRows(
      `${name}: about how many`,
      schemaOf(dtype),
      numbered(values),
      (c) => ({ about: c.a.approxNunique().between(Math.ceil(values.length / 2), values.length * 2) }),
      { about: true },
    ),
  ]),
  ORDERED.flatMap(({ name, dtype, values }) => [
    gives(
      `${name}: totals`,
      rows(schemaOf(dtype), numbered(values))
        .rollup("a")
        .aggregate((c) => ({ total: c.a.grouping(), n: c.id.count() })),
      [
        ...values.map((a, i) => ({ a, total: 0, n: i === 0 ? 2 : 1 })),
        { a: null, total: 0, n: 1 },
        { a: null, total: 1, n: values.length + 2 },
      ],
    ),
  ]),
);
