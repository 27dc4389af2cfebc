/** How a column reads another: its values as they are, something computed from the value of the row, or from those of many rows. */
export type How = "copied" | "transformed" | "aggregated";

/** A column of a source: of a table, or of the rows that the recursion of a name has so far. */
export interface Source {
  readonly table: string;
  readonly column: string;
  readonly recursion: string | null;
}
/** The columns that are read, each in one way: the one that says most. */
export type Reads = ReadonlyMap<Source, How>;

export const NOTHING: Reads = new Map();

const RANK: Readonly<Record<How, number>> = { copied: 0, transformed: 1, aggregated: 2 };
const stronger = (a: How, b: How): How => (RANK[a] >= RANK[b] ? a : b);

/** What either reads; shared with the first where the second adds nothing. */
export function merged(a: Reads, b: Reads): Reads {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  let union: Map<Source, How> | null = null;
  for (const [source, how] of b) {
    const known = a.get(source);
    if (known !== undefined && stronger(known, how) === known) continue;
    union ??= new Map(a);
    union.set(source, known === undefined ? how : stronger(known, how));
  }
  return union ?? a;
}
export const mergedAll = (list: Iterable<Reads>): Reads => {
  let union = NOTHING;
  for (const reads of list) union = merged(union, reads);
  return union;
};
/** The same columns, read at least this way. */
export function raised(reads: Reads, how: How): Reads {
  for (const own of reads.values())
    if (stronger(own, how) !== own) return new Map([...reads].map(([source, h]) => [source, stronger(h, how)]));
  return reads;
}
/** With the columns of a recursion replaced by what they read themselves. */
export function resolved(reads: Reads, recursion: string, columns: ReadonlyMap<string, Reads>): Reads {
  let union = NOTHING;
  for (const [source, how] of reads)
    union = merged(
      union,
      source.recursion === recursion ? raised(columns.get(source.column) ?? NOTHING, how) : new Map([[source, how]]),
    );
  return union;
}
