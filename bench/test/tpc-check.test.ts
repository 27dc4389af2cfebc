import { describe, expect, test } from "vitest";
import type { Answer } from "../tpc/check/answer.js";
import { cellOf, plainNumber } from "../tpc/check/answer.js";
import { difference } from "../tpc/check/compare.js";
import { digestDifference, digestOf } from "../tpc/check/digest.js";

// Three positions in the order: one row, two rows that tie, and two rows of which the limit keeps one.
const answer: Answer = {
  columns: [
    { name: "Key", kind: "text" },
    { name: null, kind: "exact" },
    { name: "mean", kind: "float" },
  ],
  rows: [
    ["a", "1.50", "0.1"],
    ["b", "2", "0.30000000000000004"],
    ["c", null, "1e21"],
    ["d", "4", "5"],
    ["e", "5", null],
  ],
  count: 4,
  groups: [1, 2, 2],
};
const names = ["key", "anything", "MEAN"];
const rows: (readonly unknown[])[] = [
  ["a", "1.5", 0.1],
  ["b", 2, 0.3],
  ["c", null, 1e21],
  ["d", 4n, 5],
];
const [a = [], b = [], c = [], d = []] = rows;
const verdicts = (result: { names: string[]; rows: (readonly unknown[])[] }) => [
  difference(result, answer) === null,
  digestDifference(result, digestOf(answer)) === null,
];

describe("comparison of a result with the answer, by row and by digest", () => {
  test("equal rows match", () => expect(verdicts({ names, rows })).toEqual([true, true]));
  test("rows that tie match in any order", () => expect(verdicts({ names, rows: [a, c, b, d] })).toEqual([true, true]));
  test("another row of a tie that the limit cuts matches", () =>
    expect(verdicts({ names, rows: [a, b, c, ["e", 5, null]] })).toEqual([true, true]));
  test("an unknown row in a tie that the limit cuts differs, but has the same digest", () =>
    expect(verdicts({ names, rows: [a, b, c, ["f", 5, null]] })).toEqual([false, true]));
  test("rows that do not tie differ in another order", () =>
    expect(verdicts({ names, rows: [b, a, c, d] })).toEqual([false, false]));
  test("a duplicate row differs", () => expect(verdicts({ names, rows: [a, b, b, d] })).toEqual([false, false]));
  test("a missing row differs", () => expect(verdicts({ names, rows: [a, b, c] })).toEqual([false, false]));
  test("an exact number within the tolerance of floats differs", () =>
    expect(verdicts({ names, rows: [["a", "1.500000000001", 0.1], b, c, d] })).toEqual([false, false]));
  test("a float within the tolerance matches", () =>
    expect(verdicts({ names, rows: [["a", "1.5", 0.10000000000001], b, c, d] })).toEqual([true, true]));
  test("a float beyond the tolerance differs", () =>
    expect(verdicts({ names, rows: [["a", "1.5", 0.100001], b, c, d] })).toEqual([false, false]));
  test("NULL and zero differ", () =>
    expect(verdicts({ names, rows: [a, b, ["c", 0, 1e21], d] })).toEqual([false, false]));
  test("another column name differs", () =>
    expect(difference({ names: ["k", "x", "mean"], rows }, answer)).toMatch(/k should be Key/));
});

test.each([
  ["15.0", "15"],
  ["1.50e1", "15"],
  ["-0.050", "-0.05"],
  ["5e-7", "0.0000005"],
  ["1.5e+21", "1500000000000000000000"],
  ["-0.00", "0"],
  ["007", "7"],
  ["100", "100"],
])("the plain form of %s is %s", (text, plain) => expect(plainNumber(text)).toBe(plain));

test("values of any type are converted to text", () => {
  expect(cellOf(12n, "exact")).toBe("12");
  expect(cellOf(0.1, "exact")).toBe("0.1");
  expect(cellOf("2000-01-31", "text")).toBe("2000-01-31");
  expect(cellOf(undefined, "text")).toBeNull();
});
