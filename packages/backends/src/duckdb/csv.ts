import type { DType, Schema } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import * as ir from "@avocet/core/ir";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import type { CsvOptions } from "../shared/csv-header.js";
import { emptyFileError, headerNames, requireColumns } from "../shared/csv-header.js";
import { sqlStatement } from "../shared/statement.js";
import type { DuckDBSession } from "./session.js";

const stringLiteral = (value: string): string => duckdb.literal(value, { kind: "string", nullable: false });
const structLiteral = (pairs: readonly (readonly [string, string])[]): string =>
  `{${pairs.map(([name, value]) => `${stringLiteral(name)}: ${stringLiteral(value)}`).join(", ")}}`;

/**
 * Creates a query of the rows of a CSV file. DuckDB's detection may take any line for the header if the remaining lines
 * then fit, so it is used for dtypes only: the header is read here, and a malformed line is an error at execution.
 */
export async function csvRelation(
  session: DuckDBSession,
  path: string,
  schema: Schema | undefined,
  options: CsvOptions,
): Promise<ir.Relation> {
  const formatArguments = formatArgumentsOf(options);
  const header = await readHeader(session, path, options.delimiter ?? ",");
  const fields = schema ? Object.entries(schema) : await detectDTypes(session, path, formatArguments, header);
  const columnDTypes = new Map(fields);
  requireColumns(columnDTypes.keys(), header, path);
  const types = header.map((name) => [name, duckdb.typeName(columnDTypes.get(name) ?? STRING)] as const);
  const source = `read_csv(${stringLiteral(path)}, auto_detect = false, header = true, ${formatArguments}, columns = ${structLiteral(types)})`;
  const columns = [...columnDTypes.keys()].map((name) => duckdb.quote(name)).join(", ");
  return ir.sqlRelation(`SELECT ${columns}\nFROM ${source}`, duckdb.name, columnDTypes);
}

const STRING: DType = { kind: "string", nullable: true };

function formatArgumentsOf({ delimiter = ",", nullText = "" }: CsvOptions): string {
  return [
    `delim = ${stringLiteral(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = ${nullText === "" ? "''" : `['', ${stringLiteral(nullText)}]`}`,
    "allow_quoted_nulls = false", // "" is the empty string, as toCsv writes it
    "strict_mode = true",
    "ignore_errors = false",
    "null_padding = false",
  ].join(", ");
}

/** Reads the column names in the first line of a file. */
async function readHeader(session: DuckDBSession, path: string, delimiter: string): Promise<string[]> {
  const line =
    // Outside of strict mode, different line ends are no error: some of them may be in quoted values.
    "auto_detect = false, header = false, strict_mode = false, delim = '\u0001', quote = '', escape = '', columns = {'line': 'VARCHAR'}";
  const result = await session.query(
    sqlStatement(`SELECT line FROM read_csv(${stringLiteral(path)}, ${line}) LIMIT 1`),
  );
  const headerLine = result.chunkCount > 0 ? result.getChunk(0).getColumnVector(0).getItem(0) : null;
  if (typeof headerLine !== "string") throw emptyFileError(path);
  return headerNames(headerLine, path, delimiter);
}

/**
 * Returns the dtypes that DuckDB detects for the columns. Throws if it detects other columns than those of the header.
 */
async function detectDTypes(
  session: DuckDBSession,
  path: string,
  formatArguments: string,
  header: readonly string[],
): Promise<(readonly [string, DType])[]> {
  const columns = await session.columns(`FROM read_csv(${stringLiteral(path)}, header = true, ${formatArguments})`);
  if (columns.map((c) => c.name).join("\0") !== header.join("\0"))
    throw new AvocetError("invalid-file", `Some lines of ${path} do not match its first line`, {
      hint: "Correct the file, or pass a schema as the second argument to find the malformed line.",
      detail: `the first line names: ${header.join(", ")}`,
    });
  return columns.map(({ name, dtype }) => [name, dtype ?? STRING]);
}
