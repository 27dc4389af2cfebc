import * as ir from "@avocet/core/ir";
import { expect, expectTypeOf, test } from "vitest";
import type { DialectSpecificOp, Rule, Rules } from "../src/index.js";
import { completeRules, noRules, standardFamilies, standardRules, unsupportedRules } from "../src/index.js";

const rule: Rule<"TryCast"> = ({ arg }) => arg;

test("at least 180 operations have a standard rule", () => {
  const names = Object.keys(ir.operations);
  expect(Object.keys(standardRules).filter((name) => names.includes(name)).length).toBeGreaterThanOrEqual(180);
});

test("each standard rule is in exactly one family", () => {
  const names = Object.values(standardFamilies).flatMap((family) => Object.keys(family));
  expect([...names].sort()).toEqual(Object.keys(standardRules).sort());
});

test("a rule of a dialect overrides the standard rule, and a later rule an earlier one", () => {
  const lower: Rule<"Lowercase"> = ({ arg }) => arg;
  const rules = completeRules(noRules("not yet"), { Lowercase: lower, TryCast: ({ arg }) => arg }, { TryCast: rule });
  expect(rules.Lowercase).toBe(lower);
  expect(rules.TryCast).toBe(rule);
  expect(rules.Uppercase).toEqual(expect.objectContaining({ unsupported: "not yet" }));
});

test("the type checker finds an operation that has neither a standard rule nor a rule of the dialect", () => {
  // @ts-expect-error -- all dialect-specific operations but TryCast are missing
  const incomplete: Rules = completeRules({ TryCast: rule });
  // @ts-expect-error -- the same for a dialect that spreads the standard rules
  const spread: Rules = { ...standardRules, TryCast: rule };
  expect([incomplete.TryCast, spread.TryCast]).toEqual([rule, rule]);
  expectTypeOf<Exclude<ir.OpName, keyof typeof standardRules>>().toEqualTypeOf<DialectSpecificOp>();
});

test("unsupportedRules refuses the named operations only", () => {
  const rules = { ...standardRules, ...unsupportedRules(["Reverse"], "no such function", "use another engine") };
  expect(rules.Reverse).toEqual({ unsupported: "no such function", alternative: "use another engine" });
  expect(rules.Uppercase).toBe(standardRules.Uppercase);
});
