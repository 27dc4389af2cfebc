import { float64, int64 } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { rows, run } from "./run.js";

const numbers = (values: readonly (number | null)[]) =>
  rows(
    { nth: int64, x: float64 },
    values.map((x, nth) => ({ nth, x })),
  );
const binsOf = async (
  values: readonly (number | null)[],
  options: { bins: number } | { width: number; base?: number },
) =>
  (
    await run(
      numbers(values)
        .mutate((c) => ({ bin: c.x.histogram(options) }))
        .orderBy("nth"),
    )
  ).map((row) => row.bin);

describe("histogram", () => {
  test("bins between the extremes, the largest value in the last", async () => {
    expect(await binsOf([0, 1, 4.9, 5, 9.9, 10, null], { bins: 2 })).toEqual([0, 0, 0, 1, 1, 1, null]);
    expect(await binsOf([-4, 0, 4], { bins: 4 })).toEqual([0, 2, 3]);
  });
  test("values that are all equal are in the first bin", async () => {
    expect(await binsOf([3, 3, null], { bins: 5 })).toEqual([0, 0, null]);
    expect(await binsOf([null], { bins: 5 })).toEqual([null]);
  });
  test("bins of a width", async () => {
    expect(await binsOf([-0.5, 0, 9.99, 10, null], { width: 10 })).toEqual([-1, 0, 0, 1, null]);
    expect(await binsOf([1, 5, 6], { width: 5, base: 1 })).toEqual([0, 0, 1]);
  });
  test("as a key of groups", async () => {
    const counted = numbers([0, 1, 5, 10, null])
      .groupBy((c) => ({ bin: c.x.histogram({ bins: 2 }) }))
      .count();
    expect(await run(counted.orderBy("bin"))).toEqual([
      { bin: 0, count: 2 },
      { bin: 1, count: 2 },
      { bin: null, count: 1 },
    ]);
  });
  test("bins that make no sense are refused", () => {
    const { c } = numbers([1]);
    expect(() => c.x.histogram({ bins: 0 })).toThrow(/from 1/);
    expect(() => c.x.histogram({ bins: 1.5 })).toThrow(/whole number/);
    expect(() => c.x.histogram({ width: 0 })).toThrow(/above 0/);
  });
});
