/** Describes the first difference between two values, with its path; null if they are equal. */
export function difference(actual: unknown, expected: unknown, tolerance = 0, path = "value"): string | null {
  if (isEqual(actual, expected, tolerance)) return null;
  const [actualParts, expectedParts] = [structureOf(actual), structureOf(expected)];
  if (actualParts && expectedParts && actualParts.kind === expectedParts.kind) {
    if (actualParts.entries.length !== expectedParts.entries.length)
      return `${path}: ${show(actual)} instead of ${show(expected)}`;
    for (const [i, [key, value]] of expectedParts.entries.entries()) {
      const [actualKey, actualValue] = actualParts.entries[i] ?? [];
      if (actualKey !== key) return `${path}: ${show(actual)} instead of ${show(expected)}`;
      const mismatch = difference(actualValue, value, tolerance, `${path}.${key}`);
      if (mismatch) return mismatch;
    }
    return null;
  }
  return `${path}: ${show(actual)} instead of ${show(expected)}`;
}

/**
 * Describes the first difference between two lists of rows; null if they are equal. Without an order, both are sorted
 * first.
 * @example rowsDifference([{ a: 1 }], [{ a: 1 }], true) // null
 */
export function rowsDifference(
  actual: readonly unknown[],
  expected: readonly unknown[],
  ordered: boolean,
  tolerance = 0,
): string | null {
  if (actual.length !== expected.length) return `${actual.length} rows instead of ${expected.length}: ${show(actual)}`;
  const arrange = (list: readonly unknown[]) => (ordered ? list : [...list].sort(compareSortText));
  return difference(arrange(actual), arrange(expected), tolerance, "rows");
}
/** Compares floats by their leading digits only, so that values that differ by rounding sort alike. */
const compareSortText = (a: unknown, b: unknown): number => {
  const [textA, textB] = [sortText(a), sortText(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
};
const sortText = (value: unknown): string => show(value, (n) => (Number.isInteger(n) ? String(n) : n.toPrecision(6)));

function isEqual(actual: unknown, expected: unknown, tolerance: number): boolean {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return true;
  if (typeof actual !== "number" || typeof expected !== "number") return false;
  return Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(actual), Math.abs(expected));
}

interface Structure {
  readonly kind: string;
  readonly entries: readonly (readonly [string, unknown])[];
}
/** The entries of a compound value: by index for arrays and bytes, sorted by name or key for objects and maps. */
function structureOf(value: unknown): Structure | null {
  if (Array.isArray(value)) return { kind: "array", entries: value.map((v, i) => [String(i), v]) };
  if (value instanceof Uint8Array) return { kind: "bytes", entries: [...value].map((v, i) => [String(i), v]) };
  if (value instanceof Date) return { kind: "date", entries: [["time", value.getTime()]] };
  if (value instanceof Map) return { kind: "map", entries: sortByKey([...value].map(([k, v]) => [show(k), v])) };
  if (typeof value === "object" && value !== null) return { kind: "object", entries: sortByKey(Object.entries(value)) };
  return null;
}
const sortByKey = (entries: [string, unknown][]): [string, unknown][] => entries.sort(([a], [b]) => (a < b ? -1 : 1));

/** Formats a value as text for error messages. */
export function show(value: unknown, formatNumber: (n: number) => string = String): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "bigint") return `${value}n`;
  const structure = structureOf(value);
  if (!structure) return String(value);
  const inner = structure.entries.map(([key, entry]) =>
    structure.kind === "array" || structure.kind === "bytes"
      ? show(entry, formatNumber)
      : `${key}: ${show(entry, formatNumber)}`,
  );
  if (value instanceof Date) return `Date(${Number.isNaN(value.getTime()) ? "invalid" : value.toISOString()})`;
  return structure.kind === "array"
    ? `[${inner.join(", ")}]`
    : `${structure.kind === "object" ? "" : structure.kind}{${inner.join(", ")}}`;
}
