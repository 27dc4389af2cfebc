import { difference, rowsDifference, show } from "@avocet/conformance";
import { expect, test } from "vitest";

const EQUAL: readonly (readonly [unknown, unknown])[] = [
  [1, 1],
  [Number.NaN, Number.NaN],
  [null, null],
  [undefined, undefined],
  ["a", "a"],
  [new Date(5), new Date(5)],
  [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  [
    [1, [2, null]],
    [1, [2, null]],
  ],
  [
    { a: 1, b: { c: 2 } },
    { b: { c: 2 }, a: 1 },
  ],
  [
    new Map([
      ["a", 1],
      ["b", 2],
    ]),
    new Map([
      ["b", 2],
      ["a", 1],
    ]),
  ],
  [-0, 0],
];
test.each(EQUAL)("%o equals %o", (a, b) => {
  expect(difference(a, b)).toBeNull();
});

const DIFFERENT: readonly (readonly [unknown, unknown])[] = [
  [1, 2],
  [1, "1"],
  [1, 1n],
  [1, true],
  [0, null],
  [null, undefined],
  ["a", "A"],
  ["", null],
  [Number.NaN, null],
  [new Date(5), new Date(6)],
  [new Date(5), 5],
  [new Uint8Array([1]), new Uint8Array([1, 0])],
  [new Uint8Array([1]), [1]],
  [
    [1, 2],
    [2, 1],
  ],
  [[1], [1, null]],
  [[], null],
  [{ a: 1 }, { a: 1, b: null }],
  [{ a: 1, b: 2 }, { a: 1 }],
  [{ a: { b: 1 } }, { a: { b: 2 } }],
  [{ a: 1 }, new Map([["a", 1]])],
  [new Map([["a", 1]]), new Map([["a", 2]])],
  [new Map([[1, "a"]]), new Map([["1", "a"]])],
  [Number.POSITIVE_INFINITY, 1e308],
  [9007199254740993n, 9007199254740992n],
];
test.each(DIFFERENT)("%o does not equal %o", (a, b) => {
  expect(difference(a, b)).not.toBeNull();
  expect(difference(b, a)).not.toBeNull();
});

test("a difference is described with its path", () => {
  expect(difference({ a: [1, { b: "x" }] }, { a: [1, { b: "y" }] })).toBe('value.a.1.b: "x" instead of "y"');
  expect(rowsDifference([{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 3 }], true)).toBe("rows.1.a: 2 instead of 3");
  expect(rowsDifference([{ a: 1 }], [], true)).toBe("1 rows instead of 0: [{a: 1}]");
});
test("floats are compared with a relative tolerance, other values exactly", () => {
  expect(difference(1 + 1e-13, 1, 1e-12)).toBeNull();
  expect(difference(1 + 1e-11, 1, 1e-12)).not.toBeNull();
  expect(difference(1e300 * (1 + 1e-13), 1e300, 1e-12)).toBeNull();
  expect(difference(1e-13, 0, 1e-12)).not.toBeNull();
  expect(difference([0.1 + 0.2], [0.3], 1e-12)).toBeNull();
  expect(difference("1.0", "1", 1)).not.toBeNull();
  expect(difference(Number.NaN, 1, 1)).not.toBeNull();
});
test("unordered rows are compared as multisets", () => {
  const [a, b] = [
    { n: 1, s: "x" },
    { n: null, s: null },
  ];
  expect(rowsDifference([a, b, a], [a, a, b], false)).toBeNull();
  expect(rowsDifference([a, b], [b, a], true)).not.toBeNull();
  expect(rowsDifference([a, b, b], [a, a, b], false)).not.toBeNull();
  expect(rowsDifference([{ x: 0.1 + 0.2 }, { x: 0.1 }], [{ x: 0.1 }, { x: 0.3 }], false, 1e-12)).toBeNull();
});
test("show formats nested values", () => {
  expect(show({ a: [1, "x", null, 2n], d: new Date(0), m: new Map([["k", new Uint8Array([1])]]) })).toBe(
    '{a: [1, "x", null, 2n], d: Date(1970-01-01T00:00:00.000Z), m: map{"k": bytes{1}}}',
  );
  expect(show(new Date(Number.NaN))).toBe("Date(invalid)");
});
