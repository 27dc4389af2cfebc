import type { DType } from "@avocet/core";
import { int64 } from "@avocet/core";
import { overRows, returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "./values.js";

const numbered = (values: readonly unknown[]) => [...values, null, values[0]].map((a, id) => ({ id, a }));
const schemaOf = (dtype: DType) => ({ id: int64, a: dtype });

/** argmin, argmax, arbitrary, nth, hashes, approximate counts and rollups of every dtype. */
export const aggregatesAndWindows = group(
  "aggregates and windows by dtype",
  [...ORDERED, ...EQUATABLE, ...OPAQUE].flatMap(({ name, dtype, values }) => [
    overRows(
      `${name}: argmin, argmax and arbitrary`,
      schemaOf(dtype),
      numbered(values),
      (c) => ({ first: c.a.argmin(c.id), last: c.a.argmax(c.id), arbitrary: c.a.arbitrary({ where: c.id.eq(1) }) }),
      {
        first: values[0],
        last: values[0],
        arbitrary: values[1] ?? null,
      },
    ),
    returnsRows(
      `${name}: nth over a window`,
      rows(schemaOf(dtype), numbered(values))
        .select((c) => ({ id: c.id, second: c.a.nth(1).over({ orderBy: c.id, rows: [null, null] }) }))
        .orderBy("id"),
      numbered(values).map(({ id }, _, input) => ({ id, second: input[1]?.a })),
      { ordered: true },
    ),
    returnsRows(
      `${name}: hashes of equal values`,
      rows(schemaOf(dtype), numbered(values))
        .filter((c) => c.id.isin([0, values.length + 1]))
        .aggregate((c) => ({ n: c.a.hash().nunique(), type: c.a.typeof().min().length().gt(0) })),
      [{ n: 1, type: true }],
    ),
  ]),
  [...ORDERED, ...EQUATABLE].flatMap(({ name, dtype, values }) => [
    overRows(
      `${name}: approxNunique`,
      schemaOf(dtype),
      numbered(values),
      (c) => ({ isClose: c.a.approxNunique().between(Math.ceil(values.length / 2), values.length * 2) }),
      { isClose: true },
    ),
  ]),
  ORDERED.flatMap(({ name, dtype, values }) => [
    returnsRows(
      `${name}: rollup`,
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
