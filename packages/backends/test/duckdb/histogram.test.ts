import { float64 } from "@avocet/core";
import { expect, test } from "vitest";
import { rows } from "./run.js";

test("invalid histogram bins are rejected", () => {
  const { c } = rows({ x: float64 }, [{ x: 1 }]);
  expect(() => c.x.histogram({ bins: 0 })).toThrow(/bins/);
  expect(() => c.x.histogram({ bins: 1.5 })).toThrow(/bins/);
  expect(() => c.x.histogram({ width: 0 })).toThrow(/must be a positive number/);
});
