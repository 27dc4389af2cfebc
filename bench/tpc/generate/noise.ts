/**
 * Macros that compute pseudo-random values from a row number and a stream number with integer arithmetic below 2^63, so
 * that the values do not depend on an engine's random functions.
 */
export const noiseMacros: readonly string[] = [
  // Multiplies and folds the high half onto the low one, twice; drops the lowest bits, which are less random.
  "fold(x) as xor(x, x >> 15) * 741103597 % 4294967296",
  "noise(n, stream) as fold(fold((n * 2246822519 + stream * 3266489917) % 4294967296)) // 16",
  "between_(n, stream, low, high) as low + noise(n, stream) % (high - low + 1)",
  "one_in(n, stream, many) as noise(n, stream) % many = 0",
  "pick(n, stream, words) as words[1 + noise(n, stream) % len(words)]",
  "cents(n, stream, low, high) as (between_(n, stream, low, high) / 100)::decimal(15, 2)",
  "now_and_then(n, stream, value) as case when noise(n, stream) % 40 = 0 then null else value end",
];

export const createMacros = (macros: readonly string[]): string[] =>
  macros.map((m) => `create or replace temp macro ${m}`);
export const dropMacros = (macros: readonly string[]): string[] =>
  macros.map((m) => `drop macro ${m.slice(0, m.indexOf("("))}`);

/** Formats a list as an SQL literal. */
export const list = (items: readonly (string | number)[]): string =>
  `[${items.map((w) => (typeof w === "number" ? w : `'${w}'`)).join(", ")}]`;

/** Returns SQL for a phrase of `count` random words. */
export const phrase = (row: string, stream: number, items: readonly string[], count: number): string =>
  `concat_ws(' ', ${Array.from({ length: count }, (_, i) => `pick(${row}, ${stream + i}, ${list(items)})`).join(", ")})`;
