import { int64, rank, string } from "@avocet/core";
import { expect, test } from "vitest";
import { rows } from "./run.js";

const t = rows({ g: string, k: int64, n: int64 }, [{ g: "a", k: 1, n: 10 }]);

test("invalid windows are rejected when they are built", () => {
  expect(() => t.c.n.sum().over({ rows: [1, -1] })).toThrow(/starts at 1, after its end/);
  expect(() => t.c.n.sum().over({ orderBy: t.c.k, rows: [0.5, 1] })).toThrow(/must be an integer/);
  expect(() => t.c.n.sum().over({ rows: [-1, 0], groups: [-1, 0], orderBy: t.c.k })).toThrow(/one frame/);
  expect(() => t.c.n.sum().over({ range: [-1, 0] })).toThrow(/order/);
  expect(() => t.c.n.sum().over({ orderBy: t.c.g, range: [-1, 0] })).toThrow(/offsets of a range frame/);
  expect(() => rank().over({})).toThrow(/order/);
  expect(() => rank().over({ orderBy: t.c.k, rows: [-1, 0] })).toThrow(/frame/);
  expect(() => t.c.n.add(1).over({})).toThrow(/ranking|analytic/);
  expect(() => t.c.n.sum().over({}).over({})).toThrow(/window/);
});
