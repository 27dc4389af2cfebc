/** Bundles a program with esbuild, minified. Returns the size of what loads at once, and the size of each of its files. */
export function bundle(
  source: string,
  splitting?: boolean,
): Promise<{ readonly gzip: number; readonly bytes: number; readonly inputs: Readonly<Record<string, unknown>> }>;
