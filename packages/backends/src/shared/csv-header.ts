import { AvocetError } from "@avocet/core";

/** How a CSV file is written. */
export interface CsvOptions {
  /** Between the values; a comma unless told. */
  readonly delimiter?: string;
  /** What stands for NULL, besides nothing at all. */
  readonly nullText?: string;
}

/** The names in the first line of a file, each of them once. */
export function headerNames(line: string, path: string, delimiter: string): string[] {
  const names = split(line.replace(/^\uFEFF/, ""), delimiter);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined || names.includes(""))
    throw new AvocetError("invalid-file", `the first line of ${path} does not name its columns`, {
      hint: twice ? `\`${twice}\` stands there twice.` : "A name in it is empty.",
      detail: line,
    });
  return names;
}

export const emptyFile = (path: string): AvocetError =>
  new AvocetError("invalid-file", `${path} is empty`, { hint: "The first line names the columns." });

/** Refuses columns that a file does not have. */
export function mustHave(wanted: Iterable<string>, header: readonly string[], path: string): void {
  const lacking = [...wanted].filter((name) => !header.includes(name));
  if (lacking.length > 0)
    throw new AvocetError("invalid-file", `${path} has no column ${lacking.map((n) => `\`${n}\``).join(", ")}`, {
      hint: `Its first line names: ${header.join(", ")}.`,
    });
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
