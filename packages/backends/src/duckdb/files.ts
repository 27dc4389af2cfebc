import type { DType, Kind } from "@avocet/core";
import type { FileTarget } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { duckdb } from "@avocet/sql-dialects/duckdb";

const stringLiteral = (value: string): string => duckdb.literal(value, { kind: "string", nullable: false });

/** Dtypes whose values DuckDB writes to CSV in the same form as Avocet. */
const CSV_KINDS: ReadonlySet<Kind> = new Set([
  "null",
  "bool",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
  "decimal",
  "string",
  "date",
  "time",
  "timestamp",
  "json",
  "uuid",
  "inet",
]);

/**
 * Returns the COPY statement that writes a query to a file; null if DuckDB's text would differ from Avocet's, as in
 * JSON.
 */
export function copyStatement(sql: string, file: FileTarget, schema: ir.Fields): string | null {
  const options = optionsOf(file, [...schema.values()]);
  return options && `COPY (\n${sql}\n) TO ${stringLiteral(file.path)} (${options.join(", ")})`;
}

function optionsOf(file: FileTarget, dtypes: readonly DType[]): readonly string[] | null {
  switch (file.format) {
    case "parquet": {
      const { compression = "snappy", rowGroupSize } = file.options;
      const size = rowGroupSize === undefined ? [] : [`ROW_GROUP_SIZE ${rowGroupSize}`];
      return ["FORMAT parquet", `COMPRESSION ${stringLiteral(compression)}`, ...size];
    }
    case "csv": {
      if (!dtypes.every(({ kind }) => CSV_KINDS.has(kind))) return null;
      const { delimiter = ",", header = true, nullText = "" } = file.options;
      // DuckDB quotes the empty string only if that is the text of NULL.
      if (nullText !== "" && dtypes.some(({ kind }) => kind === "string" || kind === "json")) return null;
      return [
        "FORMAT csv",
        `DELIMITER ${stringLiteral(delimiter)}`,
        `HEADER ${header}`,
        `NULLSTR ${stringLiteral(nullText)}`,
      ];
    }
    default:
      return null;
  }
}
