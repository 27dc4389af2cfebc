import type { RunOptions } from "@avocet/core";
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
export interface ConformanceOptions {
  readonly vitest: TestRunner;
  /** The groups to run; all unless told. */
  readonly groups?: readonly CaseGroup[];
  /** Whether the engine is a stand-in: cases that it is known to get wrong are skipped, with the reason. */
  readonly standIn?: boolean;
  /** Cases that are not run, by "group: name" or by group, with the reason: gaps that are known and declared. */
  readonly gaps?: Readonly<Record<string, string>>;
  /** How often each case is run: with its literals in the text and beside it, unless told. */
  readonly literals?: readonly NonNullable<RunOptions["literals"]>[];
}

/**
 * Makes a test of each case for a backend. What the dialect refuses shows as skipped, with what it says.
 * @example conformance(() => connect(), { vitest })
 */
export function conformance(connect: () => Promise<ConformanceBackend>, options: ConformanceOptions): void {
  const { vitest, groups = all, gaps = {}, literals = ["inline", "bind"] } = options;
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
        for (const how of given.kind === "scenario" ? literals.slice(0, 1) : literals)
          vitest.test(
            literals.length > 1 && given.kind !== "scenario" ? `${given.name} (${how})` : given.name,
            async ({ skip }) => {
              if (!backend) throw new TypeError("there is no connection");
              const gap = gaps[`${name}: ${given.name}`] ?? gaps[name] ?? standInGap(given, backend, options);
              if (gap !== undefined) skip(gap);
              const outcome = await runCase(backend, given, { literals: how });
              if (outcome.is === "refused") skip(outcome.why);
              if (outcome.is === "different") throw new Error(`${outcome.how}\n${sqlOf(backend, given, how)}`);
            },
          );
    });
}

const standInGap = (given: Case, backend: ConformanceBackend, options: ConformanceOptions): string | undefined => {
  const gap = options.standIn ? given.standIns?.[backend.dialect] : undefined;
  return gap && `the stand-in is wrong: ${gap.why} (${gap.link})`;
};
function sqlOf(backend: ConformanceBackend, given: Case, literals: NonNullable<RunOptions["literals"]>): string {
  return given.kind === "scenario" ? "" : backend.compile(given.table.relation, { literals }).sql;
}
