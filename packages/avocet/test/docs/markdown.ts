// What the tests read out of the documents.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** The cells of the rows of all tables of a document, their headings left out. */
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
/** The words of a text that are marked as code. */
export const codeIn = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? "");

/** The TypeScript of a document, as one program: a block may use what those before it declare. */
export const programOf = (path: string): string =>
  [...read(path).matchAll(/^```ts\n(.*?)^```/gms)].map((m) => m[1]).join("\n");
