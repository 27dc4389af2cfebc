// Extracts tables and code from the documents.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Returns the cells of all table rows of a document, without headings. */
export function tableRows(path: string): readonly (readonly string[])[] {
  const lines = read(path).split("\n");
  return lines.flatMap((line, i) => {
    const isRow = line.startsWith("|") && !line.startsWith("|---") && !lines[i + 1]?.startsWith("|---");
    return isRow
      ? [
          line
            .split(/(?<!\\)\|/)
            .slice(1, -1)
            .map((cell) => cell.trim()),
        ]
      : [];
  });
}
/** Returns the inline code in a text. */
export const codeIn = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? "");

/** Returns the TypeScript of a document as one program: a block can use declarations of earlier blocks. */
export const programOf = (path: string): string =>
  [...read(path).matchAll(/^```ts\n(.*?)^```/gms)].map((m) => m[1]).join("\n");
