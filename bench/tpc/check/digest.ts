import { createHash } from "node:crypto";
import type { Answer, Cell, Kind, Result } from "./answer.js";
import { cellOf, cellsOf, roundFloats } from "./answer.js";

/** The part of an answer that the repository stores: enough to check whether a result equals it. */
export interface Digest {
  readonly rows: number;
  /** The first letters of the columns' kinds. */
  readonly kinds: string;
  /** The start and length of each group of rows that tie in the order. All other rows have one position. */
  readonly ties: readonly (readonly [number, number])[];
  /** The hash of the rows in order, sorted within ties, without the rows of a tie that the limit cuts through. */
  readonly sha256: string;
}

const KINDS: Readonly<Record<string, Kind>> = { f: "float", e: "exact", t: "text" };

/** Computes the digest of an answer. */
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

/** Describes how a result differs from a digest; null if it does not. */
export function digestDifference(result: Result, digest: Digest): string | null {
  const kinds = [...digest.kinds].map((letter) => KINDS[letter] ?? "text");
  if (result.rows.length !== digest.rows) return `${result.rows.length} rows instead of ${digest.rows}`;
  if (result.names.length !== kinds.length) return `${result.names.length} columns instead of ${kinds.length}`;
  return hash(cellsOf(result, kinds), kinds, digest) === digest.sha256 ? null : "different values or a different order";
}

function hash(
  rows: readonly (readonly Cell[])[],
  kinds: readonly Kind[],
  shape: Pick<Digest, "rows" | "ties">,
): string {
  const lines = rows.map((row) => JSON.stringify(roundFloats(row, kinds)));
  let certainRows = shape.rows;
  for (const [start, size] of shape.ties) {
    if (start + size > shape.rows) certainRows = start;
    else lines.splice(start, size, ...lines.slice(start, start + size).sort());
  }
  return createHash("sha256").update(lines.slice(0, certainRows).join("\n")).digest("hex");
}
