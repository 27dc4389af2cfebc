import type { RunOptions } from "@avocet/core";
import { isAvocetError } from "@avocet/core";
import type { ConformanceBackend } from "./backend.js";
import type { Case, CaseGroup } from "./case.js";
import { groups as all } from "./cases/index.js";
import { runCase } from "./run.js";

/** As much of vitest, or of a runner like it, as is used. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  test(name: string, body: (context: { skip(note?: string): never }) => Promise<void>): void;
  beforeAll(body: () => Promise<void>): void;
  afterAll(body: () => Promise<void>): void;
}
type Literals = NonNullable<RunOptions["literals"]>;
export interface ConformanceOptions {
  readonly vitest: TestRunner;
  /** The groups to run; all unless told. */
  readonly groups?: readonly CaseGroup[];
  /** Whether the engine is a stand-in: cases that it is known to get wrong are skipped, with the reason. */
  readonly standIn?: boolean;
  /** Cases that are not run, by "group: name" or by group, with the reason: gaps that are known and declared. */
  readonly gaps?: Readonly<Record<string, string>>;
  /** In which ways each case is run: with its literals in the text, and beside it where that makes another statement, unless told. */
  readonly literals?: readonly Literals[];
}

/**
 * Makes a test of each case for a backend. What the dialect refuses shows as skipped, with what it says.
 * @example conformance(() => connect(), { vitest })
 */
export function conformance(connect: () => Promise<ConformanceBackend>, options: ConformanceOptions): void {
  const { vitest, groups = all, gaps = {} } = options;
  checkGaps(Object.keys(gaps), [...all, ...groups]);
  let backend: ConformanceBackend | undefined;
  vitest.beforeAll(async () => {
    backend = await connect();
  });
  vitest.afterAll(async () => {
    await backend?.close();
  });
  for (const { name, cases } of groups)
    vitest.describe(name, () => {
      for (const given of cases)
        vitest.test(given.name, async ({ skip }) => {
          if (!backend) throw new TypeError("there is no connection");
          const gap = gaps[`${name}: ${given.name}`] ?? gaps[name] ?? standInGap(given, backend, options);
          if (gap !== undefined) skip(gap);
          await check(backend, given, options.literals ?? ["inline", "bind"], skip);
        });
    });
}

/** A gap that names no case would hide nothing, and no one would see that it is out of date. */
function checkGaps(names: readonly string[], known: readonly CaseGroup[]): void {
  const cases = new Set(known.flatMap(({ name, cases }) => [name, ...cases.map((given) => `${name}: ${given.name}`)]));
  const unknown = names.filter((name) => !cases.has(name));
  if (unknown.length > 0) throw new RangeError(`there are no such cases: ${unknown.join("; ")}`);
}

/** Runs a case with its literals in each way that makes another statement. */
async function check(
  backend: ConformanceBackend,
  given: Case,
  literals: readonly Literals[],
  skip: (note?: string) => never,
): Promise<void> {
  const seen = new Set<string>();
  for (const how of given.kind === "scenario" ? literals.slice(0, 1) : literals) {
    const sql = sqlOf(backend, given, how);
    if (seen.has(sql)) continue;
    const outcome = await runCase(backend, given, { literals: how });
    if (outcome.is === "refused") skip(outcome.why);
    if (outcome.is === "different") throw new Error(`${outcome.how} (literals: ${how})\n${sql}`);
    seen.add(sql);
  }
}

const standInGap = (given: Case, backend: ConformanceBackend, options: ConformanceOptions): string | undefined => {
  const gap = options.standIn ? given.standIns?.[backend.dialect] : undefined;
  return gap && `the stand-in is wrong: ${gap.why} (${gap.link})`;
};
/** The text of the statement; none of a scenario, nor of what is refused, which shows when it is run. */
function sqlOf(backend: ConformanceBackend, given: Case, literals: Literals): string {
  if (given.kind === "scenario") return "";
  try {
    return backend.compile(given.table.relation, { literals }).sql;
  } catch (error) {
    if (isAvocetError(error)) return "";
    throw error;
  }
}
