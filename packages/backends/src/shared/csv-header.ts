import { AvocetError } from "@avocet/core";

/** The format of a CSV file. */
export interface CsvOptions {
  /** The separator of values; a comma by default. */
  readonly delimiter?: string;
  /** The text of NULL, in addition to the empty field. A quoted field is never NULL. */
  readonly nullText?: string;
}

/** Parses the column names in the first line of a file. Throws if a name is empty or duplicate. */
export function headerNames(line: string, path: string, delimiter: string): string[] {
  const names = splitCsvLine(line.replace(/^\uFEFF/, ""), delimiter);
  const duplicate = names.find((name, i) => names.indexOf(name) !== i);
  if (duplicate !== undefined || names.includes(""))
    throw new AvocetError("invalid-file", `The first line of ${path} does not name its columns`, {
      hint: duplicate ? `Rename one of the two columns \`${duplicate}\`.` : "Add the missing column name.",
      detail: line,
    });
  return names;
}

export const emptyFileError = (path: string): AvocetError =>
  new AvocetError("invalid-file", `${path} is empty`, { hint: "Write the column names into the first line." });

/** Throws if a file lacks one of the columns. */
export function requireColumns(requiredColumns: Iterable<string>, header: readonly string[], path: string): void {
  const missing = [...requiredColumns].filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw new AvocetError("invalid-file", `${path} has no column ${missing.map((n) => `\`${n}\``).join(", ")}`, {
      hint: `Choose columns of its first line: ${header.join(", ")}.`,
    });
}

/** Splits a line into values; quotes and doubled quotes are as in RFC 4180. */
function splitCsvLine(line: string, delimiter: string): string[] {
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
