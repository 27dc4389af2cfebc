// Input arrays of the cases, and helpers that compute expected values in JavaScript.
import type { AnyColumn, Columns } from "@avocet/core";
import { array, int64 } from "@avocet/core";
import { perRow } from "../../build.js";
import type { Case } from "../../case.js";

export const ARRAY_SCHEMA = { a: array(int64), b: array(int64), n: int64, m: int64 };
export type Cells = Columns<typeof ARRAY_SCHEMA>;
export type Numbers = readonly (number | null)[];
export interface Input {
  readonly a: Numbers | null;
  readonly b?: Numbers | null;
  readonly n?: number | null;
  readonly m?: number | null;
}
export const perArray = (
  name: string,
  inputs: readonly Input[],
  build: (c: Cells) => AnyColumn | Readonly<Record<string, AnyColumn>>,
  expected: readonly unknown[] | ((input: Input) => unknown),
): Case => perRow(name, ARRAY_SCHEMA, inputs, (c) => build(c), expected);

export const ARRAY_VALUES: readonly (Numbers | null)[] = [
  null,
  [],
  [null],
  [1],
  [3, 1, null, 3, 2, null],
  [5, -4, 5, 7, 7, -4],
  [1, 2, 3, 4, 5],
];
export const arrayRows: readonly Input[] = ARRAY_VALUES.map((a) => ({ a }));
export const crossJoin = <A, B>(lefts: readonly A[], rights: readonly B[]): (A & B)[] =>
  lefts.flatMap((a) => rights.map((b) => ({ ...a, ...b })));
export const present = (list: Numbers): number[] => list.filter((x) => x !== null);
export const sorted = (list: Numbers): number[] => present(list).sort((x, y) => x - y);
export const sum = (list: Numbers): number => present(list).reduce((sum, x) => sum + x, 0);
/** Applies a function to an array; NULL if the array has only NULLs or is empty. */
export const nullIfEmpty =
  (f: (list: Numbers) => unknown) =>
  (list: Numbers): unknown =>
    present(list).length === 0 ? null : f(list);
