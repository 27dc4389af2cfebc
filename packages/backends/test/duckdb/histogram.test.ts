import { float64 } from "@avocet/core";
import { expect, test } from "vitest";
import { rows } from "./run.js";

test("bins that make no sense are refused", () => {
  const { c } = rows({ x: float64 }, [{ x: 1 }]);
  expect(() => c.x.histogram({ bins: 0 })).toThrow(/from 1/);
  expect(() => c.x.histogram({ bins: 1.5 })).toThrow(/whole number/);
  expect(() => c.x.histogram({ width: 0 })).toThrow(/above 0/);
});
