import { gzipSync } from "node:zlib";
import type { DuckDBMaterializedResult, DuckDBVector } from "@duckdb/node-api";
import { DuckDBTypeId } from "@duckdb/node-api";
import { decode } from "../translate/names.js";
import type { Encoder, RowType } from "./column-encoding.js";
import { columnEncoding } from "./column-encoding.js";

type TextRow = readonly (string | null)[];
/** A result as it is sent: the first rows in the response, the others in chunks that the client fetches. */
export interface QueryResult {
  readonly rowtype: readonly RowType[];
  readonly total: number;
  readonly firstRows: readonly TextRow[];
  /** The number of rows of each chunk. */
  readonly chunkSizes: readonly number[];
  /** Returns a compressed chunk. */
  chunk(index: number): Buffer;
  /** The kind of statement, by which the driver counts changed rows; 4096 for queries. */
  readonly statementTypeId: number;
}

/** How many chunks of DuckDB, with 2,048 rows each, form one chunk of the result. */
const DUCKDB_CHUNKS_PER_CHUNK = 5;

/** A result with the given rows. */
export const tableResult = (
  rowtype: readonly RowType[],
  rows: readonly TextRow[],
  statementTypeId = 4096,
): QueryResult => ({
  rowtype,
  total: rows.length,
  firstRows: rows,
  chunkSizes: [],
  chunk: () => Buffer.alloc(0),
  statementTypeId,
});

/** The result of a query. Chunks are converted to text when they are fetched. */
export function queryResult(result: DuckDBMaterializedResult, strictJson: boolean): QueryResult {
  const columns = result.columnNames().map((name, i) => columnEncoding(decode(name), result.columnType(i), strictJson));
  const encoders = columns.map(({ encode }) => encode);
  const laterChunks = Math.max(0, result.chunkCount - 1);
  const chunkSizes = Array.from({ length: Math.ceil(laterChunks / DUCKDB_CHUNKS_PER_CHUNK) }, (_, k) => {
    let rows = 0;
    for (
      let i = 1 + k * DUCKDB_CHUNKS_PER_CHUNK;
      i < Math.min(1 + (k + 1) * DUCKDB_CHUNKS_PER_CHUNK, result.chunkCount);
      i++
    )
      rows += result.getChunk(i).rowCount;
    return rows;
  });
  return {
    rowtype: columns.map(({ column: row }) => row),
    total: result.rowCount,
    firstRows: result.chunkCount > 0 ? rowsOf(result, 0, encoders) : [],
    chunkSizes,
    chunk(index) {
      const rows: TextRow[] = [];
      for (
        let i = 1 + index * DUCKDB_CHUNKS_PER_CHUNK;
        i < Math.min(1 + (index + 1) * DUCKDB_CHUNKS_PER_CHUNK, result.chunkCount);
        i++
      )
        rows.push(...rowsOf(result, i, encoders));
      return gzipSync(JSON.stringify(rows).slice(1, -1), { level: 1 });
    },
    statementTypeId: 4096,
  };
}

function rowsOf(result: DuckDBMaterializedResult, index: number, encoders: readonly Encoder[]): readonly TextRow[] {
  const chunk = result.getChunk(index);
  const vectors = encoders.map((_, i) => chunk.getColumnVector(i));
  const byteOrderMarkChecks = vectors.map(byteOrderMarkCheck);
  return Array.from({ length: chunk.rowCount }, (_, row) =>
    vectors.map((vector, i) => {
      const value = vector.getItem(row);
      if (value === null) return null;
      const text = encoders[i]?.(value) ?? null;
      return byteOrderMarkChecks[i]?.(row) ? `\uFEFF${text}` : text;
    }),
  );
}

/**
 * Returns a function that checks whether a text starts with a byte order mark, which DuckDB's client strips. The bytes
 * of a short text follow its length in the vector.
 */
function byteOrderMarkCheck(vector: DuckDBVector): ((row: number) => boolean) | null {
  const view = "dataView" in vector ? vector.dataView : null;
  if (!(view instanceof DataView) || vector.type.typeId !== DuckDBTypeId.VARCHAR) return null;
  return (row) => view.getUint32(row * 16, true) >= 3 && (view.getUint32(row * 16 + 4, true) & 0xffffff) === 0xbfbbef;
}
