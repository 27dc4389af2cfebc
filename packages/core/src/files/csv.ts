import type { Batch, CsvFormat } from "../backend/contract.js";
import type { DType } from "../dtype/dtype.js";
import type { IntervalValue } from "../dtype/js.js";
import { isArray, isMap, isStruct } from "../dtype/kinds.js";
import { AvocetError } from "../errors.js";
import type { Fields } from "../ir/relation.js";
import { intervalText } from "../text/interval.js";
import { hex, jsonWriter } from "./json.js";

/** Writes non-NULL values of a dtype in their exact form. */
function textWriter(dtype: DType): (value: unknown) => string {
  if (isArray(dtype) || isMap(dtype) || isStruct(dtype)) return jsonWriter(dtype);
  switch (dtype.kind) {
    case "timestamp":
      return (value) => String(value).replace("T", " ").replace(/Z$/, "+00");
    case "binary":
      return hex;
    case "interval":
      return (value) => intervalText(value as IntervalValue); // the value of an interval
    default:
      return String;
  }
}

/**
 * Checks the options of a CSV file and fills in the defaults.
 * @throws AvocetError `invalid-argument` for a delimiter or a text of NULL that would be ambiguous
 * @example csvFormat({ delimiter: ";" }).header // true
 */
export function csvFormat(format: CsvFormat): Required<CsvFormat> {
  const { delimiter = ",", header = true, nullText = "" } = format;
  if ([...delimiter].length !== 1 || /["\r\n]/.test(delimiter))
    throw new AvocetError("invalid-argument", `Invalid CSV delimiter: ${JSON.stringify(delimiter)}`, {
      hint: "Use one character that is not a quote or a line end, such as a comma, a semicolon or a tab.",
    });
  if (nullText.includes(delimiter) || /["\r\n]/.test(nullText))
    throw new AvocetError(
      "invalid-argument",
      `Invalid text of NULL in CSV: ${JSON.stringify(nullText)} contains the delimiter, a quote or a line end`,
    );
  return { delimiter, header, nullText };
}

/**
 * Writes batches in `EXACT_ENCODING` as the text of a CSV file (RFC 4180, with line feeds), in chunks. Arrays, maps and
 * structs are JSON, bytes hexadecimal digits. The empty string, and one that equals the text of NULL, are quoted.
 * @example csvText(new Map([["n", int64]]), (async function* () {})())
 */
export async function* csvText(
  schema: Fields,
  batches: AsyncIterable<Batch>,
  format: CsvFormat = {},
): AsyncGenerator<string> {
  const { delimiter, header, nullText } = csvFormat(format);
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const needsQuotes = new RegExp(`["\r\n${/[\w\s]/.test(delimiter) ? delimiter : `\\${delimiter}`}]`);
  const writeCell = (text: string): string =>
    text === "" || text === nullText || needsQuotes.test(text) ? quote(text) : text;
  const writers = [...schema.values()].map(textWriter);
  if (header) yield `${[...schema.keys()].map(writeCell).join(delimiter)}\n`;
  for await (const { rowCount, columns } of batches) {
    let text = "";
    for (let row = 0; row < rowCount; row++) {
      const cells = writers.map((write, i) => {
        const value = columns[i]?.[row];
        return value === null || value === undefined ? nullText : writeCell(write(value));
      });
      text += `${cells.join(delimiter)}\n`;
    }
    if (text !== "") yield text;
  }
}
