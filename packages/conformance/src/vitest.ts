import type { RunOptions } from "@avocet/core";
import { isAvocetError } from "@avocet/core";
import type { ConformanceBackend } from "./backend.js";
import type { Case, CaseGroup } from "./case.js";
import { groups as allGroups } from "./cases/index.js";
import { runCase } from "./run.js";

/** The functions of vitest, or of a compatible test runner, that are used here. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  test(name: string, body: (context: { skip(note?: string): never }) => Promise<void>): void;
  beforeAll(body: () => Promise<void>): void;
  afterAll(body: () => Promise<void>): void;
}
type Literals = NonNullable<RunOptions["literals"]>;
export interface ConformanceOptions {
  readonly vitest: TestRunner;
  /** The groups to run; all by default. */
  readonly groups?: readonly CaseGroup[];
  /** Whether the engine is a stand-in. Cases that it is known to fail are then skipped with the reason. */
  readonly standIn?: boolean;
  /** Reasons for cases that are known to fail and are skipped, by "group: case" or by group. */
  readonly gaps?: Readonly<Record<string, string>>;
  /** How literals are compiled. By default each case runs inline, and again with bind parameters if the SQL differs. */
  readonly literals?: readonly Literals[];
}

/**
 * Defines a test for each case. Cases that the dialect refuses are skipped with the error message.
 * @example conformance(() => connect(), { vitest })
 */
export function conformance(connect: () => Promise<ConformanceBackend>, options: ConformanceOptions): void {
  const { vitest, groups = allGroups, gaps = {} } = options;
  validateGaps(Object.keys(gaps), [...allGroups, ...groups]);
  let backend: ConformanceBackend | undefined;
  vitest.beforeAll(async () => {
    backend = await connect();
  });
  vitest.afterAll(async () => {
    await backend?.close();
  });
  for (const { name, cases } of groups)
    vitest.describe(name, () => {
      for (const testCase of cases)
        vitest.test(testCase.name, async ({ skip }) => {
          if (!backend) throw new TypeError("Internal error: the connection was not opened before the tests.");
          const gap = gaps[`${name}: ${testCase.name}`] ?? gaps[name] ?? standInGap(testCase, backend, options);
          if (gap !== undefined) skip(gap);
          await checkCase(backend, testCase, options.literals ?? ["inline", "bind"], skip);
        });
    });
}

/** Rejects gaps that name no case: nobody would notice that they are out of date. */
function validateGaps(names: readonly string[], knownGroups: readonly CaseGroup[]): void {
  const cases = new Set(
    knownGroups.flatMap(({ name, cases }) => [name, ...cases.map((testCase) => `${name}: ${testCase.name}`)]),
  );
  const unknown = names.filter((name) => !cases.has(name));
  if (unknown.length > 0) throw new RangeError(`"gaps" names cases or groups that do not exist: ${unknown.join("; ")}`);
}

/** Runs a case once for each mode of literals that compiles to a different statement. */
async function checkCase(
  backend: ConformanceBackend,
  testCase: Case,
  literals: readonly Literals[],
  skip: (note?: string) => never,
): Promise<void> {
  const executedSql = new Set<string>();
  for (const mode of testCase.kind === "scenario" ? literals.slice(0, 1) : literals) {
    const sql = sqlOf(backend, testCase, mode);
    if (executedSql.has(sql)) continue;
    const outcome = await runCase(backend, testCase, { literals: mode });
    if (outcome.kind === "refused") skip(outcome.reason);
    if (outcome.kind === "different") throw new Error(`${outcome.difference} (literals: ${mode})\n${sql}`);
    executedSql.add(sql);
  }
}

const standInGap = (testCase: Case, backend: ConformanceBackend, options: ConformanceOptions): string | undefined => {
  const gap = options.standIn ? testCase.standIns?.[backend.dialect] : undefined;
  return gap && `the stand-in differs from the engine: ${gap.reason} (${gap.link})`;
};
/** The SQL of a case; empty for scenarios and for refused cases, whose error is reported when they run. */
function sqlOf(backend: ConformanceBackend, testCase: Case, literals: Literals): string {
  if (testCase.kind === "scenario") return "";
  try {
    return backend.compile(testCase.table.relation, { literals }).sql;
  } catch (error) {
    if (isAvocetError(error)) return "";
    throw error;
  }
}
