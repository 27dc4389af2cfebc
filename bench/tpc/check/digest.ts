import { createHash } from "node:crypto";
import type { Answer, Cell, Kind, Result } from "./answer.js";
import { cellOf, cellsOf, steady } from "./answer.js";

/** As much of an answer as is kept in the repository: enough to tell whether a result is equal to it. */
export interface Digest {
  readonly rows: number;
  /** The kinds of the columns by their first letters. */
  readonly kinds: string;
  /** Groups of rows that tie in the order: where each starts and how long it is. Rows outside of them have one place only. */
  readonly ties: readonly (readonly [number, number])[];
  /** Of the rows in order, those within a tie sorted; rows of a tie that the limit cuts through are left out. */
  readonly sha256: string;
}

const KINDS: Readonly<Record<string, Kind>> = { f: "float", e: "exact", t: "text" };

/** The digest of an answer. */
export function digestOf(answer: Answer): Digest {
  const kinds = answer.columns.map((c) => c.kind);
  const ties: [number, number][] = [];
  let start = 0;
  for (const size of answer.groups) {
    if (size > 1) ties.push([start, size]);
    start += size;
  }
  const cells = answer.rows.map((row) => row.map((cell, i) => cellOf(cell, kinds[i] ?? "text")));
  const shape = { rows: answer.count, kinds: kinds.map((k) => k[0]).join(""), ties };
  return { ...shape, sha256: hash(cells, kinds, shape) };
}

/** What is wrong with a result by its digest, or null. */
export function digestDifference(result: Result, digest: Digest): string | null {
  const kinds = [...digest.kinds].map((letter) => KINDS[letter] ?? "text");
  if (result.rows.length !== digest.rows) return `${result.rows.length} rows, not ${digest.rows}`;
  if (result.names.length !== kinds.length) return `${result.names.length} columns, not ${kinds.length}`;
  return hash(cellsOf(result, kinds), kinds, digest) === digest.sha256 ? null : "other values or another order";
}

function hash(
  rows: readonly (readonly Cell[])[],
  kinds: readonly Kind[],
  shape: Pick<Digest, "rows" | "ties">,
): string {
  const lines = rows.map((row) => JSON.stringify(steady(row, kinds)));
  let certain = shape.rows;
  for (const [start, size] of shape.ties) {
    if (start + size > shape.rows) certain = start;
    else lines.splice(start, size, ...lines.slice(start, start + size).sort());
  }
  return createHash("sha256").update(lines.slice(0, certain).join("\n")).digest("hex");
}
