import type { DType } from "../dtype/dtype.js";
import { isFloat, isNumeric } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";

const MAX_CELL_WIDTH = 60;

/**
 * Formats rows as a table with box-drawing characters: column names, dtypes, rows. Numbers are right-aligned, NULL
 * prints as NULL and floats always have a decimal point.
 * @example formatBox(new Map([["id", int64]]), [{ id: 1 }])
 */
export function formatBox(
  schema: ReadonlyMap<string, DType>,
  rows: readonly Readonly<Record<string, unknown>>[],
  hasMore = false,
): string {
  const names = [...schema.keys()];
  const types = [...schema.values()];
  const typeNames = types.map((t) => printDType({ ...t, nullable: true }));
  const cells = rows.map((row) => names.map((name, i) => cellText(row[name], types[i])));
  if (hasMore) cells.push(names.map(() => "…"));
  const widths = names.map((name, i) =>
    Math.max(displayWidth(name), displayWidth(typeNames[i] ?? ""), ...cells.map((row) => displayWidth(row[i] ?? ""))),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
  const printRow = (columns: readonly string[], align: (text: string, i: number) => string): string =>
    `│${columns.map((text, i) => ` ${align(text, i)} `).join("│")}│`;
  const center = (text: string, i: number): string => {
    const padding = (widths[i] ?? 0) - displayWidth(text);
    return " ".repeat(Math.floor(padding / 2)) + text + " ".repeat(Math.ceil(padding / 2));
  };
  const align = (text: string, i: number): string => {
    const padding = " ".repeat(Math.max(0, (widths[i] ?? 0) - displayWidth(text)));
    const type = types[i];
    return type && isNumeric(type) ? padding + text : text + padding;
  };
  return [
    rule("┌", "┬", "┐"),
    printRow(names, center),
    printRow(typeNames, center),
    rule("├", "┼", "┤"),
    ...cells.map((row) => printRow(row, align)),
    rule("└", "┴", "┘"),
  ].join("\n");
}

/** Width of a text in terminal columns: one per code point, two for wide East Asian characters and emoji. */
function displayWidth(text: string): number {
  let total = 0;
  for (const char of text)
    total +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
        char,
      )
        ? 2
        : 1;
  return total;
}

function cellText(value: unknown, dtype: DType | undefined): string {
  if (value === null || value === undefined) return "NULL";
  const text = plainText(value, dtype);
  const oneLine = text.replaceAll("\r", "\\r").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return oneLine.length > MAX_CELL_WIDTH ? `${oneLine.slice(0, MAX_CELL_WIDTH - 1)}…` : oneLine;
}

function plainText(value: unknown, dtype: DType | undefined): string {
  if (typeof value === "number" && dtype && isFloat(dtype) && Number.isInteger(value) && Math.abs(value) < 1e21)
    return value.toFixed(1);
  if (dtype?.kind === "timestamp" && typeof value === "string") return value.replace("T", " ").replace(/Z$/, "");
  if (value instanceof Date)
    return value
      .toISOString()
      .replace("T", " ")
      .replace(/(\.000)?Z$/, "");
  if (value instanceof Uint8Array) return `0x${Array.from(value, (b) => b.toString(16).padStart(2, "0")).join("")}`;
  if (value instanceof Map) return JSON.stringify(Object.fromEntries(value), bigintText);
  if (typeof value === "object") return JSON.stringify(value, bigintText);
  return String(value);
}
const bigintText = (_: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
