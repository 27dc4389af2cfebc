import type { Column, RowStatement } from "snowflake-sdk";
import { columnsOf } from "../session/sdk.js";

/** The rows of a result as the service has written them where the driver lets one see that, else as the driver makes values of them. */
export async function* rowsOf(statement: RowStatement): AsyncGenerator<readonly unknown[]> {
  for (const column of columnsOf(statement)) bare(column);
  const stream = statement.streamRows();
  try {
    for await (const row of stream) yield row;
  } finally {
    stream.destroy();
  }
}

/**
 * The driver makes an object of each timestamp, which takes some twenty times longer than reading its text. Its columns get the text of a
 * value by two functions that it does not declare; where they are as expected they hand the text on.
 */
function bare(column: Column): void {
  const index = column.getIndex();
  for (const name of ["_getRowValue", "_getRowValueAsString"]) {
    if (typeof Reflect.get(column, name) !== "function") continue;
    const own: unknown = Reflect.get(column, name);
    Reflect.set(column, name, (row: unknown): unknown => {
      const values: unknown = typeof row === "object" && row !== null ? Reflect.get(row, "values") : undefined;
      if (Array.isArray(values)) return values[index];
      return typeof own === "function" ? Reflect.apply(own, column, [row]) : undefined;
    });
  }
}
