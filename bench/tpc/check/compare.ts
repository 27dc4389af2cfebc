import type { Answer, Cell, Kind, Result } from "./answer.js";
import { cellOf, cellsOf } from "./answer.js";

const TOLERANCE = 1e-9;

/** What is wrong with a result, or null. Rows may change places with those that tie with them in the order of the query, no others. */
export function difference(result: Result, answer: Answer): string | null {
  const kinds = answer.columns.map((c) => c.kind);
  const named = namesDiffer(result.names, answer);
  if (named !== null) return named;
  if (result.rows.length !== answer.count) return `${result.rows.length} rows, not ${answer.count}`;
  const ours = cellsOf(result, kinds);
  const theirs = answer.rows.map((row) => row.map((cell, i) => cellOf(cell, kinds[i] ?? "text")));
  let start = 0;
  for (const size of answer.groups) {
    const unused = new Set(theirs.slice(start, start + size));
    const end = Math.min(start + size, ours.length);
    for (let i = start; i < end; i++) {
      const row = ours[i] ?? [];
      const match = [...unused].find((other) => sameRow(row, other, kinds));
      if (!match) return describe(i, row, [...unused], kinds);
      unused.delete(match);
    }
    start += size;
  }
  return null;
}

function namesDiffer(names: readonly string[], answer: Answer): string | null {
  if (names.length !== answer.columns.length) return `${names.length} columns, not ${answer.columns.length}`;
  const wrong = answer.columns.flatMap(({ name }, i) =>
    name === null || name.toLowerCase() === names[i]?.toLowerCase() ? [] : [`${names[i]} should be ${name}`],
  );
  return wrong.length === 0 ? null : `names: ${wrong.join(", ")}`;
}

const sameRow = (a: readonly Cell[], b: readonly Cell[], kinds: readonly Kind[]): boolean =>
  a.every((cell, i) => sameCell(cell, b[i] ?? null, kinds[i] ?? "text"));

function sameCell(a: Cell, b: Cell, kind: Kind): boolean {
  if (a === b) return true;
  if (a === null || b === null || kind !== "float") return false;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
}

function describe(at: number, row: readonly Cell[], expected: readonly (readonly Cell[])[], kinds: readonly Kind[]) {
  const [first] = expected;
  const where = `row ${at + 1}`;
  if (expected.length !== 1 || !first)
    return `${where} is not among the ${expected.length} expected there: ${show(row)}`;
  const wrong = row.flatMap((cell, i) =>
    sameCell(cell, first[i] ?? null, kinds[i] ?? "text") ? [] : [`column ${i + 1} is ${cell}, not ${first[i]}`],
  );
  return `${where}: ${wrong.join("; ")}\n    ours   ${show(row)}\n    theirs ${show(first)}`;
}

const show = (row: readonly Cell[]): string => row.map((cell) => cell ?? "NULL").join(" | ");
