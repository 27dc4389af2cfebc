/** The first way in which a value is not the expected one, as text with the place where it is; null if there is none. */
export function difference(actual: unknown, expected: unknown, tolerance = 0, place = "value"): string | null {
  if (same(actual, expected, tolerance)) return null;
  const [a, e] = [partsOf(actual), partsOf(expected)];
  if (a && e && a.kind === e.kind) {
    if (a.parts.length !== e.parts.length) return `${place}: ${show(actual)} instead of ${show(expected)}`;
    for (const [i, [key, value]] of e.parts.entries()) {
      const [ownKey, own] = a.parts[i] ?? [];
      if (ownKey !== key) return `${place}: ${show(actual)} instead of ${show(expected)}`;
      const found = difference(own, value, tolerance, `${place}.${key}`);
      if (found) return found;
    }
    return null;
  }
  return `${place}: ${show(actual)} instead of ${show(expected)}`;
}

/**
 * The first way in which rows are not the expected ones; without an order the closest arrangement is sought by sorting both.
 * @example rowsDifference([{ a: 1 }], [{ a: 1 }], true) // null
 */
export function rowsDifference(
  actual: readonly unknown[],
  expected: readonly unknown[],
  ordered: boolean,
  tolerance = 0,
): string | null {
  if (actual.length !== expected.length) return `${actual.length} rows instead of ${expected.length}: ${show(actual)}`;
  const arranged = (list: readonly unknown[]) => (ordered ? list : [...list].sort(byText));
  return difference(arranged(actual), arranged(expected), tolerance, "rows");
}
/** Floats are sorted by their first digits only, so that those which differ by rounding stay together. */
const byText = (a: unknown, b: unknown): number => {
  const [x, y] = [sortText(a), sortText(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};
const sortText = (value: unknown): string => show(value, (n) => (Number.isInteger(n) ? String(n) : n.toPrecision(6)));

function same(actual: unknown, expected: unknown, tolerance: number): boolean {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return true;
  if (typeof actual !== "number" || typeof expected !== "number") return false;
  return Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(actual), Math.abs(expected));
}

interface Parts {
  readonly kind: string;
  readonly parts: readonly (readonly [string, unknown])[];
}
/** What a value is made of: arrays, bytes and dates by place, objects by name, maps in any order of their keys. */
function partsOf(value: unknown): Parts | null {
  if (Array.isArray(value)) return { kind: "array", parts: value.map((v, i) => [String(i), v]) };
  if (value instanceof Uint8Array) return { kind: "bytes", parts: [...value].map((v, i) => [String(i), v]) };
  if (value instanceof Date) return { kind: "date", parts: [["time", value.getTime()]] };
  if (value instanceof Map) return { kind: "map", parts: sorted([...value].map(([k, v]) => [show(k), v])) };
  if (typeof value === "object" && value !== null) return { kind: "object", parts: sorted(Object.entries(value)) };
  return null;
}
const sorted = (parts: [string, unknown][]): [string, unknown][] => parts.sort(([a], [b]) => (a < b ? -1 : 1));

/** A value as text, for people to read. */
export function show(value: unknown, number: (n: number) => string = String): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return number(value);
  if (typeof value === "bigint") return `${value}n`;
  const parts = partsOf(value);
  if (!parts) return String(value);
  const inner = parts.parts.map(([key, part]) =>
    parts.kind === "array" || parts.kind === "bytes" ? show(part, number) : `${key}: ${show(part, number)}`,
  );
  if (value instanceof Date) return `Date(${Number.isNaN(value.getTime()) ? "invalid" : value.toISOString()})`;
  return parts.kind === "array"
    ? `[${inner.join(", ")}]`
    : `${parts.kind === "object" ? "" : parts.kind}{${inner.join(", ")}}`;
}
