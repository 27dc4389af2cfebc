import { gzipSync } from "node:zlib";
import type { DuckDBMaterializedResult, DuckDBVector } from "@duckdb/node-api";
import { DuckDBTypeId } from "@duckdb/node-api";
import { decode } from "../translate/names.js";
import type { Encoder, RowType } from "./column-encoding.js";
import { wireType } from "./column-encoding.js";

type Row = readonly (string | null)[];
/** A result as it is sent: some rows at once, the rest in pieces that are fetched. */
export interface WireResult {
  readonly rowtype: readonly RowType[];
  readonly total: number;
  readonly first: readonly Row[];
  /** How many rows each further piece has. */
  readonly pieces: readonly number[];
  /** A further piece, compressed. */
  piece(index: number): Buffer;
  /** What the driver adds the changed rows up for; 4096 for queries. */
  readonly statementTypeId: number;
}

/** Chunks of DuckDB, of 2,048 rows each, that make one piece. */
const PIECE = 5;

/** A result that is a table of its own. */
export const table = (rowtype: readonly RowType[], rows: readonly Row[], statementTypeId = 4096): WireResult => ({
  rowtype,
  total: rows.length,
  first: rows,
  pieces: [],
  piece: () => Buffer.alloc(0),
  statementTypeId,
});

/** The result of a query. Rows are made into text when they are asked for. */
export function queryResult(result: DuckDBMaterializedResult, strictJson: boolean): WireResult {
  const columns = result.columnNames().map((name, i) => wireType(decode(name), result.columnType(i), strictJson));
  const encoders = columns.map(({ encode }) => encode);
  const later = Math.max(0, result.chunkCount - 1);
  const pieces = Array.from({ length: Math.ceil(later / PIECE) }, (_, k) => {
    let rows = 0;
    for (let i = 1 + k * PIECE; i < Math.min(1 + (k + 1) * PIECE, result.chunkCount); i++)
      rows += result.getChunk(i).rowCount;
    return rows;
  });
  return {
    rowtype: columns.map(({ row }) => row),
    total: result.rowCount,
    first: result.chunkCount > 0 ? rowsOf(result, 0, encoders) : [],
    pieces,
    piece(index) {
      const rows: Row[] = [];
      for (let i = 1 + index * PIECE; i < Math.min(1 + (index + 1) * PIECE, result.chunkCount); i++)
        rows.push(...rowsOf(result, i, encoders));
      return gzipSync(JSON.stringify(rows).slice(1, -1), { level: 1 });
    },
    statementTypeId: 4096,
  };
}

function rowsOf(result: DuckDBMaterializedResult, index: number, encoders: readonly Encoder[]): readonly Row[] {
  const chunk = result.getChunk(index);
  const vectors = encoders.map((_, i) => chunk.getColumnVector(i));
  const marked = vectors.map(byteOrderMarks);
  return Array.from({ length: chunk.rowCount }, (_, row) =>
    vectors.map((vector, i) => {
      const value = vector.getItem(row);
      if (value === null) return null;
      const text = encoders[i]?.(value) ?? null;
      return marked[i]?.(row) ? `\uFEFF${text}` : text;
    }),
  );
}

/** Whether a text begins with a byte order mark, which DuckDB's client takes away: its bytes lie behind its length. */
function byteOrderMarks(vector: DuckDBVector): ((row: number) => boolean) | null {
  const view = "dataView" in vector ? vector.dataView : null;
  if (!(view instanceof DataView) || vector.type.typeId !== DuckDBTypeId.VARCHAR) return null;
  return (row) => view.getUint32(row * 16, true) >= 3 && (view.getUint32(row * 16 + 4, true) & 0xffffff) === 0xbfbbef;
}
