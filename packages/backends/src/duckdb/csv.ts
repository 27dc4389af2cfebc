import type { DType, Schema } from "@avocet/core";
import { AvocetError, ir } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects";
import { plain } from "../shared/statement.js";
import type { DuckDBSession } from "./session.js";

/** How a CSV file is written. */
export interface CsvOptions {
  /** Between the values; a comma unless told. */
  readonly delimiter?: string;
  /** What stands for NULL, besides nothing at all. */
  readonly nullText?: string;
}

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
  const lacking = [...given.keys()].filter((name) => !header.includes(name));
  if (lacking.length > 0)
    throw new AvocetError("invalid-file", `${path} has no column ${lacking.map((n) => `\`${n}\``).join(", ")}`, {
      hint: `Its first line names: ${header.join(", ")}.`,
    });
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
  if (typeof first !== "string")
    throw new AvocetError("invalid-file", `${path} is empty`, { hint: "The first line names the columns." });
  const names = split(first.replace(/^\uFEFF/, ""), delimiter);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined || names.includes(""))
    throw new AvocetError("invalid-file", `the first line of ${path} does not name its columns`, {
      hint: twice ? `\`${twice}\` stands there twice.` : "A name in it is empty.",
      detail: first,
    });
  return names;
}

/** The values of one line, with quotes and doubled quotes as in RFC 4180. */
function split(line: string, delimiter: string): string[] {
  const values: string[] = [];
  let value = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (quoted && char === '"' && line.charAt(i + 1) === '"') {
      value += char;
      i++;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && line.startsWith(delimiter, i)) {
      values.push(value);
      value = "";
      i += delimiter.length - 1;
    } else value += char;
  }
  return [...values, value];
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
