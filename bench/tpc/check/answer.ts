/** How the values of a column are compared: as floats with a tolerance, as exact numbers, or as text. */
export type Kind = "float" | "exact" | "text";
/** A value as text; null for NULL. */
export type Cell = string | null;

/** The reference's answer to one query on one data set. */
export interface Answer {
  readonly columns: readonly { readonly name: string | null; readonly kind: Kind }[];
  /** The rows in order, including rows after the limit that tie with the last one. */
  readonly rows: readonly (readonly Cell[])[];
  /** The number of rows that the query returns: less than `rows` if the limit cuts through rows that tie. */
  readonly count: number;
  /** The number of rows that tie at each position in the order. A query without an order has one group. */
  readonly groups: readonly number[];
}
/** The result of an Avocet expression. */
export interface Result {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Converts a value of a result to text; numbers have one form, whatever their type. */
export function cellOf(value: unknown, kind: Kind): Cell {
  if (value === null || value === undefined) return null;
  const text = value instanceof Date ? value.toISOString() : String(value);
  if (kind === "exact") return plainNumber(text);
  return kind === "float" ? String(Number(text)) : text;
}

/** Formats a decimal number without exponent, leading or trailing zeros: "1.50e1" and "15.0" are both "15". */
export function plainNumber(text: string): string {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) return text;
  const [, sign, integer = "", fraction = "", exponent = "0"] = match;
  const point = integer.length + Number(exponent);
  const digits = (integer + fraction).padStart(-point + integer.length + fraction.length, "0").padEnd(point, "0");
  const pointIndex = Math.max(point, 0);
  const left = digits.slice(0, pointIndex).replace(/^0+/, "") || "0";
  const right = digits.slice(pointIndex).replace(/0+$/, "");
  const size = right === "" ? left : `${left}.${right}`;
  return size === "0" ? "0" : `${sign}${size}`;
}

/** Rounds the floats of a row to the digits that do not depend on the order of summation. */
export const roundFloats = (row: readonly Cell[], kinds: readonly Kind[]): Cell[] =>
  row.map((cell, i) => (cell !== null && kinds[i] === "float" ? plainNumber(Number(cell).toPrecision(9)) : cell));

/** Converts the rows of a result to cells. */
export const cellsOf = (result: Result, kinds: readonly Kind[]): Cell[][] =>
  result.rows.map((row) => row.map((value, i) => cellOf(value, kinds[i] ?? "text")));
