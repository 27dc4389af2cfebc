import type { AnyColumn, Columns, Condition } from "@avocet/core";
import { bool, decimal, float64, int64, string } from "@avocet/core";
import { overRows, returnsRows, rows } from "../../build.js";
import type { Case, Cells } from "../../case.js";

export const SCHEMA = { id: int64, g: string, n: int64, x: float64, y: float64, p: decimal(9, 2), s: string, b: bool };
type AggregateColumns = Columns<typeof SCHEMA>;
export interface Datum {
  readonly id: number;
  readonly g: string;
  readonly n: number | null;
  readonly x: number | null;
  readonly y: number | null;
  readonly p: string | null;
  readonly s: string | null;
  readonly b: boolean | null;
}
export const DATA: readonly Datum[] = [
  { id: 1, g: "a", n: 3, x: 1.5, y: 2, p: "1.50", s: "x", b: true },
  { id: 2, g: "a", n: 5, x: null, y: 4, p: "2.25", s: null, b: null },
  { id: 3, g: "b", n: null, x: -2, y: 1, p: null, s: "z", b: false },
  { id: 4, g: "b", n: 3, x: 10, y: null, p: "-0.75", s: "x", b: true },
  { id: 5, g: "a", n: -7, x: 4.25, y: 8, p: "100.00", s: "y", b: true },
  { id: 6, g: "c", n: null, x: null, y: null, p: null, s: null, b: null },
  { id: 7, g: "a", n: 5, x: 0, y: -3, p: "0.00", s: "", b: false },
];
export const present = <T>(list: readonly (T | null)[]): T[] => list.flatMap((v) => (v === null ? [] : [v]));

type Build = (c: AggregateColumns) => Readonly<Record<string, AnyColumn>>;
/** Cases for an aggregate over all rows, over no rows, with a condition, and per group. */
export function aggregateCases(
  name: string,
  build: (c: AggregateColumns, where?: Condition) => AnyColumn,
  expected: (list: readonly Datum[]) => unknown,
): Case[] {
  const buildValue: Build = (c) => ({ value: build(c) });
  const groups = ["a", "b", "c"];
  const table = rows(SCHEMA, DATA);
  const cells = (list: readonly Datum[]): Cells => ({ value: expected(list) });
  return [
    overRows(`${name}: over all rows`, SCHEMA, DATA, buildValue, cells(DATA)),
    overRows(`${name}: over no rows`, SCHEMA, [], buildValue, cells([])),
    overRows(
      `${name}: with a condition`,
      SCHEMA,
      DATA,
      (c) => ({ value: build(c, c.id.gt(2).and(c.id.lt(6))), none: build(c, c.id.gt(99)) }),
      {
        value: expected(DATA.filter(({ id }) => id > 2 && id < 6)),
        none: expected([]),
      },
    ),
    returnsRows(
      `${name}: per group`,
      table.groupBy("g").aggregate(buildValue).orderBy("g"),
      groups.map((g) => ({ g, ...cells(DATA.filter((row) => row.g === g)) })),
      { ordered: true },
    ),
  ];
}
