// Arrays that the cases look at, and what JavaScript makes of them.
import type { AnyColumn, Columns } from "@avocet/core";
import { array, int64 } from "@avocet/core";
import { perRow } from "../../build.js";
import type { Case } from "../../case.js";

export const ARRAYS = { a: array(int64), b: array(int64), n: int64, m: int64 };
export type Cells = Columns<typeof ARRAYS>;
export type Numbers = readonly (number | null)[];
export interface Input {
  readonly a: Numbers | null;
  readonly b?: Numbers | null;
  readonly n?: number | null;
  readonly m?: number | null;
}
export const perList = (
  name: string,
  inputs: readonly Input[],
  build: (c: Cells) => AnyColumn | Readonly<Record<string, AnyColumn>>,
  expected: readonly unknown[] | ((input: Input) => unknown),
): Case => perRow(name, ARRAYS, inputs, (c) => build(c), expected);

export const LISTS: readonly (Numbers | null)[] = [
  null,
  [],
  [null],
  [1],
  [3, 1, null, 3, 2, null],
  [5, -4, 5, 7, 7, -4],
  [1, 2, 3, 4, 5],
];
export const lists: readonly Input[] = LISTS.map((a) => ({ a }));
export const crossed = <A, B>(as: readonly A[], bs: readonly B[]): (A & B)[] =>
  as.flatMap((a) => bs.map((b) => ({ ...a, ...b })));
export const present = (list: Numbers): number[] => list.filter((x) => x !== null);
export const sorted = (list: Numbers): number[] => present(list).sort((x, y) => x - y);
export const total = (list: Numbers): number => present(list).reduce((sum, x) => sum + x, 0);
/** NULL for an array without values. */
export const ofSome =
  (f: (list: Numbers) => unknown) =>
  (list: Numbers): unknown =>
    present(list).length === 0 ? null : f(list);
