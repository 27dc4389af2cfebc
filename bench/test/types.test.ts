import { describe, expect, test } from "vitest";
import { chain, rounds } from "../types/chain.js";
import counts from "../types/counts.json" with { type: "json" };
import { measure } from "../types/measure.js";

const WIDTH = 300;
const DEPTH = 50;

describe("the work of the compiler", () => {
  test("on a chain of 50 verbs over 300 columns stays where it is", () => {
    const { instantiations } = measure({ programs: { "chain.ts": chain(WIDTH, DEPTH) } });
    expect(instantiations).toBeGreaterThan(1000);
    expect(instantiations).toBeLessThan(40_000);
    expect(instantiations).toBeLessThan(counts.chain * 1.1);
  });
  test.each([
    ["verbs", (depth: number) => chain(90, depth)],
    ["joins and groups", rounds],
  ])("grows with the number of %s, not faster", (_, program) => {
    const of = (n: number) => measure({ programs: { "chain.ts": program(n) } }).instantiations;
    const [none, once, twice] = [of(0), of(12), of(24)];
    expect(twice - none).toBeLessThan(3 * (once - none));
  });
  test("on all TPC queries together is under a million", () => {
    const { instantiations } = measure({ paths: ["bench/tpc/h/*.ts", "bench/tpc/ds/*.ts"] });
    expect(instantiations).toBeGreaterThan(10_000);
    expect(instantiations).toBeLessThan(1_000_000);
  }, 120_000);
});
