import type { Answer, Cell, Kind, Result } from "./answer.js";
import { cellOf, cellsOf } from "./answer.js";

const TOLERANCE = 1e-9;

/** Describes how a result differs from the answer; null if it does not. Rows that tie match in any order. */
export function difference(result: Result, answer: Answer): string | null {
  const kinds = answer.columns.map((c) => c.kind);
  const nameProblem = nameDifference(result.names, answer);
  if (nameProblem !== null) return nameProblem;
  if (result.rows.length !== answer.count) return `${result.rows.length} rows instead of ${answer.count}`;
  const actual = cellsOf(result, kinds);
  const expected = answer.rows.map((row) => row.map((cell, i) => cellOf(cell, kinds[i] ?? "text")));
  let start = 0;
  for (const size of answer.groups) {
    const unused = new Set(expected.slice(start, start + size));
    const end = Math.min(start + size, actual.length);
    for (let i = start; i < end; i++) {
      const row = actual[i] ?? [];
      const match = [...unused].find((candidate) => sameRow(row, candidate, kinds));
      if (!match) return describeDifference(i, row, [...unused], kinds);
      unused.delete(match);
    }
    start += size;
  }
  return null;
}

function nameDifference(names: readonly string[], answer: Answer): string | null {
  if (names.length !== answer.columns.length) return `${names.length} columns instead of ${answer.columns.length}`;
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

function describeDifference(
  index: number,
  row: readonly Cell[],
  expected: readonly (readonly Cell[])[],
  kinds: readonly Kind[],
) {
  const [first] = expected;
  const where = `row ${index + 1}`;
  if (expected.length !== 1 || !first)
    return `${where} is not one of the ${expected.length} rows expected there: ${show(row)}`;
  const wrong = row.flatMap((cell, i) =>
    sameCell(cell, first[i] ?? null, kinds[i] ?? "text") ? [] : [`column ${i + 1} is ${cell} instead of ${first[i]}`],
  );
  return `${where}: ${wrong.join("; ")}\n    actual   ${show(row)}\n    expected ${show(first)}`;
}

const show = (row: readonly Cell[]): string => row.map((cell) => cell ?? "NULL").join(" | ");
