/** Ways to the same result, with how long each takes. */
export interface Ways {
  readonly [name: string]: () => Promise<unknown>;
}
export interface Taken {
  readonly name: string;
  /** Milliseconds, the median of the rounds. */
  readonly millis: number;
}

/** Runs all ways in turn, several rounds, so that what else the machine does meets all of them. The first round warms up. */
export async function compare(ways: Ways, rounds: number, times = 1): Promise<readonly Taken[]> {
  const taken = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++)
    for (const [name, way] of Object.entries(ways)) {
      globalThis.gc?.();
      const started = performance.now();
      for (let i = 0; i < times; i++) await way();
      if (round > 0) taken.set(name, [...(taken.get(name) ?? []), (performance.now() - started) / times]);
    }
  return [...taken].map(([name, each]) => ({
    name,
    millis: each.toSorted((a, b) => a - b)[Math.floor(each.length / 2)] ?? 0,
  }));
}

/** Prints how long each took, and how many times as fast as the first it was beside what it should be. */
export function print(title: string, taken: readonly Taken[], wanted: Readonly<Record<string, number>>): void {
  console.log(`\n${title}`);
  const base = taken[0]?.millis ?? 1;
  for (const { name, millis } of taken) {
    const ratio = base / millis;
    const least = wanted[name];
    const verdict = least === undefined ? "" : `   at least ${least}: ${ratio >= least ? "yes" : "NO"}`;
    console.log(
      `  ${name.padEnd(42)} ${millis.toFixed(3).padStart(10)} ms   ${ratio.toFixed(2).padStart(6)} times${verdict}`,
    );
  }
}
