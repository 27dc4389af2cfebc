import type { Batch } from "./contract.js";

/**
 * The rows of a batch as objects. Integer-like names come first in each object, as in all of JavaScript.
 * @example rowsOf({ rowCount: 2, columns: [[1, 2]] }, ["id"]) // [{ id: 1 }, { id: 2 }]
 */
export function rowsOf(batch: Batch, names: readonly string[]): Record<string, unknown>[] {
  const { rowCount, columns } = batch;
  const rows: Record<string, unknown>[] = new Array(rowCount);
  const hasProtoName = names.includes("__proto__");
  for (let i = 0; i < rowCount; i++) {
    const row: Record<string, unknown> = {};
    for (let j = 0; j < names.length; j++) {
      const [name, value] = [names[j] ?? "", columns[j]?.[i]];
      if (hasProtoName && name === "__proto__")
        Object.defineProperty(row, name, { value, enumerable: true, writable: true, configurable: true });
      else row[name] = value;
    }
    rows[i] = row;
  }
  return rows;
}
