import type { Case, CaseGroup, TestRunner } from "@avocet/conformance";
import { conformance, fails, group, perRow, returnsRows, rows, runCase, scenario, values } from "@avocet/conformance";
import { AvocetError, int64, lit, param } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { fake } from "./fake.js";

const literalCase = values({ one: [lit(1), 1] }, { params: { p: 5 } })[0] as Case; // a list of one case
const columnCase = perRow("column", { n: int64 }, [{ n: 1 }, { n: null }], (c) => c.n.add(1), [2, null]);
const unorderedCase = returnsRows("unordered", rows({ n: int64 }, [{ n: 1 }, { n: 2 }]), [{ n: 1 }, { n: 2 }]);
const errorCase = fails("overflow", lit(1).add(1), ["data", "unknown-table"]);
const returning = (resultRows: readonly Readonly<Record<string, unknown>>[]) => fake({ rowsOf: () => resultRows });
const throwing = (error: unknown) =>
  fake({
    rowsOf: () => {
      throw error;
    },
  });
const unsupportedError = new AvocetError("unsupported-operation", "Add cannot be compiled for fake: no");

describe("runCase", () => {
  test("the expected rows are equal", async () => {
    expect(await runCase(returning([{ value: 1 }]), literalCase)).toEqual({ kind: "equal" });
    expect(
      await runCase(
        returning([
          { row: 0, value: 2 },
          { row: 1, value: null },
        ]),
        columnCase,
      ),
    ).toEqual({ kind: "equal" });
    expect(await runCase(returning([{ n: 2 }, { n: 1 }]), unorderedCase)).toEqual({ kind: "equal" });
  });
  test.each([
    ["a different value", literalCase, [{ value: 2 }]],
    ["NULL for a value", literalCase, [{ value: null }]],
    ["text for a number", literalCase, [{ value: "1" }]],
    ["no rows", literalCase, []],
    ["an extra row", literalCase, [{ value: 1 }, { value: 1 }]],
    [
      "a different order",
      columnCase,
      [
        { row: 1, value: null },
        { row: 0, value: 2 },
      ],
    ],
    [
      "a value for NULL",
      columnCase,
      [
        { row: 0, value: 2 },
        { row: 1, value: 1 },
      ],
    ],
    ["a duplicate row", unorderedCase, [{ n: 1 }, { n: 1 }]],
    ["a missing column", literalCase, [{}]],
  ])("%s is a difference", async (_, testCase, resultRows) => {
    expect(await runCase(returning(resultRows), testCase)).toMatchObject({ kind: "different" });
  });
  test("an unsupported operation is refused, other errors are thrown", async () => {
    expect(await runCase(throwing(unsupportedError), literalCase)).toEqual({
      kind: "refused",
      reason: unsupportedError.message,
    });
    await expect(runCase(throwing(new AvocetError("backend", "broken")), literalCase)).rejects.toThrow("broken");
    await expect(runCase(throwing(new Error("bug")), literalCase)).rejects.toThrow("bug");
  });
  test("an error case accepts any of its codes and reasons", async () => {
    const data = new AvocetError("backend", "out of range", { reason: "data" });
    expect(await runCase(throwing(data), errorCase)).toEqual({ kind: "equal" });
    expect(await runCase(throwing(new AvocetError("unknown-table", "gone")), errorCase)).toEqual({ kind: "equal" });
    expect(
      await runCase(throwing(new AvocetError("backend", "syntax", { reason: "syntax" })), errorCase),
    ).toMatchObject({
      kind: "different",
    });
    expect(await runCase(returning([{ value: 2 }]), errorCase)).toMatchObject({ kind: "different" });
    expect(await runCase(throwing(unsupportedError), errorCase)).toMatchObject({ kind: "refused" });
    await expect(runCase(throwing(new TypeError("bug")), errorCase)).rejects.toThrow("bug");
  });
  test("the outcome of a scenario is compared", async () => {
    const countScenario = scenario("count", async (on) => (await on.execute(rows({ n: int64 }, []))).length, 2);
    expect(await runCase(returning([{ n: 1 }, { n: 2 }]), countScenario)).toEqual({ kind: "equal" });
    expect(await runCase(returning([]), countScenario)).toMatchObject({ kind: "different" });
    expect(await runCase(throwing(unsupportedError), countScenario)).toMatchObject({ kind: "refused" });
  });
  test("parameters and options reach the backend", async () => {
    const received: unknown[] = [];
    const backend = fake({
      rowsOf: (_, options) => {
        received.push(options);
        return [{ value: 1 }];
      },
    });
    await runCase(backend, literalCase, { literals: "bind" });
    expect(received).toEqual([expect.objectContaining({ literals: "bind", params: { p: 5 } })]);
  });
});

/** Runs the tests that a function defines; returns their outcomes by name. */
async function runTests(define: (vitest: TestRunner) => void): Promise<Readonly<Record<string, string>>> {
  const tests: [string, (context: { skip(note?: string): never }) => Promise<void>][] = [];
  const beforeHooks: (() => Promise<void>)[] = [];
  const afterHooks: (() => Promise<void>)[] = [];
  let currentGroup = "";
  define({
    describe(name, body) {
      currentGroup = name;
      body();
    },
    test: (name, body) => tests.push([`${currentGroup}: ${name}`, body]),
    beforeAll: (body) => beforeHooks.push(body),
    afterAll: (body) => afterHooks.push(body),
  });
  const results: Record<string, string> = {};
  for (const body of beforeHooks) await body();
  for (const [name, body] of tests) {
    let note: string | undefined;
    try {
      await body({
        skip(reason) {
          note = reason;
          throw new Error("skipped");
        },
      });
      results[name] = "passed";
    } catch (error) {
      // Tests throw nothing but errors.
      results[name] = note === undefined ? `failed: ${(error as Error).message.split("\n")[0]}` : `skipped: ${note}`;
    }
  }
  for (const body of afterHooks) await body();
  return results;
}

describe("conformance", () => {
  const standIns = { fake: { reason: "it rounds", link: "https://example.com/docs" } };
  const caseGroups: readonly CaseGroup[] = [
    group("numbers", [literalCase, errorCase], values({ three: [lit(3), 3] }, { standIns })),
  ];
  const backend = fake({
    rowsOf: (relation) => {
      if (relation === errorRelation) throw unsupportedError;
      return [{ value: 1 }];
    },
  });
  const errorRelation = errorCase.kind === "error" ? errorCase.table.relation : undefined;

  test("cases pass, fail or are skipped, and the connection is closed", async () => {
    expect(await runTests((vitest) => conformance(async () => backend, { vitest, groups: caseGroups }))).toEqual({
      "numbers: one": "passed",
      "numbers: overflow": `skipped: ${unsupportedError.message}`,
      "numbers: three": "failed: rows.0.value: 1 instead of 3 (literals: inline)",
    });
    expect(backend.closed).toBe(true);
  });
  test("cases that a stand-in fails are skipped with the reason", async () => {
    const results = await runTests((vitest) =>
      conformance(async () => backend, { vitest, groups: caseGroups, standIn: true }),
    );
    expect(results["numbers: three"]).toBe(
      "skipped: the stand-in differs from the engine: it rounds (https://example.com/docs)",
    );
  });
  test("gaps are skipped by case or by group; a gap that names no case is an error", async () => {
    const caseGroups = [group("logic", values({ and: [lit(true), false] }), values({ or: [lit(true), false] }))];
    const results = await runTests((vitest) =>
      conformance(async () => backend, { vitest, groups: caseGroups, gaps: { "logic: and": "known" } }),
    );
    expect(results["logic: and"]).toBe("skipped: known");
    expect(results["logic: or"]).toMatch(/^failed/);
    const groupwise = await runTests((vitest) =>
      conformance(async () => backend, { vitest, groups: caseGroups, gaps: { logic: "not supported" } }),
    );
    expect(Object.values(groupwise)).toEqual(["skipped: not supported", "skipped: not supported"]);
    expect(() => conformance(async () => backend, { vitest: {} as TestRunner, gaps: { "logic: nand": "?" } })).toThrow(
      /cases or groups that do not exist: logic: nand/,
    ); // not used
  });
  test("a case runs again with bound literals if its SQL differs", async () => {
    const received: unknown[] = [];
    const backend = fake({
      rowsOf: (_, { literals }) => {
        received.push(literals);
        return [{ value: 1 }];
      },
      compile: (relation, options) =>
        relation === inlineCase.table.relation ? "SELECT" : `SELECT ${options?.literals}`,
    });
    const inlineCase = literalCase as Extract<Case, { kind: "rows" }>; // built by `values`
    const parameterCases = values({ p: [param("p", int64), 1] }, { params: { p: 1 } });
    await runTests((vitest) => conformance(async () => backend, { vitest, groups: [group("g", [inlineCase])] }));
    expect(received).toEqual(["inline"]);
    await runTests((vitest) => conformance(async () => backend, { vitest, groups: [group("g", parameterCases)] }));
    expect(received).toEqual(["inline", "inline", "bind"]);
    await runTests((vitest) =>
      conformance(async () => backend, { vitest, groups: [group("g", parameterCases)], literals: ["bind"] }),
    );
    expect(received).toEqual(["inline", "inline", "bind", "bind"]);
  });
});

describe("perRow", () => {
  test("perRow rejects a list of expected values of another length", () => {
    expect(() => perRow("n", { n: int64 }, [{ n: 1 }], (c) => c.n, [])).toThrow(/1 rows, 0 expected/);
  });
  test("perRow compares a record of expressions", async () => {
    const testCase = perRow(
      "n",
      { n: int64 },
      [{ n: 1 }],
      (c) => ({ a: c.n, b: c.n.add(1) }),
      ({ n }) => ({ a: n, b: n + 1 }),
    );
    expect(await runCase(returning([{ row: 0, a: 1, b: 2 }]), testCase)).toEqual({ kind: "equal" });
    expect(await runCase(returning([{ row: 0, a: 1, b: 1 }]), testCase)).toMatchObject({ kind: "different" });
  });
});
