import type { DType, Schema } from "@avocet/core";
import { AvocetError, ir } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects";
import type { CsvOptions } from "../shared/csv-header.js";
import { emptyFile, headerNames, mustHave } from "../shared/csv-header.js";
import { plain } from "../shared/statement.js";
import type { DuckDBSession } from "./session.js";

const text = (value: string): string => duckdb.literal(value, { kind: "string", nullable: false });
const struct = (pairs: readonly (readonly [string, string])[]): string =>
  `{${pairs.map(([name, value]) => `${text(name)}: ${text(value)}`).join(", ")}}`;

/**
 * A query of the rows of a CSV file. DuckDB's detection of a file's form takes any line for the header if that makes the rest fit, so
 * it is asked for dtypes at most; the header is read here, and a line that does not fit is an error when the query is run.
 */
export async function csvRelation(
  on: DuckDBSession,
  path: string,
  schema: Schema | undefined,
  options: CsvOptions,
): Promise<ir.Relation> {
  const form = formOf(options);
  const header = await headerOf(on, path, options.delimiter ?? ",");
  const fields = schema ? Object.entries(schema) : await sniffed(on, path, form, header);
  const given = new Map(fields);
  mustHave(given.keys(), header, path);
  const types = header.map((name) => [name, duckdb.typeName(given.get(name) ?? TEXT)] as const);
  const source = `read_csv(${text(path)}, auto_detect = false, header = true, ${form}, columns = ${struct(types)})`;
  const columns = [...given.keys()].map((name) => duckdb.quote(name)).join(", ");
  return ir.sqlRelation(`SELECT ${columns}\nFROM ${source}`, duckdb.name, given);
}

const TEXT: DType = { kind: "string", nullable: true };

function formOf({ delimiter = ",", nullText = "" }: CsvOptions): string {
  return [
    `delim = ${text(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = ${nullText === "" ? "''" : `['', ${text(nullText)}]`}`,
    "strict_mode = true",
    "ignore_errors = false",
    "null_padding = false",
  ].join(", ");
}

/** The names in the first line of a file. */
async function headerOf(on: DuckDBSession, path: string, delimiter: string): Promise<string[]> {
  const line =
    "auto_detect = false, header = false, delim = '\u0001', quote = '', escape = '', columns = {'line': 'VARCHAR'}";
  const result = await on.query(plain(`SELECT line FROM read_csv(${text(path)}, ${line}) LIMIT 1`));
  const first = result.chunkCount > 0 ? result.getChunk(0).getColumnVector(0).getItem(0) : null;
  if (typeof first !== "string") throw emptyFile(path);
  return headerNames(first, path, delimiter);
}

/** The dtypes that DuckDB finds for the columns, if it finds the columns that the header names. */
async function sniffed(
  on: DuckDBSession,
  path: string,
  form: string,
  header: readonly string[],
): Promise<(readonly [string, DType])[]> {
  const found = await on.columns(`FROM read_csv(${text(path)}, header = true, ${form})`);
  if (found.map((c) => c.name).join("\0") !== header.join("\0"))
    throw new AvocetError("invalid-file", `the lines of ${path} do not all fit its first line`, {
      hint: "Mend the file, or give the schema as the second argument to be told the line that does not fit.",
      detail: `the first line names: ${header.join(", ")}`,
    });
  return found.map(({ name, dtype }) => [name, dtype ?? TEXT]);
}
