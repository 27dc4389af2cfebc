import type { DType } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import type { DuckDBConnection as Native } from "@duckdb/node-api";
import { DuckDBDataChunk } from "@duckdb/node-api";
import { engineError } from "./errors.js";
import { typeOf } from "./types.js";
import { nativeValue } from "./values.js";

/** DuckDB's vector size. */
const ROWS_PER_CHUNK = 2048;

/** Appends rows to a table through DuckDB's appender, which bypasses the SQL parser. */
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
    for (let start = 0; start < count; start += ROWS_PER_CHUNK) {
      const chunk = DuckDBDataChunk.create(types);
      const values = columns.map((column, i) =>
        column.slice(start, start + ROWS_PER_CHUNK).map((value) => nativeValue(value, dtypes[i] ?? NULL)),
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
