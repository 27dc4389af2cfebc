import type { DType, FileTarget, ir, Kind } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects";

const text = (value: string): string => duckdb.literal(value, { kind: "string", nullable: false });

/** Dtypes whose values the engine writes to CSV as Avocet does on every engine. */
const PLAIN: ReadonlySet<Kind> = new Set([
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

/** The statement that writes a query's rows to a file; null where the engine's own text is not the one that is wanted, as JSON's is not. */
export function copyStatement(sql: string, file: FileTarget, schema: ir.Fields): string | null {
  const options = optionsOf(file, [...schema.values()]);
  return options && `COPY (\n${sql}\n) TO ${text(file.path)} (${options.join(", ")})`;
}

function optionsOf(file: FileTarget, dtypes: readonly DType[]): readonly string[] | null {
  switch (file.format) {
    case "parquet": {
      const { compression = "snappy", rowGroupSize } = file.options;
      const size = rowGroupSize === undefined ? [] : [`ROW_GROUP_SIZE ${rowGroupSize}`];
      return ["FORMAT parquet", `COMPRESSION ${text(compression)}`, ...size];
    }
    case "csv": {
      if (!dtypes.every(({ kind }) => PLAIN.has(kind))) return null;
      const { delimiter = ",", header = true, nullText = "" } = file.options;
      return ["FORMAT csv", `DELIMITER ${text(delimiter)}`, `HEADER ${header}`, `NULLSTR ${text(nullText)}`];
    }
    default:
      return null;
  }
}
