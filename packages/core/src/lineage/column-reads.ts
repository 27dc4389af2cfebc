/** How a column uses a source column: copied unchanged, computed from it row by row, or aggregated over rows. */
export type Derivation = "copied" | "transformed" | "aggregated";

/** A source column: of a table, or of the recursive reference named `recursion`. */
export interface Source {
  readonly table: string;
  readonly column: string;
  readonly recursion: string | null;
}
/** The source columns that are read, each with its strongest derivation. */
export type Reads = ReadonlyMap<Source, Derivation>;

export const NO_READS: Reads = new Map();

const RANK: Readonly<Record<Derivation, number>> = { copied: 0, transformed: 1, aggregated: 2 };
const stronger = (a: Derivation, b: Derivation): Derivation => (RANK[a] >= RANK[b] ? a : b);

/** The union of two sets of reads; returns the first if the second adds nothing. */
export function mergeReads(a: Reads, b: Reads): Reads {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  let union: Map<Source, Derivation> | null = null;
  for (const [source, derivation] of b) {
    const existing = a.get(source);
    if (existing !== undefined && stronger(existing, derivation) === existing) continue;
    union ??= new Map(a);
    union.set(source, existing === undefined ? derivation : stronger(existing, derivation));
  }
  return union ?? a;
}
export const mergeAllReads = (list: Iterable<Reads>): Reads => {
  let union = NO_READS;
  for (const reads of list) union = mergeReads(union, reads);
  return union;
};
/** The same source columns, each with at least the given derivation. */
export function withMinimumDerivation(reads: Reads, derivation: Derivation): Reads {
  for (const current of reads.values())
    if (stronger(current, derivation) !== current)
      return new Map([...reads].map(([source, existing]) => [source, stronger(existing, derivation)]));
  return reads;
}
/** Replaces the columns of a recursive reference by the source columns that they read. */
export function resolveRecursion(reads: Reads, recursion: string, columns: ReadonlyMap<string, Reads>): Reads {
  let union = NO_READS;
  for (const [source, derivation] of reads)
    union = mergeReads(
      union,
      source.recursion === recursion
        ? withMinimumDerivation(columns.get(source.column) ?? NO_READS, derivation)
        : new Map([[source, derivation]]),
    );
  return union;
}
