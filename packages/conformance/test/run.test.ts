import type { Case, CaseGroup, TestRunner } from "@avocet/conformance";
import { conformance, fails, gives, group, perRow, rows, runCase, scenario, values } from "@avocet/conformance";
import { AvocetError, int64, lit, param } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { fake } from "./fake.js";

const one = values({ one: [lit(1), 1] }, { params: { p: 5 } })[0] as Case; // there is one
const two = perRow("two", { n: int64 }, [{ n: 1 }, { n: null }], (c) => c.n.add(1), [2, null]);
const bag = gives("bag", rows({ n: int64 }, [{ n: 1 }, { n: 2 }]), [{ n: 1 }, { n: 2 }]);
const failing = fails("overflow", lit(1).add(1), ["data", "unknown-table"]);
const says = (answer: readonly Readonly<Record<string, unknown>>[]) => fake({ answer: () => answer });
const throws = (error: unknown) =>
  fake({
    answer: () => {
      throw error;
    },
  });
const refused = new AvocetError("unsupported-operation", "Add cannot be compiled for fake: no");

describe("runCase", () => {
  test("the right rows are equal", async () => {
    expect(await runCase(says([{ value: 1 }]), one)).toEqual({ is: "equal" });
    expect(
      await runCase(
        says([
          { row: 0, value: 2 },
          { row: 1, value: null },
        ]),
        two,
      ),
    ).toEqual({ is: "equal" });
    expect(await runCase(says([{ n: 2 }, { n: 1 }]), bag)).toEqual({ is: "equal" });
  });
  test.each([
    ["another value", one, [{ value: 2 }]],
    ["NULL for a value", one, [{ value: null }]],
    ["text for a number", one, [{ value: "1" }]],
    ["no rows", one, []],
    ["more rows", one, [{ value: 1 }, { value: 1 }]],
    [
      "another order",
      two,
      [
        { row: 1, value: null },
        { row: 0, value: 2 },
      ],
    ],
    [
      "a value for NULL",
      two,
      [
        { row: 0, value: 2 },
        { row: 1, value: 1 },
      ],
    ],
    ["a row twice", bag, [{ n: 1 }, { n: 1 }]],
    ["a column that is missing", one, [{}]],
  ])("%s is seen", async (_, given, answer) => {
    expect(await runCase(says(answer), given)).toMatchObject({ is: "different" });
  });
  test("a refusal is told, another error goes on", async () => {
    expect(await runCase(throws(refused), one)).toEqual({ is: "refused", why: refused.message });
    await expect(runCase(throws(new AvocetError("backend", "broken")), one)).rejects.toThrow("broken");
    await expect(runCase(throws(new Error("bug")), one)).rejects.toThrow("bug");
  });
  test("a case that must fail: by code or by reason, in one of its ways", async () => {
    const data = new AvocetError("backend", "out of range", { reason: "data" });
    expect(await runCase(throws(data), failing)).toEqual({ is: "equal" });
    expect(await runCase(throws(new AvocetError("unknown-table", "gone")), failing)).toEqual({ is: "equal" });
    expect(await runCase(throws(new AvocetError("backend", "syntax", { reason: "syntax" })), failing)).toMatchObject({
      is: "different",
    });
    expect(await runCase(says([{ value: 2 }]), failing)).toMatchObject({ is: "different" });
    expect(await runCase(throws(refused), failing)).toMatchObject({ is: "refused" });
    await expect(runCase(throws(new TypeError("bug")), failing)).rejects.toThrow("bug");
  });
  test("a story is run, and what it comes to is compared", async () => {
    const story = scenario("count", async (on) => (await on.execute(rows({ n: int64 }, []))).length, 2);
    expect(await runCase(says([{ n: 1 }, { n: 2 }]), story)).toEqual({ is: "equal" });
    expect(await runCase(says([]), story)).toMatchObject({ is: "different" });
    expect(await runCase(throws(refused), story)).toMatchObject({ is: "refused" });
  });
  test("parameters and options reach the backend", async () => {
    const seen: unknown[] = [];
    const backend = fake({
      answer: (_, options) => {
        seen.push(options);
        return [{ value: 1 }];
      },
    });
    await runCase(backend, one, { literals: "bind" });
    expect(seen).toEqual([expect.objectContaining({ literals: "bind", params: { p: 5 } })]);
  });
});

/** What a runner of tests is asked to do, done at once. */
async function ran(make: (vitest: TestRunner) => void): Promise<Readonly<Record<string, string>>> {
  const tests: [string, (context: { skip(note?: string): never }) => Promise<void>][] = [];
  const before: (() => Promise<void>)[] = [];
  const after: (() => Promise<void>)[] = [];
  let inside = "";
  make({
    describe(name, body) {
      inside = name;
      body();
    },
    test: (name, body) => tests.push([`${inside}: ${name}`, body]),
    beforeAll: (body) => before.push(body),
    afterAll: (body) => after.push(body),
  });
  const results: Record<string, string> = {};
  for (const body of before) await body();
  for (const [name, body] of tests) {
    let note: string | undefined;
    try {
      await body({
        skip(why) {
          note = why;
          throw new Error("skipped");
        },
      });
      results[name] = "passed";
    } catch (error) {
      results[name] = note === undefined ? `failed: ${(error as Error).message.split("\n")[0]}` : `skipped: ${note}`; // thrown above
    }
  }
  for (const body of after) await body();
  return results;
}

describe("conformance", () => {
  const standIns = { fake: { why: "it rounds", link: "https://example.com/docs" } };
  const some: readonly CaseGroup[] = [group("numbers", [one, failing], values({ other: [lit(3), 3] }, { standIns }))];
  const answers = fake({
    answer: (relation) => {
      if (relation === failing_) throw refused;
      return [{ value: 1 }];
    },
  });
  const failing_ = failing.kind === "error" ? failing.table.relation : undefined;

  test("passes, failures and refusals show; the connection is closed", async () => {
    expect(await ran((vitest) => conformance(async () => answers, { vitest, groups: some }))).toEqual({
      "numbers: one": "passed",
      "numbers: overflow": `skipped: ${refused.message}`,
      "numbers: other": "failed: rows.0.value: 1 instead of 3 (literals: inline)",
    });
    expect(answers.closed).toBe(true);
  });
  test("what a stand-in gets wrong is skipped, with the reason, only where it is one", async () => {
    const results = await ran((vitest) => conformance(async () => answers, { vitest, groups: some, standIn: true }));
    expect(results["numbers: other"]).toBe("skipped: the stand-in is wrong: it rounds (https://example.com/docs)");
  });
  test("declared gaps are skipped, by case or by group; a gap that names no case is an error", async () => {
    const all = [group("logic", values({ and: [lit(true), false] }), values({ or: [lit(true), false] }))];
    const results = await ran((vitest) =>
      conformance(async () => answers, { vitest, groups: all, gaps: { "logic: and": "known" } }),
    );
    expect(results["logic: and"]).toBe("skipped: known");
    expect(results["logic: or"]).toMatch(/^failed/);
    const groupwise = await ran((vitest) =>
      conformance(async () => answers, { vitest, groups: all, gaps: { logic: "all of it" } }),
    );
    expect(Object.values(groupwise)).toEqual(["skipped: all of it", "skipped: all of it"]);
    expect(() => conformance(async () => answers, { vitest: {} as TestRunner, gaps: { "logic: nand": "?" } })).toThrow(
      /no such cases: logic: nand/,
    ); // nothing of it is used
  });
  test("literals beside the text are run where they make another statement", async () => {
    const seen: unknown[] = [];
    const backend = fake({
      answer: (_, { literals }) => {
        seen.push(literals);
        return [{ value: 1 }];
      },
      compile: (relation, options) => (relation === plain.table.relation ? "SELECT" : `SELECT ${options?.literals}`),
    });
    const plain = one as Extract<Case, { kind: "rows" }>; // as it was built
    const other = values({ p: [param("p", int64), 1] }, { params: { p: 1 } });
    await ran((vitest) => conformance(async () => backend, { vitest, groups: [group("g", [plain])] }));
    expect(seen).toEqual(["inline"]);
    await ran((vitest) => conformance(async () => backend, { vitest, groups: [group("g", other)] }));
    expect(seen).toEqual(["inline", "inline", "bind"]);
    await ran((vitest) =>
      conformance(async () => backend, { vitest, groups: [group("g", other)], literals: ["bind"] }),
    );
    expect(seen).toEqual(["inline", "inline", "bind", "bind"]);
  });
});

describe("what cases are built of", () => {
  test("expected values beside rows that they do not fit are refused", () => {
    expect(() => perRow("n", { n: int64 }, [{ n: 1 }], (c) => c.n, [])).toThrow(/1 rows, 0 expected/);
  });
  test("several expressions of a row", async () => {
    const given = perRow(
      "n",
      { n: int64 },
      [{ n: 1 }],
      (c) => ({ a: c.n, b: c.n.add(1) }),
      ({ n }) => ({ a: n, b: n + 1 }),
    );
    expect(await runCase(says([{ row: 0, a: 1, b: 2 }]), given)).toEqual({ is: "equal" });
    expect(await runCase(says([{ row: 0, a: 1, b: 1 }]), given)).toMatchObject({ is: "different" });
  });
});
