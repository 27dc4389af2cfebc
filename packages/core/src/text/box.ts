import type { DType } from "../dtype/dtype.js";
import { nullable } from "../dtype/dtype.js";
import { isFloat, isNumeric } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";

const LONGEST_CELL = 60;

/**
 * A result as a boxed table: names, then types, then rows; numbers to the right, NULL as such, floats always with a point.
 * @example formatBox(new Map([["id", int64]]), [{ id: 1 }])
 */
export function formatBox(
  schema: ReadonlyMap<string, DType>,
  rows: readonly Readonly<Record<string, unknown>>[],
  more = false,
): string {
  const names = [...schema.keys()];
  const types = [...schema.values()];
  const typeNames = types.map((t) => printDType(nullable(t)));
  const cells = rows.map((row) => names.map((name, i) => cell(row[name], types[i])));
  if (more) cells.push(names.map(() => "…"));
  const widths = names.map((name, i) =>
    Math.max(width(name), width(typeNames[i] ?? ""), ...cells.map((row) => width(row[i] ?? ""))),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((w) => "─".repeat(w + 2)).join(middle) + right;
  const line = (parts: readonly string[], align: (text: string, i: number) => string): string =>
    `│${parts.map((part, i) => ` ${align(part, i)} `).join("│")}│`;
  const centre = (text: string, i: number): string => {
    const space = (widths[i] ?? 0) - width(text);
    return " ".repeat(Math.floor(space / 2)) + text + " ".repeat(Math.ceil(space / 2));
  };
  const aligned = (text: string, i: number): string => {
    const space = " ".repeat(Math.max(0, (widths[i] ?? 0) - width(text)));
    const type = types[i];
    return type && isNumeric(type) ? space + text : text + space;
  };
  return [
    rule("┌", "┬", "┐"),
    line(names, centre),
    line(typeNames, centre),
    rule("├", "┼", "┤"),
    ...cells.map((row) => line(row, aligned)),
    rule("└", "┴", "┘"),
  ].join("\n");
}

/** How many places of a terminal a text takes: code points, wide East Asian ones and emoji twice. */
function width(text: string): number {
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

function cell(value: unknown, dtype: DType | undefined): string {
  if (value === null || value === undefined) return "NULL";
  const text = plain(value, dtype);
  const oneLine = text.replaceAll("\r", "\\r").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return oneLine.length > LONGEST_CELL ? `${oneLine.slice(0, LONGEST_CELL - 1)}…` : oneLine;
}

function plain(value: unknown, dtype: DType | undefined): string {
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
