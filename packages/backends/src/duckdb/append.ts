import type { DType, LiteralValue } from "@avocet/core";
import type { DuckDBConnection as Native } from "@duckdb/node-api";
import { DuckDBDataChunk } from "@duckdb/node-api";
import { engineError } from "./errors.js";
import { typeOf } from "./types.js";
import { nativeValue } from "./values.js";

/** How many rows a chunk of the engine holds. */
const CHUNK = 2048;

/** Adds rows to a table through the engine's appender, which parses no SQL. */
export async function append(
  native: Native,
  table: string,
  dtypes: readonly DType[],
  columns: readonly (readonly LiteralValue[])[],
): Promise<void> {
  try {
    const appender = await native.createAppender(table);
    const types = dtypes.map(typeOf);
    const count = columns[0]?.length ?? 0;
    for (let from = 0; from < count; from += CHUNK) {
      const chunk = DuckDBDataChunk.create(types);
      const values = columns.map((column, i) =>
        column.slice(from, from + CHUNK).map((value) => nativeValue(value, dtypes[i] ?? NULL)),
      );
      chunk.setColumns(values);
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  } catch (error) {
    throw engineError(error);
  }
}
const NULL: DType = { kind: "null", nullable: true };
