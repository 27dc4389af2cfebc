/** How the values of a column of an answer are compared: as floats with a tolerance, as exact numbers, or as text. */
export type Kind = "float" | "exact" | "text";
export type Cell = string | null;

/** What the reference gives for one query over one set of data. */
export interface Answer {
  readonly columns: readonly { readonly name: string | null; readonly kind: Kind }[];
  /** The rows in order; after a limit also those that tie with its last row. */
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows the query gives: less than `rows` where a limit cuts through rows that tie. */
  readonly count: number;
  /** How many rows share each place in the order. A query without an order has one group. */
  readonly groups: readonly number[];
}
/** What an expression of ours gave. */
export interface Result {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A value of a result as text; numbers in one form, whatever type they came in. */
export function cellOf(value: unknown, kind: Kind): Cell {
  if (value === null || value === undefined) return null;
  const text = value instanceof Date ? value.toISOString() : String(value);
  if (kind === "exact") return plainNumber(text);
  return kind === "float" ? String(Number(text)) : text;
}

/** A decimal number without exponent, leading or trailing zeros: "1.50e1" and "15.0" are both "15". */
export function plainNumber(text: string): string {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) return text;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padStart(-point + whole.length + fraction.length, "0").padEnd(point, "0");
  const at = Math.max(point, 0);
  const left = digits.slice(0, at).replace(/^0+/, "") || "0";
  const right = digits.slice(at).replace(/0+$/, "");
  const size = right === "" ? left : `${left}.${right}`;
  return size === "0" ? "0" : `${sign}${size}`;
}

/** The cells of a row with floats cut to the digits that hold whatever the order of a sum. */
export const steady = (row: readonly Cell[], kinds: readonly Kind[]): Cell[] =>
  row.map((cell, i) => (cell !== null && kinds[i] === "float" ? plainNumber(Number(cell).toPrecision(9)) : cell));

/** The rows of a result, cell by cell. */
export const cellsOf = (result: Result, kinds: readonly Kind[]): Cell[][] =>
  result.rows.map((row) => row.map((value, i) => cellOf(value, kinds[i] ?? "text")));
