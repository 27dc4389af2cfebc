import { int64, rank, string } from "@avocet/core";
import { expect, test } from "vitest";
import { rows } from "./run.js";

const t = rows({ g: string, k: int64, n: int64 }, [{ g: "a", k: 1, n: 10 }]);

test("windows that make no sense are refused when they are built", () => {
  expect(() => t.c.n.sum().over({ rows: [1, -1] })).toThrow(/starts at 1, after its end/);
  expect(() => t.c.n.sum().over({ orderBy: t.c.k, rows: [0.5, 1] })).toThrow(/whole number/);
  expect(() => t.c.n.sum().over({ rows: [-1, 0], groups: [-1, 0], orderBy: t.c.k })).toThrow(/one frame/);
  expect(() => t.c.n.sum().over({ range: [-1, 0] })).toThrow(/needs an order/);
  expect(() => t.c.n.sum().over({ orderBy: t.c.g, range: [-1, 0] })).toThrow(/distances of its own kind/);
  expect(() => rank().over({})).toThrow(/needs an order/);
  expect(() => rank().over({ orderBy: t.c.k, rows: [-1, 0] })).toThrow(/takes no frame/);
  expect(() => t.c.n.add(1).over({})).toThrow(/only a reduction or a ranking function/);
  expect(() => t.c.n.sum().over({}).over({})).toThrow(/window already/);
});
