/** Implementations that produce the same result, by name. */
export interface Implementations {
  readonly [name: string]: () => Promise<unknown>;
}
/** How long an implementation takes. */
export interface Timing {
  readonly name: string;
  /** The median of all rounds, in milliseconds. */
  readonly millis: number;
}

/**
 * Times the implementations in turn over several rounds, so that other load on the machine affects all of them. An
 * additional first round warms up.
 */
export async function compareTimes(
  implementations: Implementations,
  rounds: number,
  repetitions = 1,
): Promise<readonly Timing[]> {
  const samples = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++)
    for (const [name, run] of Object.entries(implementations)) {
      globalThis.gc?.();
      const started = performance.now();
      for (let i = 0; i < repetitions; i++) await run();
      if (round > 0) samples.set(name, [...(samples.get(name) ?? []), (performance.now() - started) / repetitions]);
    }
  return [...samples].map(([name, durations]) => ({
    name,
    millis: durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0,
  }));
}

/** Prints each time and its speedup over the first, with the speedup that it should reach. */
export function printTimings(
  title: string,
  timings: readonly Timing[],
  minSpeedups: Readonly<Record<string, number>>,
): void {
  console.log(`\n${title}`);
  const base = timings[0]?.millis ?? 1;
  for (const { name, millis } of timings) {
    const ratio = base / millis;
    const minSpeedup = minSpeedups[name];
    const verdict = minSpeedup === undefined ? "" : `   at least ${minSpeedup}: ${ratio >= minSpeedup ? "yes" : "NO"}`;
    console.log(
      `  ${name.padEnd(42)} ${millis.toFixed(3).padStart(10)} ms   ${ratio.toFixed(2).padStart(6)} times${verdict}`,
    );
  }
}
