import { describe, expect, test } from "vitest";
import { joinRounds, verbChain } from "../types/chain.js";
import counts from "../types/counts.json" with { type: "json" };
import { measure } from "../types/measure.js";

const WIDTH = 300;
const DEPTH = 50;

describe("type instantiations of the compiler", () => {
  test("a chain of 50 verbs on 300 columns needs at most 10 % more than recorded", () => {
    const { instantiations } = measure({ programs: { "chain.ts": verbChain(WIDTH, DEPTH) } });
    expect(instantiations).toBeGreaterThan(1000);
    expect(instantiations).toBeLessThan(40_000);
    expect(instantiations).toBeLessThan(counts.chain * 1.1);
  });
  test.each([
    ["verbs", (depth: number) => verbChain(90, depth)],
    ["joins and groups", joinRounds],
  ])("grow at most linearly with the number of %s", (_, program) => {
    const instantiationsOf = (depth: number) => measure({ programs: { "chain.ts": program(depth) } }).instantiations;
    const [baseline, short, long] = [instantiationsOf(0), instantiationsOf(12), instantiationsOf(24)];
    expect(long - baseline).toBeLessThan(3 * (short - baseline));
  });
  test("all TPC queries together need less than a million", () => {
    const { instantiations } = measure({ paths: ["bench/tpc/h/*.ts", "bench/tpc/ds/*.ts"] });
    expect(instantiations).toBeGreaterThan(10_000);
    expect(instantiations).toBeLessThan(1_000_000);
  }, 120_000);
});
